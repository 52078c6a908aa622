internal import SystemCalls

/// C's constants as a person may type them.
enum SystemConstant {
  /// The number of a constant by its name; nil if the table has no such name.
  static func number(_ name: String, _ table: ConstantTable) -> Int? { table.number(named: name) }

  static func names(_ table: ConstantTable) -> [String] { table.names }

  /// `SOCK_STREAM|SOCK_NONBLOCK`, or a plain number: every part by name or number.
  static func union(_ word: some StringProtocol, _ table: ConstantTable) -> Int? {
    var value = 0
    for part in word.split(separator: "|", omittingEmptySubsequences: false) {
      guard let one = (try? Language.number(part)) ?? number(String(part), table) else {
        return nil
      }
      value |= one
    }
    return value
  }
}
