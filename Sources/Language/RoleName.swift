internal import Log

/// What may be a role's name: `[a-z][a-z0-9_-]*`, not the name of a command or a host.
enum RoleName {
  static let longest = 32

  static func isWellFormed(_ name: String) -> Bool {
    guard let first = name.utf8.first, first.isLowerCase, name.utf8.count <= longest else {
      return false
    }
    return name.utf8.allSatisfy {
      $0.isLowerCase || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
    }
  }

  static func problem(with name: String, in context: Context) -> (message: String, advice: String)?
  {
    if isReserved(name) {
      return ("\(quoted(name)) is a command, and cannot be a role's name", "choose another name")
    }
    if context.hosts.contains(name) {
      return ("\(quoted(name)) is a host, and cannot be a role's name", "choose another name")
    }
    if context.partners.contains(name) {
      return (
        "\(quoted(name)) is a partner, and cannot be a role's name",
        "choose another name, or end the partner with `peer stop \(name)`"
      )
    }
    if !isWellFormed(name) {
      let rule = "a letter a to z, then letters, digits, _ or -; at most \(longest) in all"
      return ("\(quoted(name)) cannot be a role's name", "a name is \(rule)")
    }
    return nil
  }

  /// Commands and topics of help.
  private static func isReserved(_ name: String) -> Bool { command(named: name) != nil }

  /// The existing or expected role that a new name is probably a slip for: one edit away.
  ///
  /// Short names (`a` and `b`) and names that are counted (`peer1` and `peer2`) are meant.
  static func probable(_ name: String, in context: Context) -> String? {
    let known = context.roles + context.expectedRoles
    guard name != context.currentRole, !known.contains(name), name.utf8.count > 3 else {
      return nil
    }
    return known.first {
      withoutDigits($0) != withoutDigits(name)
        && editDistance(Array(name.unicodeScalars), Array($0.unicodeScalars)) == 1
    }
  }

  private static func withoutDigits(_ name: String) -> String { name.filter { !$0.isNumber } }
}

/// The `server>` or `server(accept)>` that a line may begin with.
struct RolePrefix {
  var name: String
  /// Of the name, in bytes.
  var start: Int
  /// Where the rest of the line begins: after the `>`.
  var end: Int

  /// Nil where no role stands at `beginning`, in bytes. Of several the last counts: a pasted prompt stands before
  /// the role that was typed at it, as in `you> server> listen`.
  init?(_ source: Source, from beginning: Int = 0) {
    guard let first = RolePrefix(source, onceFrom: beginning) else { return nil }
    self = first
    while let next = RolePrefix(source, onceFrom: end) { self = next }
  }

  private init?(_ source: Source, onceFrom beginning: Int) {
    let bytes = source.bytes
    guard let start = bytes[beginning...].firstIndex(where: { !$0.isSpace }) else { return nil }
    var nameEnd = start
    while nameEnd < bytes.count, !RolePrefix.endsName(bytes[nameEnd]) { nameEnd += 1 }
    var end = nameEnd
    if end < bytes.count, bytes[end] == UInt8(ascii: "(") {
      end += 1
      while end < bytes.count, RolePrefix.isInCallName(bytes[end]) { end += 1 }
      guard end < bytes.count, bytes[end] == UInt8(ascii: ")") else { return nil }
      end += 1
    }
    guard nameEnd > start, end < bytes.count, bytes[end] == UInt8(ascii: ">") else { return nil }
    name = source.string(start..<nameEnd)
    self.start = start
    self.end = end + 1
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: ";"), UInt8(ascii: "!"),
      UInt8(ascii: "@"), UInt8(ascii: "("), UInt8(ascii: ">"):
      true
    default: byte.isSpace
    }
  }

  private static func isInCallName(_ byte: UInt8) -> Bool {
    byte.isLowerCase || byte.isDigit || byte == UInt8(ascii: "_") || byte == 0x20
  }

  func check(_ source: Source, in context: Context) throws(Diagnostic) {
    guard !context.roles.contains(name), name != context.currentRole else { return }
    if let problem = RoleName.problem(with: name, in: context) {
      throw source.diagnostic(problem.message, at: start, advice: problem.advice)
    }
    if let probable = RoleName.probable(name, in: context) {
      throw source.diagnostic(
        "there is no role \(quoted(name)) yet", at: start,
        advice: "did you mean \(probable)> ? To have a new role of that name: role \(name)")
    }
  }
}
