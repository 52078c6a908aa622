/// TCP, over IPv4 and IPv6.
let streamConversation = #"""
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

  """#
