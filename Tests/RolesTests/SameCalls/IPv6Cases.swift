/// IPv6: addresses, scopes, and sockets that speak IPv4 as well.
let ipv6Cases = ComparedCase.list(
  .ipv6,
  #"""
  # a stream over ::1
  server> socket tcp6; bind [::1]:0; getsockname; listen
  client> socket tcp6; connect server; getpeername; getsockname
  server> accept; getpeername; send hello
  client> recv

  # a datagram over ::1
  server> socket udp6; bind [::1]:0
  client> socket udp6; sendto server hello; getsockname
  server> recvfrom

  # a port alone is on ::1
  you> socket tcp6; bind 0; getsockname; connect 1

  # nobody listens
  client> socket tcp6; connect [::1]:1; getsockname; connect [::1]:1

  # a dual-stack server takes IPv4
  server> socket tcp6; bind [::]:0; listen
  let port = server.port
  client> socket tcp; connect 127.0.0.1:{port}; getpeername
  server> accept; getsockname; getpeername; send @4 four
  client> recv

  # a dual-stack server takes IPv6
  server> socket tcp6; bind [::]:0; listen; get IPV6_V6ONLY
  client> socket tcp6; connect server
  server> accept; getsockname

  # IPV6_V6ONLY refuses IPv4
  server> socket tcp6; set IPV6_V6ONLY on; get IPV6_V6ONLY; bind [::]:0; listen
  let port = server.port
  client> socket tcp; connect 127.0.0.1:{port}
  client> socket tcp6; connect [::1]:{port}

  # IPV6_V6ONLY after bind is too late
  you> socket tcp6; bind [::]:0; set IPV6_V6ONLY on; get IPV6_V6ONLY

  # IPv4 has no IPV6_V6ONLY
  you> socket tcp; set IPV6_V6ONLY on; get IPV6_V6ONLY

  # a mapped address connects over IPv4
  server> socket tcp; bind 0; listen
  let port = server.port
  client> socket tcp6; connect [::ffff:127.0.0.1]:{port}; getpeername; getsockname
  server> accept; getpeername

  # a mapped address and IPV6_V6ONLY
  server> socket tcp; bind 0; listen
  let port = server.port
  client> socket tcp6; set IPV6_V6ONLY on; connect [::ffff:127.0.0.1]:{port}

  # a mapped address is bound
  server> socket udp6; bind [::ffff:127.0.0.1]:0; getsockname
  let port = server.port
  client> socket udp; sendto 127.0.0.1:{port} hi
  server> recvfrom

  # a mapped address cannot be bound with IPV6_V6ONLY
  you> socket udp6; set IPV6_V6ONLY on; bind [::ffff:127.0.0.1]:0; getsockname

  # datagrams from both families
  server> socket udp6; bind [::]:0
  let port = server.port
  four> socket udp; sendto 127.0.0.1:{port} four
  six> socket udp6; sendto [::1]:{port} six
  server> recvfrom; recvfrom; sendto [::1]:1 x

  # the wildcards of both families are one port
  server> socket tcp6; bind [::]:0; listen
  let port = server.port
  other> socket tcp; bind *:{port}

  # with IPV6_V6ONLY they are two
  other> socket tcp; bind *:0; listen
  let port = other.port
  server> socket tcp6; set IPV6_V6ONLY on; bind [::]:{port}; listen
  client> socket tcp; connect 127.0.0.1:{port}
  client> socket tcp6; connect [::1]:{port}
  other> accept
  server> accept

  # the port of ::1 is not that of 127.0.0.1
  server> socket udp; bind 127.0.0.1:0
  let port = server.port
  other> socket udp6; bind [::1]:{port}; getsockname

  # a link-local address needs a scope
  you> socket udp6; bind [fe80::1]:0; getsockname

  # a scope, and an address that is not there
  you> socket udp6; bind [fe80::1%lo]:0; getsockname

  # connect to a link-local address without a scope
  you> socket udp6; connect [fe80::1]:9; getpeername

  # a scope on a global address is dropped
  server> socket udp6; bind [::1%lo]:0; getsockname
  client> socket udp6; connect server; getpeername; send hi
  server> recvfrom

  # a foreign address
  you> socket tcp6; bind [2001:db8::1]:0; getsockname

  # the wildcard leads to ::1
  server> socket tcp6; bind [::]:0; listen
  let port = server.port
  client> socket tcp6; connect [::]:{port}; getpeername

  # a datagram to the wildcard
  server> socket udp6; bind [::]:0
  let port = server.port
  client> socket udp6; sendto [::]:{port} hi
  server> recvfrom

  # a connected datagram socket is refused
  client> socket udp6; connect [::1]:1; send one; send two; recv dontwait; getsockopt SO_ERROR

  # a datagram as long as may be
  server> socket udp6; bind [::1]:0
  client> socket udp6; sendto server zeros 65507; sendto server zeros 70000
  server> recv 64K trunc

  # hop limits
  you> socket udp6; get IPV6_UNICAST_HOPS; set IPV6_UNICAST_HOPS 3; get IPV6_UNICAST_HOPS
  set IPV6_UNICAST_HOPS 256; set IPV6_UNICAST_HOPS -1; get IPV6_UNICAST_HOPS

  # recvmsg tells where it was sent to
  server> socket udp6; set IPV6_RECVPKTINFO on; get IPV6_RECVPKTINFO; bind [::]:0
  client> socket udp6; sendto server hi
  server> recvmsg

  # half a stream over IPv6
  server> socket tcp6; bind [::1]:0; listen
  client> socket tcp6; connect server; send bye; shutdown write
  server> accept; recv; recv; send @4 answer; close @4
  client> recv; recv

  # a reset over IPv6
  server> socket tcp6; bind [::1]:0; listen
  client> socket tcp6; connect server; send unread
  server> accept; close @4
  client> recv; recv; send x
  """#)
