internal import Log

/// A fact that a line of a session may have made true, with what a learner reads.
struct ProposedGoal: Hashable {
  var fact: String
  var text: String
  /// Whether a step can end here: something has happened that a learner would wait for.
  var isMilestone = true
}

extension ProposedGoal {
  /// What a command's output tells of: states, queues, errors, waits, ends and what was received.
  static func all(after command: String, showing output: [String]) -> [ProposedGoal] {
    let role = String(command.prefix { $0 != ">" })
    return output.flatMap { line -> [ProposedGoal] in
      switch LineKind(of: line) {
      case .state: ofState(line)
      case .call: ofCall(line, by: role)
      case .late:
        ofCall(String(line.drop { $0 != "<" }.dropFirst(2)), by: String(line.prefix { $0 != "<" }))
      default: []
      }
    }
  }

  /// `  server @3   CLOSED → LISTEN`, `  other ended: killed by SIGKILL`
  private static func ofState(_ line: String) -> [ProposedGoal] {
    let words = line.split(separator: " ").map(String.init)
    guard words.count > 2 else { return [] }
    let role = words[0]
    if words[1] == "ended:" {
      return [ProposedGoal(fact: "\(role).alive == no", text: "\(role)'s process has ended")]
    }
    guard let arrow = words.lastIndex(of: "→"), arrow == words.count - 2 else { return [] }
    if arrow >= 4, words[arrow - 3] == "accept", let count = Int(words[arrow + 1]), count > 0 {
      return [
        ProposedGoal(
          fact: "\(role).queue == \(count)",
          text: "\(count == 1 ? "a connection waits" : "\(count) connections wait") in the accept"
            + " queue of \(role)")
      ]
    }
    return texts[words[arrow + 1]].map {
      [
        ProposedGoal(
          fact: "\(role).state == \(words[arrow + 1])", text: $0.replacing("ROLE", with: role))
      ]
    } ?? []
  }

  /// What each state means for whoever has a socket in it.
  private static let texts = [
    "LISTEN": "ROLE listens",
    "SYN_SENT": "ROLE has sent a SYN and has no answer yet",
    "SYN_RCVD": "ROLE has received a SYN",
    "ESTABLISHED": "ROLE is connected",
    "CLOSE_WAIT": "the other side has closed, and ROLE has not",
    "FIN_WAIT_1": "ROLE has closed, and its FIN has no acknowledgement yet",
    "FIN_WAIT_2": "ROLE has closed, and the other side has not",
    "CLOSING": "both sides have closed at once",
    "LAST_ACK": "ROLE has closed as the second, and waits for the last acknowledgement",
    "TIME_WAIT": "ROLE has closed first, and its kernel waits in TIME_WAIT",
    "CONNECTED": "ROLE has a connected socket",
  ]

  /// `connect(3, …) = -1 ECONNREFUSED (Connection refused)`, `accept(3) waits`
  private static func ofCall(_ line: String, by role: String) -> [ProposedGoal] {
    let name = String(line.prefix { $0 != "(" })
    guard !line.hasSuffix(") waits") else {
      return [ProposedGoal(fact: "\(role).waiting == \(name)", text: "\(role) waits in \(name)")]
    }
    guard let equals = line.ranges(of: ") = ").last else { return [] }
    let result = line[equals.upperBound...].split(separator: " ")
    if result.first == "-1", result.count > 1 {
      return [
        ProposedGoal(
          fact: "\(role).error == \(result[1])",
          text: "a call of \(role) has failed with \(result[1])")
      ]
    }
    let used = ProposedGoal(
      fact: "\(role).used == \(name)", text: "\(role) has called \(name)", isMilestone: false)
    return isReceiving(name) ? [used, received(role)] : [used]
  }

  private static func isReceiving(_ name: String) -> Bool {
    name.hasPrefix("recv") || name.hasPrefix("read")
  }

  /// The number is put in when it is known.
  private static func received(_ role: String) -> ProposedGoal {
    ProposedGoal(
      fact: "\(role).received >= \(unknown)",
      text: "\(role) has received \(unknown) bytes or more in all")
  }

  static let unknown = "N"

  /// With the bytes that its role has received so far; nil where these are none.
  func filled(
    value: (String) throws(Diagnostic) -> String
  ) throws(Diagnostic) -> ProposedGoal? {
    guard fact.hasSuffix(" \(ProposedGoal.unknown)") else { return self }
    let count = try value("\(fact.prefix { $0 != "." }).received")
    guard count != "0" else { return nil }
    return ProposedGoal(
      fact: String(fact.dropLast()) + count,
      text: text.replacing(" \(ProposedGoal.unknown) bytes", with: " \(count) bytes"))
  }
}
