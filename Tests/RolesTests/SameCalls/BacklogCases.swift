/// Connections that nobody has accepted yet: how many there may be, and what becomes of the others.
let backlogCases = ComparedCase.list(
  .backlog,
  #"""
  # connect is done before accept
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; send early
  server> accept; recv

  # accept waits for the first
  server> socket tcp; bind 0; listen; accept
  client> socket tcp; connect server
  server> getpeername

  # backlog 0 holds one, and the next goes on
  server> socket tcp; bind 0; listen 0
  one> socket tcp nonblocking; connect server; poll write now
  two> socket tcp nonblocking; connect server; poll write now; connect server; getsockopt SO_ERROR

  # backlog 1 holds two
  server> socket tcp; bind 0; listen 1
  you> socket tcp nonblocking; connect server; poll write now
  you> socket tcp nonblocking; connect server; poll write now
  you> socket tcp nonblocking; connect server; poll write now

  # backlog 2 holds three
  server> socket tcp; bind 0; listen 2
  you> socket tcp nonblocking; connect server
  you> socket tcp nonblocking; connect server
  you> socket tcp nonblocking; connect server
  you> socket tcp nonblocking; connect server
  you> poll write @3 @4 @5 @6 now

  # a full queue waits in a blocking connect, and a signal ends that
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp; connect server
  two> interrupt
  two> getsockopt SO_ERROR

  # a connect that was interrupted goes on
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp; connect server
  two> interrupt
  two> nonblocking on; connect server; poll write now

  # accept makes room
  server> socket tcp; bind 0; listen 0
  one> socket tcp nonblocking; connect server; poll write now
  server> accept
  two> socket tcp nonblocking; connect server; poll write now
  server> accept; poll read @3 now

  # listen again, with more room
  server> socket tcp; bind 0; listen 0
  one> socket tcp nonblocking; connect server; poll write now
  server> listen 1
  two> socket tcp nonblocking; connect server; poll write now

  # first come, first accepted
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; send one
  client> socket tcp; connect server; send two
  server> accept; recv; accept; recv

  # whoever has left already is accepted all the same
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; send bye; close
  server> poll read @3 now; accept; recv; recv; getpeername

  # whoever reset already is accepted all the same
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; set SO_LINGER 0s; close
  server> accept; recv @4; recv @4

  # closing the listening socket resets those who wait
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> close
  client> recv; recv; send x

  # shutdown ends listening
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> shutdown read; accept @3; listen
  client> recv
  other> socket tcp; connect server

  # shutdown wakes an accept
  server> socket tcp; bind 0; shutdown both; listen; shutdown both; accept @3

  # nobody listens yet
  server> socket tcp; bind 0
  client> socket tcp; connect server; connect server
  server> listen
  client> connect server

  # no accept without listen
  you> socket tcp; accept @3; bind 0; accept @3; getsockopt SO_ACCEPTCONN; listen; getsockopt SO_ACCEPTCONN

  # listen without bind takes a port
  you> socket tcp; listen; getsockname

  # a listening socket is not connected
  server> socket tcp; bind 0; listen; send x; recv; getpeername; connect 127.0.0.1:1; shutdown write

  # a connected socket does not listen
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; listen; accept @3; bind 0

  # two do not listen on one port
  server> socket tcp; set SO_REUSEADDR on; bind 0; listen
  let port = server.port
  other> socket tcp; set SO_REUSEADDR on; bind {port}; listen

  # bound, both, and only one may listen
  one> socket tcp; set SO_REUSEADDR on; bind 0
  let port = one.port
  two> socket tcp; set SO_REUSEADDR on; bind {port}; listen
  one> listen

  # SO_REUSEPORT shares a port
  one> socket tcp; set SO_REUSEPORT on; bind 0; listen
  let port = one.port
  two> socket tcp; set SO_REUSEPORT on; bind {port}; listen
  three> socket tcp; bind {port}

  # accept does not wait
  server> socket tcp; bind 0; listen; nonblocking on; accept
  client> socket tcp; connect server
  server> accept; accept; recv @4 dontwait

  # accept inherits no O_NONBLOCK
  server> socket tcp nonblocking; bind 0; listen
  client> socket tcp; connect server
  server> accept; recv @4
  client> send hi
  server> nonblocking @4 on; recv @4

  # a time limit on accept
  server> socket tcp; bind 0; listen; set SO_RCVTIMEO 30ms; accept
  wait server
  server> getsockname

  # a signal interrupts accept
  server> socket tcp; bind 0; listen; accept
  interrupt
  client> socket tcp; connect server
  server> accept

  # an accepted socket inherits options
  server> socket tcp; set SO_KEEPALIVE on; set TCP_NODELAY on; set SO_LINGER 3s; bind 0; listen
  client> socket tcp; connect server
  server> accept; get @4 SO_KEEPALIVE; get @4 TCP_NODELAY; get @4 SO_LINGER; get @4 SO_REUSEADDR

  # a full Unix queue is EAGAIN
  server> socket unix; bind ./s; listen 0
  you> socket unix nonblocking; connect ./s
  you> socket unix nonblocking; connect ./s; connect ./s
  server> accept
  you> connect ./s

  # a full Unix queue waits
  server> socket unix; bind ./s; listen 0
  one> socket unix; connect ./s
  two> socket unix; connect ./s
  server> accept
  two> send hi
  server> accept; recv

  # an interrupted wait for a Unix queue
  server> socket unix; bind ./s; listen 0
  one> socket unix; connect ./s
  two> socket unix; connect ./s
  two> interrupt
  two> getpeername

  # a Unix queue that is closed refuses
  server> socket unix; bind ./s; listen
  client> socket unix; connect ./s
  server> close
  client> recv; recv; send x

  # a seqpacket queue
  server> socket unix-seqpacket; bind ./s; listen 1
  you> socket unix-seqpacket nonblocking; connect ./s
  you> socket unix-seqpacket nonblocking; connect ./s
  you> socket unix-seqpacket nonblocking; connect ./s
  server> accept; accept; poll read @3 now
  """#)
