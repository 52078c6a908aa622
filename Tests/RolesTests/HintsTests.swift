internal import Foundation
internal import Glibc
internal import Testing

/// getaddrinfo and getnameinfo with hints, which ask nobody but this machine's files.
struct HintsTests {
  /// A network, an /etc/hosts and an /etc/nsswitch.conf of one's own: no name server is asked.
  private static func within(_ hosts: String, _ names: String) -> [String] {
    ["unshare", "-n", "-m"] + (geteuid() == 0 ? [] : ["-U", "-r"]) + [
      "sh", "-c",
      #"ip link set lo up && mount --bind "$0" /etc/hosts && mount --bind "$1" /etc/nsswitch.conf"#
        + #" && shift && exec "$@""#, hosts, names,
    ]
  }

  private static let canMount = Requirement.isMet(within("/etc/hosts", "/etc/hosts") + ["true"])

  /// Host, service, family, type, flags: as getaddrinfo of python3 has them, and as typed here.
  private static let questions: [(python: String, typed: String)] = [
    ("'127.0.0.1', '80', 0, 1, 0", "127.0.0.1 80"),
    ("'127.0.0.1', '80', 0, 0, 0", "127.0.0.1 80 any"),
    ("None, '80', 0, 1, 1", "NULL 80 passive"), ("None, '80', 0, 1, 0", "NULL 80"),
    ("None, '80', 2, 2, 0x401", "NULL 80 inet udp AI_PASSIVE|AI_NUMERICSERV"),
    ("None, '80', 10, 1, 1", "NULL 80 AF_INET6 AI_PASSIVE"),
    ("'::1', '80', 2, 1, 0", "::1 80 inet"), ("'127.0.0.1', '80', 10, 1, 0", "127.0.0.1 80 inet6"),
    ("'127.0.0.1', '80', 10, 1, 8", "127.0.0.1 80 inet6 v4mapped"),
    ("'127.0.0.1', '80', 10, 1, 0x18", "127.0.0.1 80 inet6 AI_V4MAPPED|AI_ALL"),
    ("'no.such', '80', 0, 1, 4", "no.such 80 numerichost"),
    ("'127.0.0.1', 'http', 0, 1, 0x400", "127.0.0.1 http numericserv"),
    ("'127.0.0.1', 'nosuch', 0, 2, 0", "127.0.0.1 nosuch udp"),
    ("'127.0.0.1', '80', 1, 1, 0", "127.0.0.1 80 AF_UNIX"),
    ("None, None, 0, 1, 0", "NULL NULL"), ("None, '80', 0, 1, 2", "NULL 80 canonname"),
    ("'127.0.0.1', '80', 0, 1, 2", "127.0.0.1 80 canonname"),
    ("'::1', '80', 0, 1, 0x24", "::1 80 addrconfig numerichost"),
  ]

  @Test(.enabled(if: Requirement.python && Requirement.ipv6, "needs python3 and IPv6"))
  func `python3 gets the same addresses, types and errors for the same hints`() throws {
    let asked = Self.questions.map { "(\($0.python))" }.joined(separator: ", ")
    let python = try Program([
      "python3", "-c",
      """
      import socket
      names = {getattr(socket, n): n for n in dir(socket) if n.startswith("EAI_")}
      for host, service, family, type, flags in [\(asked)]:
        try:
          found = socket.getaddrinfo(host, service, family, type, 0, flags)
          name = found[0][3]
          print(*["%s %d" % (a[4][0], a[1]) for a in found] + ([name] if name else []), sep=", ")
        except socket.gaierror as error: print(names[error.errno])
      """,
    ])
    #expect(try python.finish() == .status(0), "\(python.errorText)")
    let theirs = python.outputText.split(separator: "\n").map(String.init)
    let script = Self.questions.map { "getaddrinfo \($0.typed)\n" }.joined()
    let text = try printedLines(script).joined(separator: "\n")
    let ours = text.components(separatedBy: "you> ").dropFirst().map(answer)
    #expect(ours.count == Self.questions.count)
    for (index, ours) in ours.enumerated() {
      #expect(ours == theirs[index], "\(Self.questions[index].typed): \(text)")
    }
  }

