internal import CLinux
internal import Glibc
internal import Language
public import Log
internal import SystemCalls

/// Scripts: files, or standard input, of lines as they would be typed.
extension Session {
  /// Carries a script out, and makes sure that nothing is left waiting. The first line that fails
  /// ends it: the diagnostic has the file's name and the line's number.
  public func run(script path: String, named name: String) throws(Diagnostic) {
    do throws(Diagnostic) {
      var source =
        path == "-"
        ? LineSource(STDIN_FILENO, stage.willSleep, stage.interruption)
        : try LineSource(path: path, stage.willSleep, stage.interruption)
      try perform(&source, named: name)
      try checkIfBrokenOff()
      try end()
      try checkIfBrokenOff()
    } catch {
      throw error.inFile(name)
    }
  }

  /// Each line in turn; a quoted string may go on over several.
  func perform(_ source: inout LineSource, named name: String) throws(Diagnostic) {
    while !hasQuit, let first = try source.next() {
      let number = source.number
      var text = first
      while isUnfinished(text), text.utf8.count < LineSource.longest, let more = try source.next() {
        text += "\n" + more
      }
      do throws(Diagnostic) {
        if source.length > LineSource.longest {
          throw refusalOfLine(source.lengthText)
        }
        // A sourced file is one line of whoever sourced it: nobody's answers are in it.
        if sourceDepth > 0 { try performSourced(text) } else { try enter(text) }
        guide?.settled()
        try checkIfBrokenOff()
      } catch {
        throw (isBrokenOff ? breakingOff : error).placed(in: text, of: name, number)
      }
    }
    if source.isInterrupted, hasPrompt { throw Diagnostic("interrupted while \(name) was read") }
  }

  /// A ⌃C that ends a statement ends the file.
  private func performSourced(_ text: String) throws(Diagnostic) {
    try perform(text)
    stage.noteInterruption()
    if stage.isInterrupted, hasPrompt { throw Diagnostic("interrupted by ⌃C") }
  }
}

extension Diagnostic {
  /// With where it is, as far as it does not say that itself: in a block that was written in several
  /// lines, the one that the column is in.
  func placed(in text: String, of file: String?, _ lineNumber: Int?) -> Diagnostic {
    var diagnostic = self
    diagnostic.line = line ?? text
    diagnostic.file = self.file ?? file
    diagnostic.lineNumber = self.lineNumber ?? lineNumber
    return diagnostic.atItsOwnLine
  }

  private var atItsOwnLine: Diagnostic {
    guard let line, let column, let last = line.prefix(column - 1).lastIndex(where: \.isNewline)
    else { return self }
    var diagnostic = self
    let start = line.index(after: last)
    diagnostic.line = String(line[start...].prefix { !$0.isNewline })
    diagnostic.column = column - line.distance(from: line.startIndex, to: start)
    diagnostic.lineNumber = lineNumber.map { $0 + line[..<start].count(where: \.isNewline) }
    return diagnostic
  }

  /// With the file's name before it, as errors of its lines have it, and not a second time in the message.
  fileprivate func inFile(_ name: String) -> Diagnostic {
    guard file == nil else { return self }
    var diagnostic = self
    diagnostic.file = name
    if message.hasPrefix(name + " ") {
      diagnostic.message = String(message.dropFirst(name.count + 1))
    }
    return diagnostic
  }
}

/// Lines from a descriptor, one at a time as they come, without their ends.
struct LineSource {
  /// A longer line is cut there, in bytes; the parser refuses it.
  static let longest = 1 << 20
  /// In a line that is longer than this, in bytes, no end is looked for any more.
  private static let mostRead = 64 << 20

  private let file: OwnDescriptor?
  private let descriptor: Int32
  private let name: String
  private let willSleep: () -> Void
  private let interruption: Interruption?
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// Whether a ⌃C ended the wait for more.
  private(set) var isInterrupted = false
  /// Of the line that `next` returned last, from 1.
  private(set) var number = 0
  /// Of that line, in bytes, what was cut included; of one without an end, as much as was read.
  private(set) var length = 0
  var lengthText: String {
    length > LineSource.mostRead ? "over \(LineSource.mostRead >> 20) MiB" : "\(length) bytes"
  }

  /// `willSleep` is called before every read, which may have to wait for what another program writes.
  init(
    _ descriptor: Int32, _ willSleep: @escaping () -> Void, _ interruption: Interruption? = nil
  ) {
    file = nil
    self.interruption = interruption
    self.willSleep = willSleep
    self.descriptor = descriptor
    name = "standard input"
  }

  init(
    path: String, _ willSleep: @escaping () -> Void, _ interruption: Interruption?
  ) throws(Diagnostic) {
    // A pipe is waited for where ⌃C can end that, not here.
    let descriptor = open(expandingHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Diagnostic("\(path) cannot be read: \(Errno(errno))", at: path)
    }
    file = OwnDescriptor(descriptor)
    self.descriptor = descriptor
    name = path
    self.willSleep = willSleep
    self.interruption = interruption
  }

  /// The next line; nil at the end.
  mutating func next() throws(Diagnostic) -> String? {
    var line: [UInt8] = []
    length = 0
    while true {
      if position == buffer.count, try !fill() {
        guard !line.isEmpty else { return nil }
        return text(of: line)
      }
      let rest = buffer[position...]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      length += end - position
      if length > LineSource.mostRead { return text(of: line) }
      line += rest[..<end].prefix(max(0, LineSource.longest - line.count))
      position = min(end + 1, buffer.count)
      if end < buffer.count { return text(of: line) }
    }
  }

  private mutating func text(of line: [UInt8]) -> String {
    number += 1
    // Some editors put a byte order mark before the first line.
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = number == 1 && line.starts(with: mark) ? line.dropFirst(mark.count) : line[...]
    return String(
      decoding: text.last == UInt8(ascii: "\r") ? text.dropLast() : text, as: UTF8.self)
  }

  /// False if a ⌃C came first.
  private mutating func waitForMore() -> Bool {
    var entries = [descriptor, interruption?.descriptor ?? -1].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while poll(&entries, 2, -1) < 0, errno == EINTR {}
    isInterrupted = entries[1].revents != 0 && interruption?.take() == true
    return !isInterrupted
  }

  private mutating func fill() throws(Diagnostic) -> Bool {
    guard !isAtEnd else { return false }
    willSleep()
    position = 0
    guard waitForMore() else { return false }
    var count = 0
    repeat {
      count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { room in
        let count = read(descriptor, room.baseAddress, room.count)
        buffer = Array(room[..<max(0, count)])
        return count
      }
    } while count < 0 && (errno == EINTR || errno == EAGAIN)
    guard count >= 0 else { throw Diagnostic("\(name) cannot be read: \(Errno(errno))") }
    isAtEnd = count == 0
    return count > 0
  }
}
