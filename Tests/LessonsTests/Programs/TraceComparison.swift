import Foundation
import Log
import SystemCalls

@testable import Views

/// What strace is to see of a program: the calls of the session, and those that the language adds.
enum ExpectedLine {
  /// `isOpen`: it moves an amount that nothing determines.
  case call(String, isOpen: Bool)
  /// A call of that name.
  case addition(String)
  /// All the calls of a statement.
  case transfer(Transfer, [String], isOpen: Bool)
}

extension PlayedLesson {
  func expectedLines(of life: Int, in language: ProgramLanguage) -> [ExpectedLine] {
    language.start.map(ExpectedLine.addition)
      + calls[life].indices.flatMap { index -> [ExpectedLine] in
        let isOpen = undetermined[life].contains(index)
        guard let transfer = transfers[life].first(where: { $0.calls.contains(index) }) else {
          return lines(ofCall: index, of: life, in: language, isOpen)
        }
        return transfer.calls.lowerBound == index ? lines(of: transfer, of: life, isOpen) : []
      }
  }

  private func lines(of transfer: Transfer, of life: Int, _ isOpen: Bool) -> [ExpectedLine] {
    let lines = calls[life][transfer.calls].compactMap { call in
      call.outcome.map { straceLine(for: call.call, $0) }
    }
    return lines.isEmpty ? [] : [.transfer(transfer, lines, isOpen: isOpen)]
  }

  private func lines(
    ofCall index: Int, of life: Int, in language: ProgramLanguage, _ isOpen: Bool
  ) -> [ExpectedLine] {
    let call = calls[life][index]
    guard let outcome = call.outcome ?? deadly(call, of: life) else { return [] }
    let next = calls[life].dropFirst(index + 1).first
    let turn = language.turn(call, before: next?.call.name == "fcntl" ? next : nil)
    let additions = turn.additions.map(ExpectedLine.addition)
    guard let name = turn.name ?? (call.call.name == "signal" ? "signal" : nil) else {
      return additions
    }
    if name == "ioctl", call.call.name == "fcntl" { return [.addition("ioctl")] + additions }
    return [.call(straceLine(for: call.call, outcome), isOpen: isOpen)] + additions
  }

  /// What strace shows of the call that SIGPIPE ended the process in; nil for others.
  private func deadly(_ call: ProgramCall, of life: Int) -> Outcome? {
    guard programs[life].end == .signal(13), call.seq == calls[life].last?.seq else { return nil }
    return Outcome(result: -1, errno: Errno(name: "EPIPE"), nanoseconds: 0)
  }
}

/// Lines of strace with what may differ from one run to the next taken out.
struct TraceForm {
  /// The descriptors that network calls made.
  private var open: Set<String> = []
  private var hasBegun = false
  let isPython: Bool

  init(isPython: Bool) { self.isPython = isPython }

  private static let always: Set<String> = [
    "socket", "socketpair", "bind", "connect", "listen", "accept", "accept4", "shutdown",
    "getsockname",
    "getpeername", "setsockopt", "getsockopt", "sendto", "recvfrom", "sendmsg", "recvmsg",
    "sendmmsg",
    "recvmmsg", "poll", "ppoll", "pselect6", "select", "epoll_create1", "epoll_ctl", "epoll_wait",
    "epoll_pwait", "unlink",
  ]

  /// The line, or nil where it is none of the session's kind. ??? is a call that a kill came before.
  mutating func form(_ line: String) -> String? {
    guard let end = line.firstIndex(of: "("), !line.hasPrefix("+++"), !line.hasPrefix("---"),
      !line.hasPrefix("???"),
      !line.hasSuffix("= ?")
    else { return nil }
    let name = String(line[..<end])
    let rest = line[line.index(after: end)...]
    let first = String(rest.prefix { $0.isNumber })
    let isOurs = TraceForm.always.contains(name)
    hasBegun = hasBegun || isOurs
    if name == "rt_sigaction" { return hasBegun ? signal(line) : nil }
    guard isOurs || open.contains(first) else { return nil }
    note(name, first, line)
    return plain(line)
  }

