internal import CTerminal
internal import Glibc

/// The signals that the terminal guard reports, a letter each.
struct Signals: OptionSet {
  let rawValue: UInt8

  static let interrupt = Signals(rawValue: 1)
  static let resize = Signals(rawValue: 2)
  static let continued = Signals(rawValue: 4)
  static let stop = Signals(rawValue: 8)
  static let hangUp = Signals(rawValue: 16)

  private static let letters: [UInt8: Signals] = [
    UInt8(ascii: "I"): .interrupt, UInt8(ascii: "W"): .resize, UInt8(ascii: "C"): .continued,
    UInt8(ascii: "Z"): .stop, UInt8(ascii: "H"): .hangUp,
  ]

  static func take(from descriptor: Int32) -> Signals {
    var found: Signals = []
    var bytes = [UInt8](repeating: 0, count: 64)
    while descriptor >= 0 {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      for letter in bytes[..<count] { found.formUnion(letters[letter] ?? []) }
    }
    return found
  }
}

/// Which of the descriptors can be read (or are at their end), waiting for the first at most `milliseconds`.
func readable(of descriptors: [Int32], within milliseconds: Int32 = -1) -> [Int32] {
  var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return [] }
  return polled.filter { $0.revents != 0 }.map(\.fd)
}
