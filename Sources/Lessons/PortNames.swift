/// A transcript as it comes, where the ports that the kernel chose get names, so that it replays.
struct PortNames {
  private var lines: [(text: String, isCommand: Bool)] = []
  /// What had a name before.
  private let known: [String: String]
  private var own: [String: String] = [:]
  /// `port`, `port2`, …
  private let prefix: String

  init(known: [String: String] = [:], prefix: String = "port") {
    self.known = known
    self.prefix = prefix
  }

  var isEmpty: Bool { lines.isEmpty }

  mutating func add(_ command: String, showing output: [String]) {
    lines.append((command, true))
    for line in output {
      if let port = boundPort(in: line), isChosenByKernel(port) { own[name(own.count)] = port }
      lines.append((line, false))
    }
  }

  private func name(_ count: Int) -> String { count == 0 ? prefix : "\(prefix)\(count + 1)" }

  /// A port that somebody typed is no choice of the kernel's.
  private func isChosenByKernel(_ port: String) -> Bool {
    !own.values.contains(port) && !known.values.contains(port)
      && !lines.contains { $0.isCommand && words(of: $0.text).contains(port) }
  }

  /// As a lesson has it: a port's first place captures it, if it has a second one; where nobody
  /// needs it, it is `{*}`.
  var named: [String] {
    var seen: Set<String> = []
    let all = lines.map { $0.isCommand ? commandLine($0.text, values) : blessed($0.text) }
    let uses = all.joined(separator: "\n")
    return all.map { line in
      own.keys.sorted().reduce(line) { line, name in
        let place = "{\(name)}"
        guard line.contains(place), seen.insert(name).inserted else { return line }
        let isUsed = uses.ranges(of: place).count > 1
        return line.replacing(place, with: isUsed ? "{\(name):port}" : "{*}", maxReplacements: 1)
      }
    }
  }

  private var values: [String: String] { known.merging(own) { $1 } }

  private func blessed(_ line: String) -> String {
    blessedLine(line, replacing: nil, command: "", values: values)
  }
}

/// The port at the end of `  server @3   bound to 127.0.0.1:40123`.
func boundPort(in line: String) -> String? {
  guard LineKind(of: line) == .state, line.contains("bound to "),
    let colon = line.lastIndex(of: ":")
  else { return nil }
  let port = line[line.index(after: colon)...]
  return UInt16(port).map { $0 >= 1024 } == true ? String(port) : nil
}