  private mutating func note(_ name: String, _ first: String, _ line: String) {
    let result =
      line.components(separatedBy: " = ").last.map { String($0.prefix { $0.isNumber }) } ?? ""
    switch name {
    case "socket", "accept", "accept4", "epoll_create1", "dup", "dup2": open.insert(result)
    case "close": open.remove(first)
    case "socketpair", "recvmsg":
      for match in line.matches(of: /\[(\d+(?:, \d+)*)\]/) {
        for fd in match.1.split(separator: ", ") { open.insert(String(fd)) }
      }
    default: break
    }
  }

  /// A library's signal(3) has flags of its own.
  private func signal(_ line: String) -> String? {
    guard let match = line.firstMatch(of: /rt_sigaction\((SIG\w+), \{sa_handler=(SIG_\w+)/) else {
      return nil
    }
    return "signal(\(match.1), \(match.2))"
  }

  private func plain(_ line: String) -> String {
    var line = line.replacing(/\ +=/, with: " =")
      .replacing(/\|SOCK_CLOEXEC|SOCK_CLOEXEC\|/, with: "")
      .replacing(/\[\d+ => (\d+)\]/) { "[\($0.1)]" }
      .replacing(/0x[0-9a-f]{6,}/, with: "POINTER")
      .replacing(/, left \{[^}]*\}/, with: "")
      .replacing(/\ \(left \{[^}]*\}\)/, with: "")
    line = line.replacing(/msg_namelen=\d+ =>\ /, with: "msg_namelen=")
    if line.contains(" = -1 ") || line.contains(" = ? ") {
      line = line.replacing(/, \[\d+\]/, with: ", []").replacing(
        /, NULL, NULL\)/, with: ", POINTER, [])")
      if line.contains("EBADF") { line = line.replacing(/\((-?\d+)/, with: "(FD") }
    }
    guard isPython else { return line }
    return line.replacing(/^accept4\((.*), SOCK_\w+\) =/) { "accept(\($0.1)) =" }
      .replacing("EPOLL_CLOEXEC", with: "0")
      // Python leaves the upper half of epoll's data as it happens to be.
      .replacing(/, u64=\d+/, with: "")
  }
}

/// Lines of two sides with each port named by what stands in its place on the other.
///
/// The kernel may choose a number again for another socket: two ports of one side are then one of the
/// other's. What is confused in any other way keeps names of its own.
struct PortNaming {
  private var partners: [Port: Set<Port>] = [:]
  private var names: [Port: String] = [:]

  private struct Port: Hashable {
    var isOurs: Bool
    var number: Substring
  }

  init(_ ours: [[String]], _ theirs: [[String]]) {
    for (our, their) in zip(ours, theirs).flatMap({ zip($0, $1) }) {
      for (one, other) in zip(our.matches(of: port), their.matches(of: port)) where one.1 != "0" {
        let ends = (Port(isOurs: true, number: one.1), Port(isOurs: false, number: other.1))
        partners[ends.0, default: []].insert(ends.1)
        partners[ends.1, default: []].insert(ends.0)
      }
    }
    for port in partners.keys where names[port] == nil { name(everythingLinked(to: port)) }
  }

  func named(_ programs: [[String]], isOurs: Bool) -> [[String]] {
    programs.map { lines in
      lines.map { line in
        line.replacing(port) { match in
          let name = names[Port(isOurs: isOurs, number: match.1)] ?? "\(match.1)"
          return "htons(\(match.1 == "0" ? "0" : name))"
        }
      }
    }
  }

  private var port: Regex<(Substring, Substring)> { /htons\((\d+)\)/ }

  private func everythingLinked(to port: Port) -> Set<Port> {
    var (found, open): (Set<Port>, [Port]) = ([port], [port])
    while let next = open.popLast() {
      for other in partners[next] ?? [] where found.insert(other).inserted { open.append(other) }
    }
    return found
  }

  private mutating func name(_ linked: Set<Port>) {
    let counts = (linked.count(where: \.isOurs), linked.count { !$0.isOurs })
    let name = "PORT\(names.count)"
    for port in linked {
      names[port] =
        counts.0 == 1 || counts.1 == 1
        ? name : "\(name)-\(port.isOurs ? "ours" : "theirs")-\(port.number)"
    }
  }
}
