/// UDP, over IPv4 and IPv6.
let datagramConversation = #"""
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
