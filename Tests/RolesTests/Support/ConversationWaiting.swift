/// Sockets that do not block, and waits for several.
let waitingConversation = #"""
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

  """#
