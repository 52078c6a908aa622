/// Unix sockets, and what is passed through them.
let unixConversation = #"""
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

  """#
