internal import Foundation
internal import Glibc
internal import Testing

/// What the library says of names, in whatever order, and what the host says of its interfaces.
struct NamesTests {
  /// A network and an /etc/hosts of one's own, with loopback and nothing else.
  private static func withHosts(_ path: String) -> [String] {
    ["unshare", "-n", "-m"] + (geteuid() == 0 ? [] : ["-U", "-r"]) + [
      "sh", "-c", #"ip link set lo up && mount --bind "$0" /etc/hosts && exec "$@""#, path,
    ]
  }

  private static let canMount = Requirement.isMet(withHosts("/etc/hosts") + ["true"])

  @Test(.enabled(if: canMount, "needs unshare, ip and leave to mount"))
  func `the addresses come in the library's order, each with the rule that put it there`() throws {
    let folder = try TemporaryFolder()
    let hosts = try folder.file(
      "hosts", "2001:db8::1 both\n127.0.0.1 both\n::1 both\n127.0.0.2 two\n127.0.0.3 two\n")
    let lines = try printedLines(
      "getaddrinfo both 80\ngetaddrinfo two\n", within: Self.withHosts(hosts))
    #expect(
      Array(lines.dropFirst().prefix(7)) == [
        "  getaddrinfo(\"both\", \"80\", {ai_socktype=SOCK_STREAM}) = 3 addresses, to be",
        "    tried in this order",
        "  1  [::1]:80  from ::1",
        "     before 2 by rule 6: this kind of address is preferred",
        "  2  127.0.0.1:80  from 127.0.0.1",
        "     before 3 by rule 1: no route leads to the other",
        "  3  [2001:db8::1]:80  no route leads there",
      ])
    #expect(lines.last?.hasSuffix(".3:0  from 127.0.0.1") == true, "\(lines)")
  }

  @Test(.enabled(if: canMount, "needs unshare, ip and leave to mount"))
  func `host and service may be one word, a port may be left out, and errors are explained`()
    throws
  {
    let text = try printedLines(
      """
      getaddrinfo 127.0.0.1:80
      getaddrinfo [::1]:80
      getaddrinfo 127.0.0.1 nosuch
      getnameinfo 127.0.0.1
      getnameinfo ::1
      """, within: Self.withHosts("/dev/null")
    ).joined(separator: "\n")
    for part in [
      "getaddrinfo(\"127.0.0.1\", \"80\", {ai_socktype=SOCK_STREAM}) = 1 address\n  1  127.0.0.1:80  from 127.0.0.1",
      "getaddrinfo(\"::1\", \"80\", {ai_socktype=SOCK_STREAM}) = 1 address\n  1  [::1]:80",
      "nosuch is no service over TCP",
      "getnameinfo(127.0.0.1:0, 0) = ", "getnameinfo([::1]:0, 0) = ",
    ] { #expect(text.contains(part), "\(part): \(text)") }
    let unknown = try printedLines(
      "getaddrinfo nosuch.invalid\n", within: Self.withHosts("/dev/null")
    )
    .joined(separator: " ")
    #expect(unknown.contains("EAI_NONAME") == unknown.contains("Nobody knows the name nosuch"))
    #expect(unknown.contains("EAI_AGAIN") == unknown.contains("No name server has answered"))
    #expect(unknown.contains("  # "), "\(unknown)")
  }

  @Test(.enabled(if: Requirement.python, "python3 is not installed"))
  func `python3 gets the same addresses in the same order, and the same names`() throws {
    let python = try Program([
      "python3", "-c",
      """
      import socket
      for host in ("localhost", "127.0.0.1", "::1"):
        for a in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM): print(a[4][0])
      print(*socket.getnameinfo(("127.0.0.1", 80), 0))
      """,
    ])
    #expect(try python.finish() == .status(0), "\(python.errorText)")
    let script = "getaddrinfo localhost 80\ngetaddrinfo 127.0.0.1 80\ngetaddrinfo ::1 80\n"
    let lines = try printedLines(script + "getnameinfo 127.0.0.1:80\n")
    let addresses = lines.compactMap {
      $0.firstMatch(of: /^  \d+  \[?([0-9a-f.:]+?)\]?:80  from/)?.1
    }
    let name = lines.last?.firstMatch(of: /host (\S+), service (\S+)$/)
    let ours = addresses.map(String.init) + [name.map { "\($0.1) \($0.2)" } ?? ""]
    #expect(ours == python.outputText.split(separator: "\n").map(String.init))
  }

  @Test func `every interface of ip is listed, with its addresses`() throws {
    let theirs = try String(contentsOfFile: "/proc/net/dev", encoding: .utf8)
      .split(separator: "\n").dropFirst(2)
      .compactMap { $0.split(separator: ":").first?.trimmingCharacters(in: .whitespaces) }
    let lines = try printedLines("interfaces\n")
    for name in theirs { #expect(lines.contains { $0.contains("  \(name)  ") }, "\(name)") }
    #expect(lines.contains("     127.0.0.1/8"))
  }

  @Test func `a scope can be named by its interface`() throws {
    let lines = try printedLines(
      "socket udp6; connect [fe80::1%lo]:9; connect [fe80::1%1]:9\n")
    #expect(lines.count { $0.hasPrefix("connect(3, [fe80::1%lo]:9) = ") } == 2, "\(lines)")
    let program = try Program(
      sockratic: ["run", "-"], input: .text("socket udp6; connect [fe80::1%nosuch0]:9\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("there is no interface “nosuch0”"))
  }

  @Test func `an IPv4 client of an IPv6 socket is explained`() throws {
    let program = try Program(sockratic: ["run", "-"], input: .open)
    program.write("server> socket tcp6; bind *:0; listen\n")
    try program.wait("port", within: 15) { program.outputText.contains("LISTEN") }
    let port = try #require(program.outputText.firstMatch(of: /bound to \[::\]:(\d+)/)?.1)
    program.write("client> socket tcp; connect 127.0.0.1:\(port)\nserver> accept\n")
    program.closeInput()
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    let text = program.outputText.replacing(/\n  # +/, with: " ")
    #expect(text.contains("accept(3) = 4 from [::ffff:127.0.0.1]:"))
    #expect(text.contains("::ffff:127.0.0.1 is an IPv4 address, written as IPv6"), "\(text)")
  }

  @Test(arguments: ["getaddrinfo", "getnameinfo"])
  func `the library is asked in a helper, and no role makes a call`(command: String) throws {
    let words = command == "getaddrinfo" ? "localhost http" : "127.0.0.1:80"
    let events = try log(of: "\(command) \(words)\n")
    #expect(!events.contains { ["called", "returned"].contains($0.kind) })
    #expect(events.contains { $0.kind == "output" })
  }
}
