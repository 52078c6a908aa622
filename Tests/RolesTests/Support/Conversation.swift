/// Everything that a role can do, and most of what the kernel can answer: TCP and UDP, IPv4 and IPv6.
let wideConversation = #"""
  # TCP over IPv4
  server> socket tcp
  getpeername
  ! ENOTCONN
  recv
  ! ENOTCONN
  accept
  ! EINVAL
  accept @9
  ! EBADF
  bind 192.0.2.1:0
  ! EADDRNOTAVAIL
  bind 0
  bind 0
  ! EINVAL
  getsockname
  client> socket tcp
  connect server
  ! ECONNREFUSED
  bind server
  ! EADDRINUSE
  connect [::1]:9
  ! EAFNOSUPPORT
  socket 99 SOCK_STREAM 0
  ! EAFNOSUPPORT
  socket AF_INET SOCK_STREAM 17
  ! EPROTONOSUPPORT
  server> listen 5
  server> accept
  client> connect server
  connect server
  ! EISCONN
  getpeername
  getsockname
  send "hello"
  server> recv @4 peek
  recv @4 2
  recv @4 100 waitall dontwait
  recv @4 dontwait
  ! EAGAIN
  recv @4
  interrupt
  ! EINTR
  send @4 "one\r\ntwo\r\nthree\t\"q\"\\"
  send @4 hex 00 01 02 31 7f 80 ff 22 5c 09 0a 0b 0c 0d 1b 37 38 39
  send @4 hex 00 30 00 38 00
  send @4 random 40 seed 3
  send @4 random 32 seed 4
  send @4 random 33 seed 5
  client> recv until "\r\n"
  recv exactly 5
  expect "thr" within 10s
  recv 16
  recv 0
  recv 100 oob
  ! EINVAL
  recv discard
  send all random 300000 seed 7
  server> recv @4 exactly 300000
  server> send @4 zeros 8M dontwait
  send @4 zeros 8M dontwait
  send @4 zeros 1M dontwait
  client> recv 100000 trunc
  client> shutdown write
  send "x"
  ! EPIPE
  server> recv @4
  close @4
  client> recv all
  close
  server> close @3
  # TCP over IPv6
  server> socket tcp6
  bind [::1]:0
  listen 1
  client> socket tcp6
  connect server
  send "unread"
  getsockname
  getpeername
  server> accept
  getpeername @4
  close @4
  client> recv
  ! ECONNRESET
  send "into the void"
  ! EPIPE
  shutdown both
  ! ENOTCONN
  close
  close @3
  ! EBADF
  connect @0 127.0.0.1:9
  ! ENOTSOCK
  server> signal SIGPIPE default
  signal SIGPIPE ignore
  signal SIGKILL ignore
  ! EINVAL
  signal SIGUSR1 ignore
  signal SIGUSR1 default
  # options
  server> socket tcp
  setsockopt SO_REUSEADDR on
  getsockopt SO_REUSEADDR
  getsockopt @0 SO_REUSEADDR
  ! ENOTSOCK
  getsockopt @9 SO_LINGER
  ! EBADF
  setsockopt SO_LINGER 2s
  getsockopt SO_LINGER
  setsockopt SO_SNDTIMEO 1500ms
  getsockopt SO_SNDTIMEO
  setsockopt SO_RCVBUF 64K
  getsockopt SO_RCVBUF
  setsockopt SO_ERROR 0
  ! ENOPROTOOPT
  getsockopt SO_ERROR
  getsockopt SO_TYPE
  setsockopt TCP_NODELAY on
  set keepidle 60s
  get keepidle
  setsockopt TCP_CONGESTION reno
  getsockopt TCP_CONGESTION
  setsockopt TCP_CONGESTION nosuch
  ! ENOENT
  setsockopt SO_RCVTIMEO 2000000us
  ! EDOM
  getsockopt TCP_INFO
  getsockopt SO_PEERCRED
  getsockopt IP_MTU
  ! ENOTCONN
  setsockopt IP_TTL 256
  ! EINVAL
  setsockopt IP_MTU_DISCOVER IP_PMTUDISC_DO
  getsockopt IP_MTU_DISCOVER
  setsockopt SO_BINDTODEVICE nosuch
  ! ENODEV
  getsockopt SO_BINDTODEVICE
  options all
  close
  # multicast
  member> socket udp
  join 239.1.2.3 on lo
  join 239.1.2.3 on 127.0.0.1
  ! EADDRINUSE
  leave 239.1.2.3 on lo
  leave 239.1.2.3 on lo
  ! EADDRNOTAVAIL
  join 239.1.2.3 from 127.0.0.1 on 127.0.0.1
  join 192.0.2.1 on 127.0.0.1
  ! EINVAL
  set ip_multicast_if 127.0.0.1
  getsockopt IP_MULTICAST_IF
  set ip_multicast_if lo
  options
  socket udp6
  join ff02::4242 on lo
  leave ff02::4242 on lo
  set ipv6_multicast_if lo
  getsockopt IPV6_MULTICAST_IF
  server> socket udp
  setsockopt IP_PKTINFO on
  setsockopt SO_TIMESTAMP on
  bind 0
  client> socket udp
  sendmsg to server "from" + " elsewhere" source 127.0.0.7
  setsockopt IP_RECVERR on
  connect 1
  send x
  recvmsg errqueue
  close
  server> recvmsg 3
  close
  # Unix sockets
  server> close @3
  socket unix
  bind ./no/such/folder
  ! ENOENT
  bind unix:unnamed
  listen 0
  client> socket unix
  connect server
  server> accept
  sendmsg @4 "take" + " this" fd @3 @4
  client> recvmsg 2 + 100
  recvmsg @3 dontwait
  ! EAGAIN
  sendmsg @3 x fd @9
  ! EBADF
  sendmsg @3 "both" credentials
  close @4
  close @5
  server> recvmsg @4 control 0
  recvmsg @4
  interrupt
  ! EINTR
  client> shutdown @3 write
  server> recvmsg @4
  close @4
  close @3
  client> close
  socketpair unix-seqpacket
  sendmsg @3 "one" fd @4 @3
  send @3 ""
  recvmsg @4 1 control 20
  recv @4
  close @3
  recv @4
  close @4
  close @5
  socketpair AF_INET SOCK_STREAM 0
  ! EOPNOTSUPP
  unlink ./no/such/folder
  ! ENOENT
  # not blocking, and waiting for several
  server> socket tcp nonblocking cloexec
  nonblocking off
  nonblocking @3
  nonblocking @9 on
  ! EBADF
  bind 0
  nonblocking on
  listen
  accept4 nonblocking
  ! EAGAIN
  client> socket AF_INET SOCK_STREAM|SOCK_NONBLOCK 0
  connect server
  ! EINPROGRESS
  poll write
  getsockopt SO_ERROR
  connect server
  connect server
  ! EISCONN
  recv
  ! EAGAIN
  server> poll read @3 write @3 now
  ppoll read all for 2s
  select read @3 write @3 except @3 for 2s
  select read @9
  ! EBADF
  accept4 nonblocking cloexec
  accept4 99
  ! EINVAL
  poll @4 IN|RDHUP @3 POLLIN @9 OUT now
  epoll create
  epoll create cloexec
  epoll add @3 read
  epoll add @4 IN|ET
  epoll add @4 read
  ! EEXIST
  epoll add @0 read
  ! EPERM
  epoll add @6 read on @5
  epoll add @5 read on @6
  ! ELOOP
  epoll add @9 read
  ! EBADF
  epoll modify @9 read on @3
  ! EBADF
  epoll add @4 read on @3
  ! EINVAL
  epoll modify @4 read once
  epoll delete @3
  epoll delete @3
  ! ENOENT
  epoll wait now
  epoll wait
  interrupt
  ! EINTR
  epoll wait
  client> send "an event"
  server> epoll wait 0
  ! EINVAL
  epoll wait on @9
  ! EBADF
  poll urgent @4
  interrupt
  ! EINTR
  select except @4
  interrupt
  ! EINTR
  ppoll urgent @4 for 100s
  interrupt
  ! EINTR
  poll for 1ms
  client> close
  server> poll read write hangup @4
  close @6
  close @5
  close @4
  close @3
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
  # UDP over IPv4
  receiver> socket udp
  bind 0
  listen
  ! EOPNOTSUPP
  accept
  ! EOPNOTSUPP
  recv dontwait
  ! EAGAIN
  recvfrom
  sender> socket udp
  send "to nobody"
  ! EDESTADDRREQ
  sendto receiver "a datagram"
  sendto receiver ""
  sendto receiver zeros 70000
  ! EMSGSIZE
  sendto receiver hex 01 02 03
  sendto [::1]:9 "x"
  ! EAFNOSUPPORT
  sendto receiver random 5000
  getsockname
  receiver> recvfrom
  recvfrom peek
  recvfrom 2 trunc
  recvfrom 100 trunc
  recv
  interrupt
  ! EINTR
  sender> connect receiver
  connect 127.0.0.1:1
  send "nobody there"
  send "still nobody"
  ! ECONNREFUSED
  close
  # UDP over IPv6
  receiver> socket udp6
  bind @4 [::1]:0
  recvfrom @4
  sender> socket udp6
  sendto receiver "to six"
  connect receiver
  send ""
  send "again"
  receiver> recvfrom @4
  recv @4 3 trunc
  getsockname @4
  close @4
  close @3
  sender> send "one"
  send "two"
  ! ECONNREFUSED
  shutdown write
  send "x"
  ! EPIPE
  close

  """#
