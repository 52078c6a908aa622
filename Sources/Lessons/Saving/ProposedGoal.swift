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
      return [goal("alive == no", "ROLE's process has ended", of: role)]
    }
    guard let arrow = words.lastIndex(of: "→"), arrow == words.count - 2 else { return [] }
    if arrow >= 4, words[arrow - 3] == "accept", let count = Int(words[arrow + 1]), count > 0 {
      let connections = count == 1 ? "a connection waits" : "\(count) connections wait"
      return [goal("queue == \(count)", "\(connections) in the accept queue of ROLE", of: role)]
    }
    let state = words[arrow + 1]
    return texts[state].map { [goal("state == \(state)", $0, of: role)] } ?? []
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
      return [goal("waiting == \(name)", "ROLE waits in \(name)", of: role)]
    }
    guard let equals = line.ranges(of: ") = ").last else { return [] }
    let result = line[equals.upperBound...].split(separator: " ")
    if result.first == "-1", result.count > 1 {
      return [
        goal("error == \(result[1])", "a call of ROLE has failed with \(result[1])", of: role)
      ]
    }
    var used = goal("used == \(name)", "ROLE has called \(name)", of: role)
    used.isMilestone = false
    return isReceiving(name) ? [used, received(role)] : [used]
  }

  private static func isReceiving(_ name: String) -> Bool {
    name.hasPrefix("recv") || name.hasPrefix("read")
  }

  /// The number is put in when it is known.
  private static func received(_ role: String) -> ProposedGoal {
    goal("received >= \(unknown)", "ROLE has received \(unknown) bytes or more in all", of: role)
  }

  private static func goal(_ fact: String, _ text: String, of role: String) -> ProposedGoal {
    var text = text
    if role == "you" { for (third, second) in toYou { text = text.replacing(third, with: second) } }
    return ProposedGoal(fact: "\(role).\(fact)", text: text.replacing("ROLE", with: role))
  }

  /// How the role that one begins as is spoken to.
  private static let toYou = [
    ("ROLE is", "you are"), ("ROLE has", "you have"), ("ROLE listens", "you listen"),
    ("ROLE waits", "you wait"), ("ROLE's", "your"),
    ("the accept queue of ROLE", "your accept queue"),
    ("call of ROLE", "call of yours"), ("and its FIN", "and your FIN"),
    ("and its kernel", "and your kernel"), ("and waits for", "and wait for"),
  ]

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
      text: text.replacing(
        " \(ProposedGoal.unknown) bytes", with: count == "1" ? " 1 byte" : " \(count) bytes"))
  }
}
