/// What moves data: as files are read and written, urgent, several messages in one call, in rounds.
let messageConversation = #"""
  # as files are read and written, and urgent data
  server> socket tcp
  bind 0
  listen
  ioctl FIONREAD
  ! EINVAL
  client> socket tcp
  connect server
  write "hello"
  write hex 00 01 37 22
  writev "head" + "" + random 40 seed 2
  server> accept
  ioctl @4 FIONREAD
  ioctl @4 SIOCINQ
  read @4 2
  readv @4 1 + 0 + 100
  read @4
  interrupt
  ! EINTR
  readv @4 2 + 3
  interrupt
  ! EINTR
  ioctl @4 FIONBIO on
  read @4
  ! EAGAIN
  readv @4
  ! EAGAIN
  ioctl @4 FIONBIO off
  read @9
  ! EBADF
  write @9 x
  ! EBADF
  ioctl @9 SIOCOUTQ
  ! EBADF
  client> ioctl SIOCOUTQ
  send "!" oob
  server> sockatmark @4
  select except @4
  recv @4 oob
  setsockopt @4 SO_OOBINLINE on
  client> send "one"
  send "?" oob
  send "two"
  server> poll urgent @4
  recv @4
  ioctl @4 SIOCATMARK
  sockatmark @4
  recv @4
  dup @4
  dup2 @4 @9
  dup2 @4 @4
  dup2 @3 @4
  dup @77
  ! EBADF
  dup2 @77 @3
  ! EBADF
  write @9 "still open"
  close @9
  close @5
  client> read
  read
  close
  server> close @4
  close @3
  socket udp
  sockatmark
  ! ENOTTY
  write x
  ! EDESTADDRREQ
  close
  # several messages in one call, masks, numbers of the IP header
  server> socket udp
  setsockopt IP_RECVTTL on
  setsockopt IP_RECVTOS on
  bind 0
  client> socket udp
  sendmmsg x and y
  ! EDESTADDRREQ
  sendmmsg to server "one" and "two" + "!" and to 127.0.0.1:1 hex 00 and to server "" source 127.0.0.9 nosignal
  sendmmsg to server "one" ttl 3 tos 0x10 and zeros 70000
  sendmsg to server x ttl 0
  ! EINVAL
  server> recvmmsg 1 of 2
  recvmmsg 2 of 1 + 2 + 100 control 0 for 2s
  recvmmsg 4 waitforone
  recvmmsg dontwait
  ! EAGAIN
  recvmmsg 3 of 64
  interrupt
  ! EINTR
  pselect read @3 now mask SIGINT SIGTERM
  pselect read @3 write @3 for 2s mask none
  pselect read @3
  interrupt
  ! EINTR
  pselect read @3 mask SIGINT
  interrupt
  client> sendto server "now"
  server> recv
  ppoll write for 2s mask INT
  epoll create
  epoll add @3 write
  epoll wait now mask SIGINT SIGUSR1
  epoll wait 0 mask SIGINT
  ! EINVAL
  epoll modify @3 read
  epoll wait mask SIGUSR1
  interrupt
  ! EINTR
  close @4
  close @3
  client> close
  server> socket udp6
  setsockopt IPV6_RECVHOPLIMIT on
  setsockopt IPV6_RECVTCLASS on
  bind 0
  client> socket udp6
  sendmsg to server x hoplimit 2 tclass 8 source ::1
  sendmsg to server x source fe80::1
  ! EINVAL
  close
  server> recvmsg
  close
  # rounds that a role plays by itself
  server> socket udp
  bind 0
  connect server
  repeat 120 { send "round"; recv 3; recv dontwait; getsockname; write "x"; read; getsockopt SO_TYPE }
  close
  socket raw 255

  """#
