/// Ports that the kernel chose in one step and that a later one speaks of: they are kept by name.
struct LastingPorts {
  /// `server@3.port`, by name.
  private(set) var facts: [String: String] = [:]
  private var byStep: [[String: String]] = []

  init() {}

  init(of steps: [SavedStep]) {
    for (index, step) in steps.enumerated() {
      let later = Set(
        steps[(index + 1)...].flatMap(\.entries).flatMap { entry in
          ([entry.command] + entry.output).flatMap(words)
        })
      byStep.append([:])
      for line in step.entries.flatMap(\.output) {
        guard let port = boundPort(in: line), later.contains(port), !isKept(port) else { continue }
        let name = facts.isEmpty ? "port" : "port\(facts.count + 1)"
        facts[name] = "\(owner(of: line, in: steps)).port"
        byStep[index][name] = port
      }
    }
  }

  /// Name and port of those that a step chose.
  func kept(by step: Int) -> [String: String] { byStep.indices.contains(step) ? byStep[step] : [:] }

  private func isKept(_ port: String) -> Bool { byStep.contains { $0.values.contains(port) } }

  /// `server` of `  server @3   bound to 127.0.0.1:40123`; `server@3` if it has made another, too.
  private func owner(of line: String, in steps: [SavedStep]) -> String {
    let words = line.split(separator: " ").prefix(2).map(String.init)
    let entries = steps.flatMap(\.entries)
    let ports = entries.flatMap(\.output).filter {
      $0.split(separator: " ").first.map(String.init) == words[0]
    }
    let made = entries.filter { $0.command.hasPrefix("\(words[0])> ") }.flatMap(\.output)
      .count { $0.hasPrefix("socket(") }
    return made > 1 || Set(ports.compactMap(boundPort)).count > 1 ? words.joined() : words[0]
  }
}
