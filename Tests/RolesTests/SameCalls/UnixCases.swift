/// Sockets of one machine. `RUN` is a text of the run's own: abstract names are everybody's.
let unixCases = ComparedCase.list(
  .unix,
  #"""
  # a stream by path
  server> socket unix; bind ./s; getsockname; listen
  client> socket unix; connect server; getpeername; getsockname
  server> accept; getpeername; getsockname
  client> send hello
  server> recv

  # a stream by an abstract name
  server> socket unix; bind unix:@sockratic-RUN; listen; getsockname
  client> socket unix; connect unix:@sockratic-RUN; getpeername
  server> accept; send hello
  client> recv

  # an abstract name is taken, and free after close
  one> socket unix; bind unix:@sockratic-RUN
  two> socket unix; bind unix:@sockratic-RUN
  one> close
  two> bind unix:@sockratic-RUN; bind unix:@sockratic-RUN

  # nobody has the abstract name
  you> socket unix; connect unix:@sockratic-none-RUN

  # a path stays after close
  server> socket unix; bind ./s; close; socket unix; bind ./s; connect ./s; unlink ./s; connect ./s
  bind ./s

  # no such folder, and a second bind
  you> socket unix; bind ./no/such; bind ./s; bind ./t; unlink ./t; unlink ./s

  # connect before listen
  server> socket unix; bind ./s
  client> socket unix; connect server; connect ./none

  # listen without a name
  you> socket unix; listen; getsockname; accept

  # a socket that is connected already
  server> socket unix; bind ./s; listen
  client> socket unix; connect ./s; connect ./s; listen; bind ./c; getsockname
  server> accept

  # the client has a name, too
  server> socket unix; bind ./s; listen
  client> socket unix; bind ./c; connect ./s
  server> accept; getpeername

  # a pair of streams
  you> socketpair; getsockname @3; getpeername @4; send @3 one; send @3 two; recv @4; recv @4 dontwait

  # a stream has no bounds, a short recv loses nothing
  you> socketpair; send @3 abcdef; recv @4 2; recv @4 peek; recv @4 2 waitall; recv @4

  # the end of a stream
  you> socketpair; send @3 last; close @3; recv @4; recv @4; send @4 x; send @4 x

  # unread data makes it a reset
  you> socketpair; send @4 unread; close @4; recv @3; recv @3

  # unread data of the other end
  you> socketpair; send @3 unread; close @4; recv @3; recv @3; send @3 x

  # shutdown write of a stream
  you> socketpair; send @3 x; shutdown @3 write; send @3 y; recv @4; recv @4; send @4 back; recv @3

  # shutdown read of a stream
  you> socketpair; shutdown @4 read; send @3 x; recv @4; send @4 y; recv @3

  # shutdown both
  you> socketpair; shutdown @3 both; shutdown @3 both; recv @4; send @4 x; recv @3; poll read write @4 now

  # shutdown without a peer
  you> socket unix; shutdown write; shutdown both; recv; send x; getpeername

  # a pair of datagrams
  you> socketpair unix-dgram; send @3 one; send @3 two; recv @4 2; recv @4; recv @4 dontwait

  # the other end of a pair of datagrams is gone
  you> socketpair unix-dgram; close @4; send @3 x; recv @3 dontwait; getpeername @3

  # datagrams by path
  server> socket unix-dgram; bind ./s
  client> socket unix-dgram; sendto server hello
  server> recvfrom
  client> bind ./c; sendto ./s again
  server> recvfrom
  server> sendto ./c back
  client> recvfrom

  # datagrams by abstract names
  server> socket unix-dgram; bind unix:@sockratic-RUN
  client> socket unix-dgram; bind unix:@sockratic-client-RUN; sendto unix:@sockratic-RUN hello
  server> recvfrom

  # a datagram to nobody
  server> socket unix-dgram; bind ./s; close
  client> socket unix-dgram; sendto ./s x; sendto ./none x; sendto unix:@sockratic-none-RUN x; send x

  # a peer of datagrams that has gone
  server> socket unix-dgram; bind ./s
  client> socket unix-dgram; connect ./s; send one
  server> close
  client> send two; send three; getsockopt SO_ERROR; getpeername

  # a datagram socket with a peer takes no others
  one> socket unix-dgram; bind ./one
  two> socket unix-dgram; bind ./two; connect ./one; getpeername
  three> socket unix-dgram; sendto ./two x; connect ./two
  one> sendto ./two y
  two> recvfrom

  # types do not mix
  server> socket unix; bind ./s; listen
  client> socket unix-dgram; connect ./s; sendto ./s x; listen
  client> socket unix-seqpacket; connect ./s

  # no accept on datagrams
  you> socket unix-dgram; bind ./s; listen; accept @3

  # seqpackets keep their bounds
  you> socketpair unix-seqpacket; send @3 one; send @3 two; recv @4 2; recv @4; close @3; recv @4

  # seqpackets have connections
  server> socket unix-seqpacket; bind ./s; listen
  client> socket unix-seqpacket; connect server; send abcdef
  server> accept; recvmsg 2 + 2; send ""
  client> recv; close
  server> recv; send x

  # seqpackets: an end that is shut
  you> socketpair unix-seqpacket; shutdown @3 write; send @3 x; recv @4; shutdown @4 read; send @4 y
  recv @3

  # a descriptor is passed
  you> socketpair; socket udp; bind 0; sendmsg @3 take fd @5; recvmsg @4; getsockname @6; close @5
  getsockname @6

  # two descriptors, and no room for them
  you> socketpair; sendmsg @3 take fd @3 @4; recvmsg @4 control 0; recv @4 dontwait
  sendmsg @3 again fd @3 @4; recvmsg @4 2 + 100; send @5 x; recv @6

  # a descriptor that is not open cannot be passed
  you> socketpair unix-dgram; sendmsg @3 take fd @9; recvmsg @4 dontwait

  # a signal interrupts accept
  you> socket unix; bind ./s; listen; accept
  interrupt
  getsockname

  # a waiting recv gets the end
  server> socket unix; bind ./s; listen
  client> socket unix; connect server
  server> accept; recv @4
  client> close
  server> recv @4

  # a stream that is full
  you> socketpair; nonblocking @3 on; send @3 zeros 4M; send @3 x; poll write @3 now; recv @4 4M
  poll write @3 now

  # a queue of datagrams that is full
  you> socketpair unix-dgram; set @3 SO_SNDBUF 8K; send @3 zeros 4000 dontwait
  send @3 zeros 4000 dontwait; send @3 zeros 4000 dontwait; send @3 zeros 4000 dontwait
  send @3 zeros 100000; recv @4; send @3 x dontwait

  # no unix option of TCP
  you> socket unix; set TCP_NODELAY on; get SO_TYPE; get SO_DOMAIN; get SO_ACCEPTCONN; bind ./s; listen
  get SO_ACCEPTCONN; get SO_ERROR

  # the kernel names it
  server> socket unix; bind unix:unnamed; getsockname; listen
  client> socket unix; connect server; getpeername
  """#)
