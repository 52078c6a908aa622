/// A `sockratic` block: commands, each with the output that the author shows for it.
public struct Transcript: Hashable, Sendable {
  public var line: Int
  /// For whom it is; nil for everyone.
  public var when: Privilege?
  public var exchanges: [Exchange]

  /// Where the kernel's answer depends on it, two blocks stand side by side.
  public enum Privilege: String, Hashable, Sendable, CaseIterable {
    case privileged, ordinary
  }
}

/// A command and the lines that follow it in the block.
public struct Exchange: Hashable, Sendable {
  public var line: Int
  /// `client> connect 127.0.0.1:{port}`, names not yet put in.
  public var command: Pattern
  public var expected: [ExpectedLine]
}

public struct ExpectedLine: Hashable, Sendable {
  public var line: Int
  public var kind: LineKind
  public var pattern: Pattern
}

/// What a line of a transcript is, by its first characters.
public enum LineKind: Hashable, Sendable {
  /// `socket(AF_INET, SOCK_STREAM, 0) = 3`
  case call
  /// `server< recv(4, "hello", 4096, 0) = 5`
  case late
  /// `  server @3   CLOSED → LISTEN`
  case state
  /// `  # why it came so`: never counts.
  case explanation
  /// `...`: any lines.
  case ellipsis
  /// A table, a note.
  case other

  public init(of line: String) {
    if line.allSatisfy(\.isBlank) {
      self = .other
    } else if line.hasPrefix("  ") {
      self = line.drop(while: \.isBlank).first == "#" ? .explanation : .state
    } else if trimmed(line) == "..." {
      self = .ellipsis
    } else if startsWithName(line, then: "(") {
      self = .call
    } else {
      self = startsWithName(line, then: "<") ? .late : .other
    }
  }

  /// Whether such a line must be shown wherever a block shows calls at all.
  var mustBeShown: Bool { self == .call || self == .late }
}

/// True for `name(` or `role<`: a lower-case name with the mark right after it.
private func startsWithName(_ line: String, then mark: Character) -> Bool {
  guard line.first?.isLowercaseASCII == true else { return false }
  return line.drop(while: \.isNamePart).first == mark
}
