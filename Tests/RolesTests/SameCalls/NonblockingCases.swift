/// Calls that do not wait, and what their end is asked with.
let nonblockingCases = ComparedCase.list(
  .nonblocking,
  #"""
  # accept without a connection
  server> socket tcp nonblocking; bind 0; accept @3; listen; accept; accept
  client> socket tcp; connect server
  server> accept; accept

  # recv without data
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; nonblocking on; recv; recv peek; recv 10 waitall
  server> accept; send @4 hi
  client> recv; recv

  # waitall takes what there is
  you> socketpair; nonblocking @4 on; send @3 abc; recv @4 10 waitall; recv @4 10 waitall

  # recv of datagrams
  you> socket udp nonblocking; recv; bind 0; recvfrom; recvmsg; poll read write now

  # the end is no EAGAIN
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; nonblocking on; recv
  server> accept; close @4
  client> recv; recv

  # on, off and on
  you> socketpair; nonblocking @3 on; recv @3; nonblocking @3 off; recv @3
  interrupt
  nonblocking @3 on; recv @3

  # dontwait is for one call
  you> socketpair; recv @3 dontwait; recv @3
  interrupt
  recvfrom @3 dontwait; recvmsg @3 dontwait

  # connect is in progress, and refused
  client> socket tcp nonblocking; connect 127.0.0.1:1; poll write now; poll read write hangup @3 now
  getsockopt SO_ERROR; getsockopt SO_ERROR; poll read write hangup @3 now

  # the refusal comes in the next connect
  client> socket tcp nonblocking; connect 127.0.0.1:1; connect 127.0.0.1:1; connect 127.0.0.1:1

  # the refusal comes in send
  client> socket tcp nonblocking; connect 127.0.0.1:1; send x; send x; recv

  # the refusal comes in recv
  client> socket tcp nonblocking; connect 127.0.0.1:1; recv; recv; send x

  # connect is in progress, and succeeds
  server> socket tcp; bind 0; listen
  client> socket tcp nonblocking; connect server; poll write now; getsockopt SO_ERROR; connect server
  connect server; getpeername

  # connected without having asked
  server> socket tcp; bind 0; listen
  client> socket tcp nonblocking; connect server; send hi; recv; getpeername
  server> accept; recv

  # EALREADY while the queue is full
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp nonblocking; connect server; connect server; getpeername; getsockname
  getsockopt SO_ERROR; poll write now

  # send and recv while connecting
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp nonblocking; connect server; send x; recv; recv dontwait

  # shutdown while connecting
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp nonblocking; connect server; shutdown write; connect server

  # listen while connecting
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp nonblocking; connect server; listen; bind 0

  # close while connecting
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp nonblocking; connect server; close; recv @9

  # connect over IPv6
  server> socket tcp6 nonblocking; bind [::1]:0; listen
  client> socket tcp6 nonblocking; connect server; poll write now; connect server; connect server
  server> accept; accept

  # connect of datagrams is done at once
  server> socket udp; bind 0
  client> socket udp nonblocking; connect server; connect server; send x; poll read write now

  # connect of Unix sockets is done at once
  server> socket unix; bind ./s; listen
  client> socket unix nonblocking; connect ./s; connect ./s; poll read write now; connect ./none

  # a full stream takes a part
  server> socket tcp; bind 0; listen
  client> socket tcp nonblocking; connect server; send zeros 64M

  # a full stream, and the peer goes
  server> socket tcp; bind 0; listen
  client> socket tcp nonblocking; connect server; send zeros 64M
  server> accept; close @4
  client> send x; send x; recv

  # a full Unix stream takes a part, and is emptied
  you> socketpair; nonblocking @3 on; send @3 zeros 2M; send @3 x; recv @4 100; send @3 x
  poll read @4 write @3 now; recv @4 2M; send @3 x

  # a full Unix stream and dontwait
  you> socketpair; send @3 zeros 2M dontwait; send @3 x dontwait; close @4; send @3 x dontwait

  # a full queue of Unix datagrams
  you> socketpair unix-dgram; set @3 SO_SNDBUF 4K; nonblocking @3 on; send @3 zeros 1000
  send @3 zeros 1000; send @3 zeros 1000; send @3 zeros 1000; poll write @3 now; recv @4; recv @4
  recv @4; poll write @3 now; send @3 zeros 1000

  # a seqpacket that is too long
  you> socketpair unix-seqpacket; set @3 SO_SNDBUF 8K; send @3 zeros 100K; nonblocking @3 on
  send @3 zeros 100K; send @3 zeros 1K; recv @4; recv @4 dontwait

  # poll of a new socket
  you> socket tcp; poll read write hangup @3 now; socket udp; poll read write @4 now; socket unix
  poll read write @5 now

  # poll of one that listens
  server> socket tcp; bind 0; listen; poll read write @3 now
  client> socket tcp; connect server
  server> poll read write @3 now; accept; poll read @3 now

  # poll waits for data
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept; poll read @3 @4
  client> send hi
  server> recv; poll read @3 @4 now

  # poll is interrupted
  you> socket udp; bind 0; poll read @3
  interrupt
  poll read @3 for 20ms
  wait you

  # poll of half a connection
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; shutdown write; poll read write hangup @3 now
  server> accept; poll read write hangup @4 now; shutdown @4 write; poll read write hangup @4 now
  client> poll read write hangup @3 now

  # poll of what is not open
  you> socket udp; poll read @9 @3 now; close; poll read @9 now

  # no descriptor
  you> nonblocking @9 on; recv @9 dontwait
  """#)
