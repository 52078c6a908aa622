internal import Log
internal import Roles
internal import SystemCalls

/// Names of Unix sockets in the abstract namespace that the session still has: roles that play it once
/// more would meet the session's own sockets there, and get other names.
struct FreshNames {
  private var renamed: [(old: String, new: String)] = []

  /// `inUse`: those that are bound on this machine, without what marks them.
  init(of deeds: [Deed], inUse: Set<String>) {
    for name in deeds.flatMap(\.output).compactMap(FreshNames.bound)
    where inUse.contains(name) && !renamed.contains(where: { $0.old == name }) {
      let free = (2...).lazy.map { "\(name)-\($0)" }.first { !inUse.contains($0) }
      if let free { renamed.append((name, free)) }
    }
  }

  /// Without any.
  init() {}

  /// The line with each name in its new form.
  func applied(to line: String) -> String {
    renamed.reduce(line) { line, name in
      var text = line
      for range in line.ranges(of: "unix:@\(name.old)").reversed()
      where range.upperBound == line.endIndex || !FreshNames.isPart(line[range.upperBound]) {
        text.replaceSubrange(range, with: "unix:@\(name.new)")
      }
      return text
    }
  }

  /// `room` of `bind(3, unix:@room) = 0`.
  private static func bound(in line: String) -> String? {
    guard line.hasPrefix("bind("), line.hasSuffix(") = 0"),
      let start = line.firstRange(of: "unix:@")?.upperBound
    else { return nil }
    let name = line[start...].dropLast(") = 0".count)
    return name.isEmpty || !name.allSatisfy(isPart) ? nil : String(name)
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber) || "-_.".contains(character)
  }
}

/// The abstract names that are bound on this machine (proc_net(5), unix(7)); none where it does not tell.
func abstractNamesInUse() -> Set<String> {
  guard let table = try? readFile("/proc/net/unix", atMost: 8 << 20) else { return [] }
  let lines = String(decoding: table, as: UTF8.self).split(separator: "\n")
  return Set(
    lines.compactMap { line in
      line.split(separator: " ").last.flatMap { $0.first == "@" ? String($0.dropFirst()) : nil }
    })
}
