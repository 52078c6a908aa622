internal import Glibc
internal import Views

/// Where text goes, and what it may contain.
struct Output {
  let descriptor: Int32

  static let standard = Output(descriptor: STDOUT_FILENO)
  static let error = Output(descriptor: STDERR_FILENO)

  func write(_ text: String) { Foreign.write(Array(text.utf8), to: descriptor) }

  func write(lines: [String]) {
    if !lines.isEmpty { write(lines.joined(separator: "\n") + "\n") }
  }
}

/// Standard output in few writes: what comes is kept until `flush`.
final class BufferedOutput {
  private var pending: [UInt8] = []
  private static let most = 1 << 16

  func write(lines: [String]) {
    for line in lines {
      pending += line.utf8
      pending.append(UInt8(ascii: "\n"))
    }
    if pending.count > BufferedOutput.most { flush() }
  }

  func flush() {
    guard !pending.isEmpty else { return }
    Foreign.write(pending, to: STDOUT_FILENO)
    pending.removeAll(keepingCapacity: true)
  }
}

extension TerminalText.Style {
  /// What suits standard output: colour only on a terminal that has it and where NO_COLOR is not set
  /// (no-color.org), UTF-8 only where the locale says so.
  static var standard: TerminalText.Style {
    TerminalText.Style(width: Foreign.terminalWidth, colour: isColourWanted, utf8: isUTF8)
  }

  private static var isColourWanted: Bool {
    let terminal = Foreign.environment("TERM") ?? "dumb"
    return Foreign.isTerminal(STDOUT_FILENO) && terminal != "dumb"
      && (Foreign.environment("NO_COLOR") ?? "").isEmpty
  }

  /// A terminal is believed to show what the locale says; what goes to a file or pipe is UTF-8.
  private static var isUTF8: Bool {
    guard Foreign.isTerminal(STDOUT_FILENO) else { return true }
    let variables = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = variables.lazy.compactMap(Foreign.environment).first { !$0.isEmpty } ?? ""
    let codeset = locale.lowercased()
    return codeset.contains("utf-8") || codeset.contains("utf8")
  }
}