  /// `127.0.0.1 1`, … or `EAI_NONAME`, from what is shown of one call.
  private func answer(_ shown: String) -> String {
    let flat = shown.replacing(/\n +/, with: " ")
    if let failure = flat.firstMatch(of: /= (EAI_\w+)/) { return String(failure.1) }
    let types = ["SOCK_STREAM": 1, "SOCK_DGRAM": 2, "SOCK_RAW": 3]
    let hint = flat.firstMatch(of: /ai_socktype=(\w+)/).map { String($0.1) } ?? ""
    let found = shown.matches(of: /\n  \d+  \[?([0-9a-f.:]+?)\]?:\d+  (SOCK_\w+)?/).map { match in
      "\(match.1) \(types[match.2.map(String.init) ?? hint] ?? 0)"
    }
    let name = flat.firstMatch(of: /canonical name (\S+)/).map { [String($0.1)] } ?? []
    return (found + name).joined(separator: ", ")
  }

  @Test(.enabled(if: Requirement.python, "python3 is not installed"))
  func `python3 gets the same names for the same flags`() throws {
    let flags = [0, 1, 2, 3, 16, 17]
    let python = try Program([
      "python3", "-c",
      """
      import socket
      for f in \(flags): print(*socket.getnameinfo(("127.0.0.1", 514), f))
      """,
    ])
    #expect(try python.finish() == .status(0), "\(python.errorText)")
    let words = ["", "numerichost", "numericserv", "NI_NUMERICHOST|NI_NUMERICSERV", "dgram"]
    let script = (words + ["numerichost NI_DGRAM"]).map { "getnameinfo 127.0.0.1:514 \($0)\n" }
    let text = try printedLines(script.joined()).joined(separator: "\n")
    let ours = text.replacing(/\n    +/, with: " ").matches(of: /= host (\S+), service (\S+)/)
      .map { "\($0.1) \($0.2)" }
    #expect(ours == python.outputText.split(separator: "\n").map(String.init))
  }

  @Test(.enabled(if: canMount, "needs unshare, ip and leave to mount"))
  func
    `an alias has a canonical name, and a number that has no name is none where one is required`()
    throws
  {
    let folder = try TemporaryFolder()
    let hosts = try folder.file("hosts", "127.0.0.1 real.example alias\n::1 localhost\n")
    let names = try folder.file("nsswitch.conf", "hosts: files\nservices: files\n")
    let text = try printedLines(
      """
      getaddrinfo alias canonname
      getaddrinfo nosuch
      getaddrinfo localhost inet
      getnameinfo 127.0.0.9
      getnameinfo 127.0.0.9 namereqd
      getnameinfo 127.0.0.1 namereqd

      """, within: Self.within(hosts, names)
    ).joined(separator: "\n").replacing(/\n +(# )?/, with: " ")
    for part in [
      "canonical name real.example", "The canonical name is the host's own",
      "Nobody knows the name nosuch", "(127.0.0.9:0, 0) = host 127.0.0.9,",
      "(127.0.0.9:0, NI_NAMEREQD) = EAI_NONAME", "Nobody has a name for 127.0.0.9",
      "NI_NAMEREQD) = host real.example",
    ] { #expect(text.contains(part), "\(part): \(text)") }
  }

  @Test(arguments: [
    ("NULL 80 passive", "the answer is the wildcard"), ("NULL 80", "the answer is the loopback"),
    ("NULL 80 canonname", "NULL is no name"), ("NULL", "one of them must be given"),
    ("127.0.0.1 http numericserv", "http is no number, and AI_NUMERICSERV"),
    ("nosuch numerichost", "no address in figures, and AI_NUMERICHOST"),
    ("127.0.0.1 AF_UNIX", "sockets of another family have no host names"),
    ("127.0.0.1 nosuch udp", "no service over UDP"), ("::1 80 inet", "::1 is an address of IPv6"),
    ("127.0.0.1 http SOCK_RAW", "of type SOCK_RAW has none"),
    ("127.0.0.1 80 inet6 v4mapped", "is written as IPv6"),
    ("127.0.0.1 80 v4mapped", "with AF_INET6 alone"), ("::1 80 passive", "changes nothing"),
    ("127.0.0.1 80 any", "once for each type"), ("127.0.0.1 80 numerichost", "nobody is asked"),
  ])
  func `what a hint has done is explained`(words: String, part: String) throws {
    let text = try printedLines("getaddrinfo \(words)\n").joined(separator: "\n")
      .replacing(/\n  # +/, with: " ")
    #expect(text.contains(part), "\(text)")
  }
}
