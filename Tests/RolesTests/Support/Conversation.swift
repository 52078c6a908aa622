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
  close
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
