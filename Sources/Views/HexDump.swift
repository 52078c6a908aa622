internal import SystemCalls

/// Binary data below a call: offset, bytes and their ASCII characters, as comments, so that pasting
/// them does nothing.
///
/// At most 16 lines; what does not fit is counted. Lines like the one above are a `*`, as in
/// hexdump(1).
func hexDump(_ bytes: Bytes, width: Int, ellipsis: String) -> [String] {
  let perLine = width >= 80 ? 16 : width >= 46 ? 8 : 4
  let shown = bytes.kept.prefix(16 * perLine)
  var lines: [String] = []
  var above: ArraySlice<UInt8> = []
  for offset in stride(from: 0, to: shown.count, by: perLine) {
    let row = shown.dropFirst(offset).prefix(perLine)
    if row != above {
      lines.append("  # " + hexRow(row, offset: offset, digits: 4, perLine: perLine))
    } else if lines.last != "  # *" {
      lines.append("  # *")
    }
    above = row
  }
  let more = bytes.count - shown.count
  if more > 0 { lines.append("  # \(ellipsis) \(more) more byte\(more == 1 ? "" : "s")") }
  return lines
}

/// Offset, bytes in two halves, and their ASCII characters.
func hexRow(_ bytes: ArraySlice<UInt8>, offset: Int, digits: Int, perLine: Int) -> String {
  let half = perLine / 2
  let hex = { (part: ArraySlice<UInt8>) in
    padded(
      part.map { hexadecimal(Int($0), digits: 2) }.joined(separator: " "), to: 3 * half - 1)
  }
  let ascii = bytes.map { (0x20..<0x7f).contains($0) ? String(Unicode.Scalar($0)) : "." }.joined()
  return "\(hexadecimal(offset, digits: digits))  "
    + "\(hex(bytes.prefix(half)))  \(hex(bytes.dropFirst(half)))  |\(ascii)|"
}
