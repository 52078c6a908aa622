internal import CLibedit

/// Standard output, through the stream that libedit writes to.
enum Output {
  static func write(_ text: String) {
    guard !text.isEmpty else { return }
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { libedit_write($0.baseAddress, $0.count) }
    }
  }
}
