internal import Glibc

/// The process itself: how it ends, and what it writes.
enum Foreign {
  static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

  /// Writes all of it. A reader that is gone ends the program, as it does others.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        if descriptor == STDOUT_FILENO, errno != EPIPE {
          let reason = String(cString: strerror(errno))
          write(Array("sockratic: standard output: \(reason)\n".utf8), to: STDERR_FILENO)
        }
        if descriptor == STDOUT_FILENO { exit(1) }
        return
      }
    }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// How many processors this machine has in use; at least 1.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The width of the terminal on standard output, in columns; 80 where there is none.
  static var terminalWidth: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return max(20, Int(size.ws_col))
  }
}
