/// Datagrams over IPv4.
let udpCases = ComparedCase.list(
  .udp,
  #"""
  # a datagram goes to a port, and the sender is told
  server> socket udp; bind 0
  client> socket udp; sendto server hello
  server> recvfrom

  # the receiver waits first
  server> socket udp; bind 0; recvfrom
  client> socket udp; sendto server hello
  client> getsockname

  # what does not fit is lost
  server> socket udp; bind 0
  client> socket udp; sendto server abcdef; sendto server next
  server> recv 3
  server> recv

  # trunc tells the whole length
  server> socket udp; bind 0
  client> socket udp; sendto server abcdef
  server> recv 2 trunc|peek
  server> recvfrom 3 trunc
  server> recv dontwait

  # peek leaves it there
  server> socket udp; bind 0
  client> socket udp; sendto server one; sendto server two
  server> recv peek
  server> recvfrom peek
  server> recv
  server> recv
  server> recv dontwait|peek

  # an empty datagram is one
  server> socket udp; bind 0
  client> socket udp; sendto server ""; connect server; send ""
  server> recvfrom
  server> recv
  server> recv dontwait

  # send without a peer
  you> socket udp; send hello; getpeername; shutdown write

  # a datagram as long as may be
  server> socket udp; bind 0
  client> socket udp; sendto server zeros 65507; sendto server zeros 65508
  server> recvfrom 64K

  # one that is far too long
  you> socket udp; bind 0; sendto you zeros 70000; getsockname

  # bind chooses a port, and only once
  you> socket udp; getsockname; bind 0; getsockname; bind 0

  # the port is taken
  server> socket udp; bind 0
  client> socket udp; bind server; set SO_REUSEADDR on; bind server

  # both reuse the address
  server> socket udp; set SO_REUSEADDR on; bind 0
  client> socket udp; set SO_REUSEADDR on; bind server; getsockname

  # the wildcard is everywhere
  server> socket udp; bind *:0; getsockname
  client> socket udp; sendto server hi; connect server; getsockname; getpeername
  server> recvfrom

  # other addresses of loopback
  server> socket udp; bind 127.0.0.2:0
  client> socket udp; bind 127.0.0.3:0; sendto server hi
  server> recvfrom

  # a foreign address cannot be bound
  you> socket udp; bind 192.0.2.1:0; getsockname

  # a connected socket is refused once, by the second send
  client> socket udp; connect 127.0.0.1:1; send one; send two; send three; getsockopt SO_ERROR

  # the refusal comes in recv
  client> socket udp; connect 127.0.0.1:1; send one; recv; recv dontwait

  # the refusal waits in SO_ERROR
  client> socket udp; connect 127.0.0.1:1; send one; getsockopt SO_ERROR; getsockopt SO_ERROR
  send two

  # a waiting recv is refused
  client> socket udp; connect 127.0.0.1:1; getpeername; send one; poll read write now; recv

  # nobody tells an unconnected socket
  client> socket udp; sendto 127.0.0.1:1 one; sendto 127.0.0.1:1 two; recv dontwait

  # a connected socket hears only its peer
  server> socket udp; bind 0
  client> socket udp; bind 0; connect server
  other> socket udp; sendto client "not you"
  client> recv dontwait
  client> send hello
  server> recvfrom
  server> sendto client "you"
  client> recv

  # connect again moves it
  one> socket udp; bind 0
  two> socket udp; bind 0
  client> socket udp; connect one; send first; connect two; send second; getpeername
  one> recv
  one> recv dontwait
  two> recv

  # sendto goes elsewhere in spite of the peer
  one> socket udp; bind 0
  two> socket udp; bind 0
  client> socket udp; connect one; sendto two hi
  one> recv dontwait
  two> recv

  # a role sends to itself
  you> socket udp; bind 0; sendto you note; recvfrom; connect you; send again; recv; getpeername

  # shutdown read ends a recv that waits
  server> socket udp; bind 0
  client> socket udp; connect server; shutdown read; recv; send hi
  server> recv

  # shutdown write
  server> socket udp; bind 0
  client> socket udp; connect server; shutdown write; send hi; sendto server hi
  server> recv dontwait

  # no listen, no accept
  you> socket udp; bind 0; listen; accept @3

  # a signal interrupts recvfrom
  you> socket udp; bind 0; recvfrom
  interrupt
  recvfrom dontwait

  # a time limit on receiving
  you> socket udp; bind 0; set SO_RCVTIMEO 30ms; recv
  wait you
  recvfrom dontwait

  # several buffers gathered and scattered
  server> socket udp; bind 0
  client> socket udp; sendmsg to server "head" + "" + "body"
  server> recvmsg 2 + 3 + 100

  # recvmsg tells of what it cut
  server> socket udp; bind 0
  client> socket udp; sendto server abcdef
  server> recvmsg 2 + 2
  server> recvmsg dontwait

  # a sendmsg without a peer
  you> socket udp; sendmsg hi

  # the loopback broadcast needs leave
  server> socket udp; bind *:0
  let port = server.port
  client> socket udp; sendto 127.255.255.255:{port} hi; set SO_BROADCAST on
  sendto 127.255.255.255:{port} hi; connect 127.255.255.255:{port}; getpeername
  server> recvfrom

  # corked sends make one datagram
  server> socket udp; bind 0
  client> socket udp; connect server; send one more; send two more; send three
  server> recv
  server> recv dontwait

  # urgent data is a stream's
  server> socket udp; bind 0
  client> socket udp; connect server; send x oob
  server> recv oob dontwait

  # closed descriptors and others
  you> socket udp; close; recvfrom @9; sendto @9 127.0.0.1:1 x; recv @0; getsockname @9; close @9

  # port 0 is nobody's
  you> socket udp; sendto 127.0.0.1:0 x; connect 127.0.0.1:0; getpeername
  """#)
