internal import SystemCalls

/// Bytes as text, in escapes that the language reads back to the same bytes.
struct Quoting {
  /// False writes everything beyond ASCII as `\u{N}`.
  var utf8: Bool

  /// The first characters, at most `columns` wide, in quotes; an ellipsis after the closing quote
  /// says that there is more.
  func quoted(_ bytes: Bytes, columns: Int) -> String {
    var text = ""
    var room = columns
    var shown = 0
    for unit in units(of: bytes.kept[...]) {
      let needed = displayWidth(unit.text)
      if needed > room { break }
      text += unit.text
      room -= needed
      shown += unit.count
    }
    return "\"\(text)\"" + (shown < bytes.count ? ellipsis : "")
  }

  var ellipsis: String { utf8 ? "…" : "..." }

  func units(of bytes: ArraySlice<UInt8>) -> Units { Units(bytes: bytes, quoting: self) }

  /// True where more than three bytes in ten are no text, judged by the first 256. Up to 8 bytes
  /// the escapes alone say everything.
  func isBinary(_ bytes: Bytes) -> Bool {
    guard bytes.count > 8 else { return false }
    let sample = bytes.kept.prefix(256)
    if isPlainASCII(sample) { return false }
    let strange = units(of: sample).reduce(0) { $0 + ($1.isText ? 0 : $1.count) }
    return strange * 10 > sample.count * 3
  }

  fileprivate func text(of scalar: Unicode.Scalar, fits: Bool) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    default:
      fits && isPlain(scalar) && (utf8 || scalar.isASCII) ? String(scalar) : escape(scalar)
    }
  }
}

/// The last of some bytes, in quotes and escapes; an ellipsis before them says that `count` in all were
/// more.
public func quotedTail(_ bytes: [UInt8], of count: Int, utf8: Bool) -> String {
  let quoting = Quoting(utf8: utf8)
  let text = quoting.units(of: bytes[...]).map(\.text).joined()
  return (count > bytes.count ? quoting.ellipsis : "") + "\"\(text)\""
}

/// What is written for one character, or for one byte that is no text.
struct QuotedUnit {
  var text: String
  /// How many bytes of the data it stands for.
  var count: Int
  /// False for controls and for what is no UTF-8.
  var isText: Bool
}

/// The units of some bytes, decoded as they are asked for.
struct Units: Sequence, IteratorProtocol {
  private var bytes: ArraySlice<UInt8>
  private let quoting: Quoting
  private var marks = MarkLimit()

  init(bytes: ArraySlice<UInt8>, quoting: Quoting) {
    self.bytes = bytes
    self.quoting = quoting
  }

  mutating func next() -> QuotedUnit? {
    guard let first = bytes.first else { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    guard case .valid(let encoded) = parser.parseScalar(from: &rest) else {
      bytes.removeFirst()
      return QuotedUnit(text: escape(byte: first), count: 1, isText: false)
    }
    bytes.removeFirst(encoded.count)
    return unit(Unicode.UTF8.decode(encoded), count: encoded.count)
  }

  private mutating func unit(_ scalar: Unicode.Scalar, count: Int) -> QuotedUnit {
    let fits = marks.admits(scalar)
    return QuotedUnit(
      text: quoting.text(of: scalar, fits: fits), count: count, isText: isText(scalar))
  }

  /// What people write, the marks that steer their text included.
  private func isText(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" || scalar == "\r" || scalar == "\t" { return true }
    return ![.control, .unassigned, .privateUse].contains(scalar.properties.generalCategory)
  }
}
