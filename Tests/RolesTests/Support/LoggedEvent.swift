internal import Foundation

/// One line of the JSON log.
struct LoggedEvent {
  let members: [String: Any]

  init(members: [String: Any]) { self.members = members }

  /// Nil if it is no JSON object.
  init?(line: some Collection<UInt8>) {
    let value = try? JSONSerialization.jsonObject(with: Data(line))
    guard let members = value as? [String: Any] else { return nil }
    self.members = members
  }

  var kind: String { text("event") ?? "" }
  var role: String? { text("role") }

  func text(_ name: String) -> String? { members[name] as? String }
  func number(_ name: String) -> Int? { (members[name] as? NSNumber)?.intValue }
  func flag(_ name: String) -> Bool? { members[name] as? Bool }
  /// The data that a call sent or received, as far as the log keeps it.
  var bytes: String? {
    let buffer = arguments["buf"] as? [String: Any]
    let data = (buffer?["base64"] as? String).flatMap { Data(base64Encoded: $0) }
    return data.map { String(decoding: $0, as: UTF8.self) }
  }
  var arguments: [String: Any] { members["arguments"] as? [String: Any] ?? [:] }

  /// What happened, without what differs from run to run: numbers, times, ports.
  var shape: String {
    let words = [role, kind, text("call"), text("errno"), text("property")].compactMap { $0 }
    guard kind == "state", text("property") != "local" else { return words.joined(separator: " ") }
    return (words + [text("from") ?? "", "→", text("to") ?? ""]).joined(separator: " ")
  }
}

/// Every line of a JSON log. Throws if one is no event.
func events(of program: Program) throws -> [LoggedEvent] {
  try program.output.split(separator: UInt8(ascii: "\n")).map { line in
    guard let event = LoggedEvent(line: line) else {
      throw Program.Failure(description: "no event: \(String(decoding: line, as: UTF8.self))")
    }
    return event
  }
}

/// Runs a script to its end and gives its log; the script must succeed.
func log(
  of script: String, _ options: [String] = [], within seconds: Double = 30
) throws -> [LoggedEvent] {
  let program = try Program(sockratic: ["run", "--json", "-"] + options, input: .text(script))
  guard try program.finish(within: seconds) == .status(0) else {
    throw Program.Failure(
      description: "the script failed: \(program.errorText)\n\(program.outputText.suffix(2000))")
  }
  return try events(of: program)
}
