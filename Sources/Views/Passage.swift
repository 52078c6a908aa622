/// What one event adds to a transcript. It is made into lines only where they are shown: of a long
/// transfer most are not.
public struct Passage: Sendable {
  /// In nanoseconds, since the first line of the transcript.
  private let time: UInt64
  private let head: String
  /// The bytes below it, with the offset of the first in its stream.
  var bytes: ArraySlice<UInt8> = []
  var offset = 0
  var perLine = 16
  /// What stands below them.
  var end: String?

  init(_ time: UInt64, _ head: String) {
    (self.time, self.head) = (time, head)
  }

  public var lines: [String] {
    ["\(clock)  \(head)"]
      + rows.map { start in
        guard let start else { return "*" }
        let row = bytes.dropFirst(start).prefix(perLine)
        return hexRow(row, offset: offset + start, digits: 8, perLine: perLine)
      } + (end.map { ["  \($0)"] } ?? [])
  }

  /// Where each line of the dump begins; nil is a `*`, for lines like the one above, as in hexdump(1).
  private var rows: [Int?] {
    var starts: [Int?] = []
    bytes.withUnsafeBytes { bytes in
      var above = 0..<0
      for start in stride(from: 0, to: bytes.count, by: perLine) {
        let row = start..<min(start + perLine, bytes.count)
        if row.count != above.count || !bytes[row].elementsEqual(bytes[above]) {
          starts.append(start)
        } else if starts.last != .some(nil) {
          starts.append(nil)
        }
        above = row
      }
    }
    return starts
  }

  /// In seconds, with microseconds.
  private var clock: String {
    let fraction = String(time / 1000 % 1_000_000)
    return "\(time / 1_000_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
  }
}
