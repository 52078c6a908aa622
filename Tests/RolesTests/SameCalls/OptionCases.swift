/// Options where they count: what a call does because of them, and not only what they read back.
let optionCases = ComparedCase.list(
  .options,
  #"""
  # SO_TYPE, SO_DOMAIN and SO_PROTOCOL
  you> socket tcp; get SO_TYPE; get SO_DOMAIN; get SO_PROTOCOL; socket udp6; get SO_TYPE; get SO_DOMAIN
  get SO_PROTOCOL; set SO_ERROR 0

  # buffers are doubled
  you> socket tcp; set SO_RCVBUF 64K; get SO_RCVBUF; set SO_SNDBUF 32K; get SO_SNDBUF

  # buffers have a least size
  you> socket udp; set SO_RCVBUF 1; get SO_RCVBUF; set SO_SNDBUF 0; get SO_SNDBUF; set SO_SNDBUF -1
  get SO_SNDBUF

  # a full receive queue drops
  server> socket udp; set SO_RCVBUF 1; bind 0
  client> socket udp; connect server; send zeros 1000; send zeros 1000; send zeros 1000
  send zeros 1000; send zeros 1000; send zeros 1000
  server> recv; recv dontwait
  server> recv dontwait
  server> recv dontwait
  server> recv dontwait

  # a datagram longer than the send buffer
  you> socket udp; set SO_SNDBUF 1; connect 127.0.0.1:1; send zeros 60000

  # SO_LINGER
  you> socket tcp; get SO_LINGER; set SO_LINGER 5s; get SO_LINGER; set SO_LINGER off; get SO_LINGER

  # time limits
  you> socket tcp; get SO_RCVTIMEO; set SO_RCVTIMEO 1500ms; get SO_RCVTIMEO; set SO_SNDTIMEO 2s
  get SO_SNDTIMEO; set SO_RCVTIMEO off; get SO_RCVTIMEO

  # a time limit on send
  you> socketpair; set @3 SO_SNDTIMEO 30ms; send @3 zeros 4M
  wait you
  send @3 x dontwait; recv @4 100

  # a time limit on connect
  server> socket tcp; bind 0; listen 0
  one> socket tcp; connect server
  two> socket tcp; set SO_SNDTIMEO 30ms; connect server
  wait two
  two> connect server
  wait two

  # SO_RCVLOWAT makes recv wait
  you> socketpair; set @4 SO_RCVLOWAT 4; get @4 SO_RCVLOWAT; send @3 abc; recv @4 dontwait; send @3 de
  recv @4 dontwait

  # SO_RCVLOWAT of TCP, as poll sees it
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept; set @4 SO_RCVLOWAT 4
  client> send abc
  server> poll read @4 now
  client> send de
  server> poll read @4 now; recv

  # SO_PEEK_OFF
  you> socketpair; set @4 SO_PEEK_OFF 0; send @3 abcdef; recv @4 2 peek; recv @4 2 peek; recv @4 2 peek
  recv @4; recv @4 peek|dontwait

  # SO_REUSEADDR and a port that is in use
  one> socket tcp; bind 0
  let port = one.port
  two> socket tcp; set SO_REUSEADDR on; get SO_REUSEADDR; bind {port}
  one> set SO_REUSEADDR on
  two> bind {port}

  # SO_REUSEADDR and TIME_WAIT
  server> socket tcp; bind 0; listen
  let port = server.port
  client> socket tcp; connect server
  server> accept; close @4; close @3
  client> recv; close
  server> socket tcp; bind {port}; set SO_REUSEADDR on; bind {port}; listen

  # SO_REUSEPORT wants both
  one> socket udp; set SO_REUSEPORT on; bind 0
  let port = one.port
  two> socket udp; bind {port}; set SO_REUSEPORT on; bind {port}

  # SO_BINDTODEVICE
  you> socket udp; get SO_BINDTODEVICE; set SO_BINDTODEVICE lo; get SO_BINDTODEVICE; bind 0
  set SO_BINDTODEVICE nosuch; sendto you hi; recvfrom

  # SO_KEEPALIVE and its times
  you> socket tcp; get SO_KEEPALIVE; set SO_KEEPALIVE on; get SO_KEEPALIVE; set TCP_KEEPIDLE 30s
  get TCP_KEEPIDLE; set TCP_KEEPINTVL 5s; get TCP_KEEPINTVL; set TCP_KEEPCNT 3; get TCP_KEEPCNT
  set TCP_KEEPIDLE 0s; set TCP_KEEPCNT 128; set TCP_KEEPINTVL 40000s

  # TCP_NODELAY and TCP_CORK
  you> socket tcp; get TCP_NODELAY; set TCP_NODELAY on; get TCP_NODELAY; set TCP_CORK on; get TCP_CORK
  socket udp; set TCP_NODELAY on; get TCP_NODELAY

  # TCP_CORK holds back
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server; set TCP_CORK on; send one; send two
  server> accept; recv dontwait
  client> set TCP_CORK off
  server> recv

  # TCP_MAXSEG, TCP_SYNCNT and their ranges
  you> socket tcp; set TCP_MAXSEG 1000; get TCP_MAXSEG; set TCP_MAXSEG 1; set TCP_SYNCNT 3; get TCP_SYNCNT
  set TCP_SYNCNT 0; set TCP_SYNCNT 128

  # UDP_CORK makes one datagram
  server> socket udp; bind 0
  client> socket udp; connect server; set UDP_CORK on; send one; send two
  server> recv dontwait
  client> set UDP_CORK off
  server> recv

  # SO_OOBINLINE
  you> socket tcp; get SO_OOBINLINE; set SO_OOBINLINE on; get SO_OOBINLINE

  # SO_BROADCAST
  you> socket udp; get SO_BROADCAST; set SO_BROADCAST on; get SO_BROADCAST; connect 127.255.255.255:9
  set SO_BROADCAST off; send x

  # IP_TTL and its range
  you> socket udp; get IP_TTL; set IP_TTL 5; get IP_TTL; set IP_TTL 0; set IP_TTL 256

  # IP_TTL arrives
  server> socket udp; set IP_RECVTTL on; bind 0
  client> socket udp; set IP_TTL 9; sendto server hi
  server> recvmsg

  # IP_PKTINFO tells where it was sent to
  server> socket udp; set IP_PKTINFO on; bind *:0
  let port = server.port
  client> socket udp; sendto 127.0.0.5:{port} hi
  server> recvmsg

  # IP_FREEBIND
  you> socket udp; set IP_FREEBIND on; get IP_FREEBIND; bind 192.0.2.1:0; getsockname

  # SO_PRIORITY
  you> socket udp; get SO_PRIORITY; set SO_PRIORITY 6; get SO_PRIORITY; set SO_DONTROUTE on
  get SO_DONTROUTE

  # no option on what is no socket
  you> set @9 SO_REUSEADDR on; get @9 SO_REUSEADDR; set @0 SO_KEEPALIVE on; get @0 SO_TYPE

  # options of another level
  you> socket udp6; get IPV6_UNICAST_HOPS; socket udp; get IPV6_UNICAST_HOPS; set UDP_CORK 2; get UDP_CORK
  socket unix; set IP_TTL 5; get IP_TTL; set SO_BROADCAST on; get SO_BROADCAST
  """#)
