/// The ends of a connection: half closed, reset, shut down; and the stream between them.
let tcpCases = ComparedCase.list(
  .tcp,
  #"""
  # a short recv loses nothing
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send abcdef
  server> recv 2; recv 2 peek; recv 100

  # half closed, and still answered
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send question; shutdown write; send "more"
  server> recv; recv; send answer
  client> recv; shutdown write

  # the end is told again and again
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> close
  server> recv; recv; recv dontwait; poll read write hangup @4 now

  # the first send after the end succeeds
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> close
  server> send one; send two; recv; getsockopt SO_ERROR

  # unread data makes close a reset
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send unread
  server> close @4
  client> recv; recv; send x; getpeername

  # linger 0 makes close a reset
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> set SO_LINGER 0s; close
  server> send x; recv; recv; getpeername; getsockopt SO_ERROR

  # a reset waits in SO_ERROR
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> set SO_LINGER 0s; close
  server> getsockopt SO_ERROR; getsockopt SO_ERROR; recv; send x

  # a reset wakes a recv
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> recv
  client> set SO_LINGER 0s; close
  server> recv

  # a reset loses what was not read
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send lost; set SO_LINGER 0s; close
  server> poll read write hangup @4 now; recv; recv

  # a reset seen by poll
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> set SO_LINGER 0s; close
  server> poll read write hangup @4 now; recv; poll read write hangup @4 now

  # shutdown read, and data that comes later
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> shutdown read; recv
  client> send late
  server> recv; recv

  # shutdown read wakes nobody else
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send x
  server> shutdown read; recv; recv; send y
  client> recv

  # shutdown both
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> shutdown both; recv; send x; shutdown both
  client> recv; send y; send z

  # shutdown write twice
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> shutdown write; shutdown write; send x
  server> recv; shutdown @4 write; shutdown @4 write

  # both ends shut down
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> shutdown write
  server> shutdown @4 write; recv; recv @4
  client> recv; recv; shutdown both; getpeername

  # a recv is woken by the end
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> recv
  client> shutdown write
  server> recv

  # a recv is woken by a killed peer
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> recv
  kill client
  server> recv; send x; send y

  # waitall waits for all
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> recv 6 waitall
  client> send abc
  client> send defg
  server> recv

  # waitall ends with the stream
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> recv 6 waitall
  client> send abc; close
  server> recv

  # peek waits, too
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> recv peek
  client> send abc
  server> recv 2 peek; recv

  # trunc throws away
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send secret
  server> recv
  client> send abcdef
  server> recv 2 trunc; recv

  # urgent data
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send abc; send d oob
  server> poll read urgent @4 now; recv; recv oob; recv oob

  # urgent data inline
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  server> set @4 SO_OOBINLINE on
  client> send ab oob
  server> recv; recv; recv oob

  # recvfrom tells no address
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send abc
  server> recvfrom; getpeername

  # sendto with an address
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> sendto server abc
  server> recv

  # several buffers
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> sendmsg one + two + three
  server> recvmsg 4 + 3 + 100

  # connect a second time
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> connect server; connect 127.0.0.1:1; bind 0; getpeername

  # an interrupted recv
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> recv
  interrupt
  server> send x
  client> recv

  # a time limit on recv
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> set SO_RCVTIMEO 30ms; recv
  wait client
  server> send x
  client> recv

  # data in both directions at once
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> send ping
  server> send pong; recv
  client> recv; recv dontwait

  # a full connection
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept
  client> nonblocking on; send zeros 64M
  server> poll read @4 now

  # not connected
  you> socket tcp; send x; recv; getpeername; shutdown write; shutdown both; sendto 127.0.0.1:1 x; getsockname

  # refused, and once more
  you> socket tcp; connect 127.0.0.1:1; connect 127.0.0.1:1; getsockopt SO_ERROR; send x; recv

  # a socket that is connected with itself
  you> socket tcp; bind 0; connect you; getpeername; send hi; recv

  # addresses that cannot be
  you> socket tcp; bind 192.0.2.1:0; connect 127.0.0.1:0; connect 255.255.255.255:9; bind 239.1.2.3:0

  # no socket, and no descriptor
  you> recv @9; send @9 x; send @0 x; recv @0; listen @9; listen @0; shutdown @9 both; shutdown @0 both; close @9; getpeername @0; accept @9; accept @0

  # numbers are used again
  you> socket tcp; socket udp; close @3; socket tcp6; getsockname @3; close @4; socketpair
  """#)
