internal import Testing

/// A short script whose calls python3 makes as well. It has a line for each statement or more, as they
/// are typed.
struct ComparedCase: Sendable, Hashable, CustomTestStringConvertible {
  enum Area: String, CaseIterable, Sendable {
    case udp, unix, ipv6, multicast, backlog, options, nonblocking, tcp
  }

  let area: Area
  let name: String
  let script: String

  var testDescription: String { "\(area.rawValue): \(name)" }

  /// Cases as they are written down: each begins with a line `# name`.
  static func list(_ area: Area, _ text: String) -> [ComparedCase] {
    text.split(separator: "\n\n").map { block in
      let lines = block.split(separator: "\n")
      return ComparedCase(
        area: area, name: String(lines[0].dropFirst(2)),
        script: lines.dropFirst().map { $0 + "\n" }.joined())
    }
  }

  /// Whether it can be played on a machine that has no IPv6.
  var needsIPv6: Bool { ["tcp6", "udp6", "raw6", "INET6", "::"].contains { script.contains($0) } }

  /// Those that this machine can play.
  static let possible: [ComparedCase] = {
    if Requirement.ipv6 { return all }
    let possible = all.filter { !$0.needsIPv6 }
    print("skipped: \(all.count - possible.count) compared cases: ::1 is missing")
    return possible
  }()

  static let all =
    udpCases + unixCases + ipv6Cases + multicastCases + backlogCases + optionCases
    + nonblockingCases + tcpCases
}
