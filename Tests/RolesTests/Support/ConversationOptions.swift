/// Options, and multicast, which is asked for by options.
let optionConversation = #"""
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

  """#
