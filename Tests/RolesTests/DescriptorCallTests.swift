internal import Foundation
internal import Testing

/// read and write, second descriptors, urgent data, and several messages in one call.
struct DescriptorCallTests {
  private func shown(_ script: String) throws -> String {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    return program.outputText
  }

  @Test func `a connection with two descriptors ends with the second close`() throws {
    let text = try shown(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server
      dup2 @3 @7
      close @3
      server> accept
      client> write @7 "still here"
      server> read @4
      client> close @7
      server> read @4
      """)
    #expect(text.contains("is the same socket and is still open"))
    #expect(text.contains(#"read(4, "still here", 4096) = 10"#))
    let ends = text.split(separator: "\n").filter { $0.contains("ESTABLISHED → FIN_WAIT_2") }
    #expect(ends.map(String.init) == ["  client (@7) ESTABLISHED → FIN_WAIT_2"])
  }

  @Test func `dup2 onto a connection closes it, and the peer learns so`() throws {
    let text = try shown(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server; socket udp
      server> accept
      client> dup2 @4 @3
      server> recv @4
      client> sockets
      """)
    #expect(text.contains("server @4   ESTABLISHED → CLOSE_WAIT"), "\(text)")
    #expect(text.contains(#"recv(4, "", 4096, 0) = 0"#))
    #expect(text.contains("client @3  udp"), "\(text)")
  }

  @Test func `an epoll set has two descriptors, too`() throws {
    let text = try shown(
      "socket udp; epoll create; dup @4; close @4; epoll add @3 write; epoll wait now")
    #expect(text.contains("epoll_wait(5, [3 EPOLLOUT], 16, 0) = 1"))
  }

  @Test func `recv stops at the mark, and with SO_OOBINLINE the byte follows it`() throws {
    let text = try shown(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server
      server> accept
      client> send one; send ! oob; send two
      server> poll urgent @4
      recv @4; sockatmark @4; recv @4 oob; recv @4
      setsockopt @4 SO_OOBINLINE on
      client> send one; send ! oob
      server> poll urgent @4
      recv @4; ioctl @4 SIOCATMARK; recv @4
      """)
    for line in [
      "poll([4 POLLPRI], 1, -1) = 1: 4 POLLPRI", #"recv(4, "one", 4096, 0) = 3"#,
      "sockatmark(4) = 1", #"recv(4, "!", 4096, MSG_OOB) = 1"#, #"recv(4, "two", 4096, 0) = 3"#,
      "ioctl(4, SIOCATMARK) = 0: 1", #"recv(4, "!", 4096, 0) = 1"#,
    ] {
      #expect(text.contains(line), "\(line) in \(text)")
    }
  }

  @Test func `of messages that cannot all be sent those before the bad one go`() throws {
    let text = try shown(
      """
      server> socket udp; bind 0
      client> socket udp
      sendmmsg to server one and zeros 70000 and three
      server> recvmmsg 3 of 100 waitforone
      check server.received == 3
      check client.sent == 3
      """)
    #expect(text.contains("Only 1 of 3 messages went"))
    #expect(text.contains("There was room for 3 messages, and 1 came"))
  }

  @Test func `recvmmsg waits beyond its time, until one message has come`() throws {
    let text = try shown(
      """
      server> socket udp; bind 0
      client> socket udp
      server> recvmmsg 4 of 100 for 0ms
      client> sendto server late
      """)
    #expect(text.contains(" waits\n"))
    #expect(text.contains("server< recvmmsg(3, {[\"late\", 100]} = 4 from 127.0.0.1:"))
  }

  @Test func `numbers of the IP header go with one datagram`() throws {
    let text = try shown(
      """
      server> socket udp; setsockopt IP_RECVTTL on; setsockopt IP_RECVTOS on; bind 0
      client> socket udp
      sendmsg to server a ttl 3 tos 0x10
      sendmsg to server b
      server> recvmsg; recvmsg
      """)
    #expect(text.contains("IP_TTL 3, IP_TOS 0x10"), "\(text)")
    #expect(text.contains("IP_TTL 64, IP_TOS 0x0"), "\(text)")
  }

  @Test(.enabled(if: Requirement.python, "python3 is not installed"))
  func `python3 has the same results of the same calls`() throws {
    let python = """
      import socket, os, fcntl, termios, array
      s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
      c = socket.create_connection(s.getsockname()); d = s.accept()[0]
      def asked(request):
          n = array.array("i", [0]); fcntl.ioctl(d, request, n); return n[0]
      print(os.write(c.fileno(), b"hello"), c.send(b"!", socket.MSG_OOB))
      import select; p = select.poll(); p.register(d, select.POLLPRI); print(p.poll()[0][1])
      print(asked(termios.FIONREAD), asked(0x8905), d.recv(100), asked(0x8905))
      print(os.writev(c.fileno(), [b"he", b"llo"]))
      a, b = bytearray(3), bytearray(10); p.modify(d, select.POLLIN); p.poll()
      print(os.readv(d.fileno(), [a, b]), a, b)
      """
    let theirs = try Program(["python3", "-c", python])
    #expect(try theirs.finish() == .status(0), "\(theirs.errorText)")
    #expect(
      theirs.outputText == """
        5 1
        2
        5 0 b'hello' 1
        5
        5 bytearray(b'hel') bytearray(b'lo\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00')

        """)
    let ours = try shown(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server
      server> accept
      client> write hello; send ! oob
      server> poll urgent @4; ioctl @4 FIONREAD; sockatmark @4; recv @4 100; sockatmark @4
      client> writev he + llo
      server> readv @4 3 + 10
      """)
    for line in [
      #"write(3, "hello", 5) = 5"#, "= 1: 4 POLLPRI", "ioctl(4, FIONREAD) = 0: 5",
      "sockatmark(4) = 0", #"recv(4, "hello", 100, 0) = 5"#, "sockatmark(4) = 1",
      #"writev(3, ["he", 2], ["llo", 3], 2) = 5"#, #"readv(4, ["hel", 3], ["lo", 10], 2) = 5"#,
    ] {
      #expect(ours.contains(line), "\(line) in \(ours)")
    }
  }

  @Test func `what a masked wait does with a signal is said, and kill ends it`() throws {
    let text = try shown(
      """
      server> socket udp; bind 0
      pselect read @3 mask SIGINT
      interrupt
      poller> socket udp; epoll create; epoll add @3 read; epoll wait mask INT
      interrupt
      client> socket udp; sendto server x
      server> recv
      pselect read @3 mask SIGINT
      kill server
      kill poller
      """)
    #expect(
      text.contains("SIGINT is pending: the mask of pselect blocks it until the call returns"))
    #expect(text.contains("SIGINT is pending: the mask of epoll_pwait blocks it"))
    #expect(!text.contains("EINTR"))
    #expect(text.contains("server< pselect(4, [3], NULL, NULL, NULL, mask [SIGINT]) = 1: read [3]"))
  }

  @Test func `a script that ends in a masked wait does not hang`() throws {
    let program = try Program(
      sockratic: ["run", "--deadline", "300ms", "-"],
      input: .text("socket udp; bind 0; repeat 3 { pselect read @3 mask SIGINT }\n"))
    #expect(try program.finish(within: 20) == .status(1))
    #expect(
      program.errorText.contains("still waits in pselect")
        || program.errorText.contains("still wait in pselect"), "\(program.errorText)")
  }
}
