/// Turns the bytes that a terminal sends into characters and pastes.
struct InputDecoder {
  enum Item: Equatable {
    case scalar(Unicode.Scalar)
    /// What stood between the two markers of bracketed paste; line ends are all `\n`.
    case paste(String)
    /// Nothing yet; an unfinished sequence becomes what it is when no more follows for a moment.
    case none(isUnfinished: Bool)
  }

  static let pasteLimit = 1 << 20
  private static let opening = Array("\u{1B}[200~".utf8)
  private static let closing = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  private var start = 0
  private var isPasting = false
  private var pasted: [UInt8] = []

  var isEmpty: Bool { start == bytes.count && !isPasting }

  mutating func append(_ more: some Collection<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// - Parameter isComplete: nothing more came for a moment, so a beginning of a sequence is not one.
  mutating func next(isComplete: Bool = false) -> Item {
    if isPasting { return nextOfPaste() }
    guard start < bytes.count else { return .none(isUnfinished: false) }
    if bytes[start] == 0x1B {
      let rest = bytes[start...].prefix(Self.opening.count)
      if rest.elementsEqual(Self.opening) {
        start += rest.count
        isPasting = true
        return nextOfPaste()
      }
      if !isComplete, Self.opening.starts(with: rest) { return .none(isUnfinished: true) }
    }
    return nextScalar(isComplete: isComplete)
  }

  /// Ends a paste whose closing marker is given up, and forgets all that was typed ahead.
  mutating func clear() { self = InputDecoder() }

  private mutating func nextOfPaste() -> Item {
    while start < bytes.count {
      if bytes[start] == 0x1B {
        let rest = bytes[start...].prefix(Self.closing.count)
        if rest.elementsEqual(Self.closing) {
          start += rest.count
          return endPaste()
        }
        if Self.closing.starts(with: rest) { break }
      }
      if pasted.count < Self.pasteLimit { pasted.append(bytes[start]) }
      start += 1
    }
    return .none(isUnfinished: false)
  }

  private mutating func endPaste() -> Item {
    defer { pasted = [] }
    isPasting = false
    return .paste(Self.cleaned(String(decoding: pasted, as: UTF8.self)))
  }

  /// CR, LF and CR LF end a line; other controls but TAB have no business in a line and become U+FFFD.
  private static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": result.append("\n")
      case "\n": if previous != "\r" { result.append("\n") }
      case "\t": result.append(scalar)
      case _ where scalar.properties.generalCategory == .control: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  private mutating func nextScalar(isComplete: Bool) -> Item {
    let length = Self.length(of: bytes[start])
    let sequence = bytes[start...].prefix(length)
    if sequence.count < length, !isComplete,
      sequence.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 })
    {
      return .none(isUnfinished: true)
    }
    if let scalar = Self.scalar(sequence) {
      start += length
      return .scalar(scalar)
    }
    start += 1
    return .scalar("\u{FFFD}")
  }

  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  private static func scalar(_ sequence: ArraySlice<UInt8>) -> Unicode.Scalar? {
    String(validating: sequence, as: UTF8.self)?.unicodeScalars.first
  }
}
