/// A language that a session can be written down in as programs.
public enum ProgramLanguage: String, Hashable, Sendable, CaseIterable {
  case python, c, swift

  /// What a file's name ends with.
  public var suffix: String {
    switch self {
    case .python: "py"
    case .c: "c"
    case .swift: "swift"
    }
  }

  /// As people write it.
  public var title: String {
    switch self {
    case .python: "Python"
    case .c: "C"
    case .swift: "Swift"
    }
  }
}
