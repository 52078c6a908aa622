internal import Foundation

/// The calls of one run of a case, without what differs from run to run.
struct CallRecord: Equatable, CustomStringConvertible {
  /// A call with what it was given, what it came to, and whether it waited; role by role.
  private(set) var lines: [String] = []

  /// What no call's answer is, or what python does not tell.
  private static let left: Set = ["addrlen", "optlen", "protocol", "fnv1a", "text"]

  init(_ events: [LoggedEvent], _ own: OwnNames) throws {
    let returned = events.filter { $0.kind == "returned" }
    let roles = Dictionary(grouping: returned) { $0.role ?? "" }
    var ports: [Substring: String] = [:]
    for role in roles.keys.sorted() {
      for event in roles[role] ?? [] {
        let line = own.take(from: try CallRecord.line(event))
          .replacing(/unix:@[0-9a-f]{5}"/, with: "unix:@chosen\"")
        lines.append(
          role + " "
            + line.replacing(/([0-9]:|\]:)([0-9]{5})\b/) { match in
              let name = ports[match.2] ?? "PORT\(ports.count + 1)"
              ports[match.2] = name
              return match.1 + name
            })
      }
    }
  }

  private static func line(_ event: LoggedEvent) throws -> String {
    var arguments = event.arguments
    var result = "\(event.number("result") ?? -1)"
    // How much fits into buffers that the kernel sizes itself is a matter of time.
    if let length = arguments["len"] as? Int, length >= 1 << 20 {
      arguments["buf"] = nil
      if let count = event.number("result"), count > 0, count < length { result = "a part" }
    }
    let data = try JSONSerialization.data(
      withJSONObject: plain(arguments), options: [.sortedKeys, .withoutEscapingSlashes])
    let waited = event.flag("late") == true ? " after waiting" : ""
    return "\(event.text("call") ?? "")\(String(decoding: data, as: UTF8.self)) = "
      + (event.text("errno") ?? result) + waited
  }

  private static func plain(_ value: Any) -> Any {
    switch value {
    case let members as [String: Any]:
      members.filter { !left.contains($0.key) }.mapValues(plain)
    case let list as [Any]: list.map(plain)
    default: value
    }
  }

  var description: String { lines.joined(separator: "\n") }
}

/// What all processes of a machine share, and each run must have for itself: abstract names, and
/// multicast groups, since one member brings the group to every socket with its port.
struct OwnNames {
  private let names = "k" + UUID().uuidString.prefix(8).lowercased()
  private let groups = "239.\(UInt8.random(in: 10...250)).\(UInt8.random(in: 10...250))."

  func put(into script: String) -> String {
    script.replacing("RUN", with: names).replacing("239.1.2.", with: groups)
  }

  func take(from line: String) -> String {
    line.replacing(names, with: "RUN").replacing(groups, with: "239.1.2.")
  }
}
