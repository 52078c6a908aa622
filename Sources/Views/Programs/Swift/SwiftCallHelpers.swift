extension SwiftHelper {
  /// What calls stand on: errors, addresses, what is printed. nil for the others.
  var callText: String? {
    switch self {
    case .check:
      """
      /// A call that failed, and why.
      struct SocketError: Error, CustomStringConvertible {
          var call: String
          var number: Int32
          var description: String { "\\(call): \\(String(cString: strerror(number)))" }
      }

      @discardableResult
      func check<Result: SignedInteger>(_ call: String, _ result: Result) throws -> Result {
          if result < 0 { throw SocketError(call: call, number: errno) }
          return result
      }
      """
    case .address:
      """
      /// The bytes of a struct sockaddr.
      struct Address: CustomStringConvertible {
          var bytes: [UInt8]

          func with<Result>(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Result) -> Result {
              bytes.withUnsafeBytes {
                  body($0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
              }
          }

          var description: String {
              guard bytes.count >= 16 else { return "an address without a name" }
              let family = Int32(bytes[0])
              let isInternet = family == AF_INET || family == AF_INET6
              guard isInternet else { return "a Unix socket" }
              var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
              let host = Array(bytes[(family == AF_INET ? 4 : 8)...])
              inet_ntop(family, host, &text, socklen_t(text.count))
              let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
              return "\\(name), port \\(Int(bytes[2]) << 8 | Int(bytes[3]))"
          }
      }
      """
    case .inet:
      """
      func inetAddress(_ host: String, _ port: String) throws -> Address {
          var address = sockaddr_in()
          address.sin_family = sa_family_t(AF_INET)
          guard let number = UInt16(port), inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
              throw SocketError(call: "\\(host), port \\(port)", number: EINVAL)
          }
          address.sin_port = number.bigEndian
          return Address(bytes: withUnsafeBytes(of: address) { Array($0) })
      }
      """
    case .inet6:
      """
      func inet6Address(_ host: String, _ port: String, scope: UInt32) throws -> Address {
          var address = sockaddr_in6()
          address.sin6_family = sa_family_t(AF_INET6)
          address.sin6_scope_id = scope
          guard let number = UInt16(port), inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else {
              throw SocketError(call: "\\(host), port \\(port)", number: EINVAL)
          }
          address.sin6_port = number.bigEndian
          return Address(bytes: withUnsafeBytes(of: address) { Array($0) })
      }
      """
    case .unix:
      """
      func unixAddress(_ name: [UInt8]) -> Address {
          Address(bytes: withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + name)
      }
      """
    case .takingAddress:
      """
      /// A call that also brings an address.
      func takingAddress<Result: SignedInteger>(
          _ call: String,
          _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
      ) throws -> (Result, Address) {
          var storage = sockaddr_storage()
          var length = socklen_t(MemoryLayout.size(ofValue: storage))
          let result = try withUnsafeMutablePointer(to: &storage) { room in
              try room.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                  try check(call, body($0, &length))
              }
          }
          return (result, Address(bytes: withUnsafeBytes(of: storage) { Array($0.prefix(Int(length))) }))
      }
      """
    case .printPort:
      """
      @discardableResult
      func printPort(of sock: Int32) throws -> String {
          var address = sockaddr_in6()  // large enough for IPv4, too, and the port is in the same place
          var length = socklen_t(MemoryLayout.size(ofValue: address))
          let result = withUnsafeMutablePointer(to: &address) { room in
              room.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(sock, $0, &length) }
          }
          try check("getsockname", result)
          let port = UInt16(bigEndian: address.sin6_port)
          print("port", port)
          return "\\(port)"
      }
      """
    case .askPort:
      """
      func askPort(of role: String) -> String {
          print("Port of \\(role):", terminator: " ")
          fflush(nil)
          return readLine() ?? ""
      }
      """
    case .interrupted:
      """
      /// Has SIGINT end the call that waits, with EINTR.
      func letInterruptEndCalls() {
          var action = sigaction()
          action.__sigaction_handler.sa_handler = { _ in }
          sigaction(SIGINT, &action, nil)
      }
      """
    case .show:
      """
      /// Prints data with everything escaped that is no visible character.
      func show(_ data: [UInt8]) {
          let text = data.prefix(4096).map { byte in
              let hex = (byte < 16 ? "0" : "") + String(byte, radix: 16)
              return (0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\\\x\\(hex)"
          }
          print("\\(data.count) bytes:", text.joined())
      }
      """
    case .clock:
      """
      func now() -> timespec {
          var time = timespec()
          clock_gettime(CLOCK_MONOTONIC, &time)
          return time
      }

      /// Sleeps up to so many nanoseconds after the beginning.
      func sleepUntil(_ began: timespec, plus nanoseconds: Int) {
          let moment = began.tv_nsec + nanoseconds
          var due = timespec(
              tv_sec: began.tv_sec + moment / 1_000_000_000, tv_nsec: moment % 1_000_000_000)
          while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nil) == EINTR {}
      }
      """
    default: nil
    }
  }
}
