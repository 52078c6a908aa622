/// Multicast and its options, on loopback: each sender chooses lo before it sends.
let multicastCases = ComparedCase.list(
  .multicast,
  #"""
  # a member gets what is sent to the group
  member> socket udp; bind *:0; join 239.1.2.3 on lo
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.3:{port} hello
  member> recvfrom

  # two members get it, each
  one> socket udp; set SO_REUSEADDR on; bind *:0; join 239.1.2.3 on lo
  let port = one.port
  two> socket udp; set SO_REUSEADDR on; bind *:{port}; join 239.1.2.3 on lo
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.3:{port} both
  one> recv
  two> recv

  # after leaving nothing comes
  member> socket udp; bind *:0; join 239.1.2.3 on lo; leave 239.1.2.3 on lo
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.3:{port} hello
  member> recv dontwait

  # another group is not ours
  member> socket udp; bind *:0; join 239.1.2.3 on lo
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.4:{port} hello
  member> recv dontwait

  # another's membership is ours, unless IP_MULTICAST_ALL is off
  one> socket udp; set SO_REUSEADDR on; bind *:0; join 239.1.2.5 on lo
  let port = one.port
  two> socket udp; set SO_REUSEADDR on; bind *:{port}
  three> socket udp; set SO_REUSEADDR on; set IP_MULTICAST_ALL off; bind *:{port}
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.5:{port} hello
  one> recv dontwait
  two> recv dontwait
  three> recv dontwait

  # IP_MULTICAST_LOOP off keeps it off loopback
  member> socket udp; bind *:0; join 239.1.2.3 on lo
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; get IP_MULTICAST_LOOP; set IP_MULTICAST_LOOP off
  get IP_MULTICAST_LOOP; sendto 239.1.2.3:{port} quiet; set IP_MULTICAST_LOOP on
  sendto 239.1.2.3:{port} heard
  member> recv dontwait
  member> recv dontwait

  # TTL 0 stays in the machine
  member> socket udp; bind *:0; join 239.1.2.3 on lo; set IP_RECVTTL on
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; get IP_MULTICAST_TTL; set IP_MULTICAST_TTL 0
  get IP_MULTICAST_TTL; sendto 239.1.2.3:{port} home
  member> recvmsg dontwait

  # the TTL arrives
  member> socket udp; bind *:0; join 239.1.2.3 on lo; set IP_RECVTTL on
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; set IP_MULTICAST_TTL 7; sendto 239.1.2.3:{port} far
  member> recvmsg

  # TTLs out of range
  you> socket udp; set IP_MULTICAST_TTL 255; set IP_MULTICAST_TTL 256; set IP_MULTICAST_TTL -1
  get IP_MULTICAST_TTL

  # joined twice, left twice
  you> socket udp; join 239.1.2.3 on lo; join 239.1.2.3 on lo; leave 239.1.2.3 on lo
  leave 239.1.2.3 on lo

  # joined by address, left by address
  you> socket udp; join 239.1.2.3 on 127.0.0.1; join 239.1.2.3 on lo; leave 239.1.2.3 on 127.0.0.1
  join 239.1.2.3 on lo

  # no group at all
  you> socket udp; join 127.0.0.1 on lo; join 192.0.2.1 on 127.0.0.1; leave 127.0.0.1 on lo
  leave 239.1.2.3 on lo

  # no interface has the address
  you> socket udp; join 239.1.2.3 on 192.0.2.1; leave 239.1.2.3 on 192.0.2.1
  set IP_MULTICAST_IF 192.0.2.1; get IP_MULTICAST_IF

  # the interface to send on
  you> socket udp; get IP_MULTICAST_IF; set IP_MULTICAST_IF 127.0.0.1; get IP_MULTICAST_IF
  set IP_MULTICAST_IF lo; get IP_MULTICAST_IF

  # a stream joins nothing
  you> socket tcp; join 239.1.2.3 on lo; set IP_MULTICAST_TTL 3; set IP_MULTICAST_IF lo
  connect 239.1.2.3:9

  # a connected sender
  member> socket udp; bind *:0; join 239.1.2.3 on lo
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; connect 239.1.2.3:{port}; getpeername; send one; send two
  member> recv; recv
  member> recv dontwait

  # the group as the address to bind
  member> socket udp; bind 239.1.2.3:0; join 239.1.2.3 on lo; getsockname
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.3:{port} group; sendto 127.0.0.1:{port} direct
  member> recv dontwait
  member> recv dontwait

  # recvmsg tells which group it was sent to
  member> socket udp; set IP_PKTINFO on; bind *:0; join 239.1.9.9 on lo
  let port = member.port
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.9.9:{port} hello
  member> recvmsg

  # close leaves the group
  one> socket udp; set SO_REUSEADDR on; bind *:0; join 239.1.2.6 on lo
  let port = one.port
  two> socket udp; set SO_REUSEADDR on; bind *:{port}
  one> close
  sender> socket udp; set IP_MULTICAST_IF lo; sendto 239.1.2.6:{port} nobody
  two> recv dontwait

  # a group of IPv6
  member> socket udp6; bind [::]:0; join ff02::4242 on lo
  let port = member.port
  sender> socket udp6; set IPV6_MULTICAST_IF lo; get IPV6_MULTICAST_IF
  sendto [ff02::4242]:{port} six
  member> recv dontwait

  # the scope chooses the interface
  member> socket udp6; bind [::]:0; join ff02::4242 on lo
  let port = member.port
  sender> socket udp6; sendto [ff02::4242%lo]:{port} six; connect [ff02::4242%lo]:{port}; getpeername
  member> recv dontwait

  # a group of IPv6 joined twice, left twice
  you> socket udp6; join ff02::4242 on lo; join ff02::4242 on lo; leave ff02::4242 on lo
  leave ff02::4242 on lo; join ::1 on lo; leave ::1 on lo

  # options of IPv6 multicast
  you> socket udp6; get IPV6_MULTICAST_HOPS; set IPV6_MULTICAST_HOPS 5; get IPV6_MULTICAST_HOPS
  set IPV6_MULTICAST_HOPS 256; get IPV6_MULTICAST_LOOP; set IPV6_MULTICAST_LOOP off
  get IPV6_MULTICAST_LOOP; set IPV6_MULTICAST_LOOP 2; get IPV6_MULTICAST_IF

  # IPV6_MULTICAST_LOOP off
  member> socket udp6; bind [::]:0; join ff02::4242 on lo
  let port = member.port
  sender> socket udp6; set IPV6_MULTICAST_IF lo; set IPV6_MULTICAST_LOOP off
  sendto [ff02::4242]:{port} quiet; set IPV6_MULTICAST_LOOP on; sendto [ff02::4242]:{port} heard
  member> recv dontwait
  member> recv dontwait
  """#)
