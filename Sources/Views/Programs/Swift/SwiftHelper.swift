/// A function or type that a Swift program has only where it needs it.
enum SwiftHelper: CaseIterable {
  case check, address, inet, inet6, unix, takingAddress, printPort, askPort, interrupted, show
  case sendOnce, sendTo, receive, receiveFrom, readOnce
  case sendAll, receiveExactly, receiveUntil, receiveAll, fill, randomBytes, readFile
  case setOption, getOption, select, epoll, accept4, control, sendMessage, receiveMessage

  var needs: Set<SwiftHelper> {
    switch self {
    case .check, .fill, .randomBytes, .show, .askPort, .interrupted, .accept4, .control: []
    case .inet, .inet6: [.check, .address]
    case .unix: [.address]
    case .takingAddress, .printPort: [.check, .address]
    case .sendOnce, .setOption, .getOption, .epoll, .select, .readFile: [.check]
    case .sendTo: [.check, .address]
    case .receive, .readOnce: [.check, .show]
    case .receiveFrom: [.check, .address, .show, .takingAddress]
    case .sendAll: [.check]
    case .receiveExactly, .receiveUntil: [.check, .show, .receive]
    case .receiveAll: [.check, .show, .receive]
    case .sendMessage, .receiveMessage: [.check, .address, .control, .show]
    case .address: [.check]
    }
  }

  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private var text: String {
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
          address.sin_port = (UInt16(port) ?? 0).bigEndian
          guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
              throw SocketError(call: host, number: EINVAL)
          }
          return Address(bytes: withUnsafeBytes(of: address) { Array($0) })
      }
      """
    case .inet6:
      """
      func inet6Address(_ host: String, _ port: String, scope: UInt32) throws -> Address {
          var address = sockaddr_in6()
          address.sin6_family = sa_family_t(AF_INET6)
          address.sin6_port = (UInt16(port) ?? 0).bigEndian
          address.sin6_scope_id = scope
          guard inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else {
              throw SocketError(call: host, number: EINVAL)
          }
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
          fflush(nil)
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
              (0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\\\x\\(String(byte, radix: 16))"
          }
          print("\\(data.count) bytes:", text.joined())
      }
      """
    case .sendOnce:
      """
      @discardableResult
      func sendOnce(_ sock: Int32, _ data: [UInt8], flags: Int32 = 0) throws -> Int {
          try check("send", send(sock, data, data.count, flags))
      }
      """
    case .sendTo:
      """
      @discardableResult
      func sendTo(
          _ sock: Int32, _ data: [UInt8], flags: Int32 = 0, _ address: Address
      ) throws -> Int {
          try check("sendto", address.with { sendto(sock, data, data.count, flags, $0, $1) })
      }
      """
    case .receive:
      """
      func receive(_ sock: Int32, atMost count: Int, flags: Int32 = 0) throws -> [UInt8] {
          var data = [UInt8](repeating: 0, count: count)
          let received = try check("recv", recv(sock, &data, count, flags))
          return Array(data.prefix(received))
      }
      """
    case .receiveFrom:
      """
      func receiveFrom(
          _ sock: Int32, atMost count: Int, flags: Int32 = 0
      ) throws -> ([UInt8], Address) {
          var data = [UInt8](repeating: 0, count: count)
          let (received, sender) = try takingAddress("recvfrom") {
              recvfrom(sock, &data, count, flags, $0, $1)
          }
          return (Array(data.prefix(received)), sender)
      }
      """
    case .readOnce:
      """
      func readOnce(_ sock: Int32, atMost count: Int) throws -> [UInt8] {
          var data = [UInt8](repeating: 0, count: count)
          let received = try check("read", read(sock, &data, count))
          return Array(data.prefix(received))
      }
      """
    case .sendAll:
      """
      /// Sends all of the data, at most so many bytes of it in a call.
      func sendAll(_ sock: Int32, _ data: [UInt8], piece: Int) throws {
          var sent = 0
          while sent < data.count {
              let end = min((sent / piece + 1) * piece, data.count)
              sent += try data[sent..<end].withUnsafeBytes {
                  try check("send", send(sock, $0.baseAddress, $0.count, 0))
              }
          }
      }
      """
    case .receiveExactly:
      """
      /// Receives so many bytes, however they come; fewer only at the end of the stream.
      func receiveExactly(_ sock: Int32, _ count: Int) throws -> [UInt8] {
          var data: [UInt8] = []
          while data.count < count {
              let piece = try receive(sock, atMost: min(count - data.count, 4 << 20))
              if piece.isEmpty { break }
              data += piece
          }
          return data
      }
      """
    case .receiveUntil:
      """
      /// Receives up to the mark, and leaves what is behind it to the next call.
      func receive(_ sock: Int32, until mark: [UInt8]) throws -> [UInt8] {
          var data: [UInt8] = []
          while !data.ends(with: mark) {
              let seen = try receive(sock, atMost: 4096, flags: Int32(MSG_PEEK))
              if seen.isEmpty { break }
              let wanted = seen.indices.first { (data + seen[...$0]).ends(with: mark) }
              data += try receive(sock, atMost: wanted.map { $0 + 1 } ?? seen.count)
          }
          return data
      }

      extension [UInt8] {
          func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
      }
      """
    case .receiveAll:
      """
      /// Receives up to the end of the stream, and counts.
      func receiveAll(_ sock: Int32) throws -> Int {
          var received = 0
          while true {
              let piece = try receive(sock, atMost: 4 << 20)
              if piece.isEmpty { return received }
              received += piece.count
          }
      }
      """
    case .fill:
      """
      func repeated(_ pattern: [UInt8], count: Int) -> [UInt8] {
          (0..<count).map { pattern[$0 % pattern.count] }
      }
      """
    case .randomBytes:
      """
      /// SplitMix64: the same bytes for the same seed.
      func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
          (0..<count).map { index in
              var z = seed &+ (UInt64(index / 8) + 1) &* 0x9E37_79B9_7F4A_7C15
              z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
              z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
              return UInt8(truncatingIfNeeded: (z ^ z >> 31) >> UInt64(index % 8 * 8))
          }
      }
      """
    case .readFile:
      """
      func readFile(_ path: String, count: Int) throws -> [UInt8] {
          guard let file = fopen(path, "rb") else { throw SocketError(call: path, number: errno) }
          defer { fclose(file) }
          var data = [UInt8](repeating: 0, count: count)
          let length = fread(&data, 1, count, file)
          return Array(data.prefix(length))
      }
      """
    case .setOption:
      """
      func setOption<Value>(_ sock: Int32, _ level: Int32, _ name: Int32, _ value: Value) throws {
          let bytes = (value as? [UInt8]) ?? withUnsafeBytes(of: value) { Array($0) }
          try check("setsockopt", setsockopt(sock, level, name, bytes, socklen_t(bytes.count)))
      }
      """
    case .getOption:
      """
      func getOption<Value>(
          _ sock: Int32, _ level: Int32, _ name: Int32, _ room: Value
      ) throws -> Value {
          var value = room
          var length = socklen_t(MemoryLayout<Value>.size)
          if var bytes = room as? [UInt8], let _ = value as? [UInt8] {
              length = socklen_t(bytes.count)
              try check("getsockopt", getsockopt(sock, level, name, &bytes, &length))
              return (Array(bytes.prefix(Int(length))) as? Value) ?? room
          }
          let result = withUnsafeMutableBytes(of: &value) {
              getsockopt(sock, level, name, $0.baseAddress, &length)
          }
          try check("getsockopt", result)
          return value
      }
      """
    case .select:
      """
      /// select(2): the sets are fd_set's 1024 bits.
      func waitWithSelect(
          _ count: Int32, _ reading: [Int32]?, _ writing: [Int32]?, _ exceptional: [Int32]?,
          microseconds: Int?
      ) throws {
          func bits(_ descriptors: [Int32]?) -> UnsafeMutablePointer<fd_set>? {
              guard let descriptors else { return nil }
              let set = UnsafeMutablePointer<fd_set>.allocate(capacity: 1)
              set.initialize(to: fd_set())
              let words = UnsafeMutableRawPointer(set).assumingMemoryBound(to: UInt.self)
              for fd in descriptors { words[Int(fd) / 64] |= 1 << UInt(fd % 64) }
              return set
          }
          let sets = [bits(reading), bits(writing), bits(exceptional)]
          defer { for set in sets { set?.deallocate() } }
          var limit = timeval(
              tv_sec: (microseconds ?? 0) / 1_000_000, tv_usec: (microseconds ?? 0) % 1_000_000)
          let ready = try withUnsafeMutablePointer(to: &limit) {
              try check("select", select(count, sets[0], sets[1], sets[2], microseconds == nil ? nil : $0))
          }
          print(ready, "ready")
      }
      """
    case .epoll:
      """
      // Swift's Glibc module leaves epoll out: these are the C library's functions.
      @_silgen_name("epoll_create1") func epoll_create1(_ flags: Int32) -> Int32
      @_silgen_name("epoll_ctl") func epoll_ctl(
          _ set: Int32, _ operation: Int32, _ fd: Int32, _ event: UnsafeMutableRawPointer?) -> Int32
      @_silgen_name("epoll_wait") func epoll_wait(
          _ set: Int32, _ events: UnsafeMutableRawPointer, _ most: Int32, _ limit: Int32) -> Int32

      /// struct epoll_event, which is packed on x86-64: the events, then 64 bits of the caller's.
      #if arch(x86_64)
      let eventSize = 12
      #else
      let eventSize = 16
      #endif

      func watch(_ set: Int32, _ operation: Int32, _ fd: Int32, events: UInt32) throws {
          var event = [UInt8](repeating: 0, count: eventSize)
          event.withUnsafeMutableBytes {
              $0.storeBytes(of: events, as: UInt32.self)
              $0.storeBytes(of: fd, toByteOffset: eventSize - 8, as: Int32.self)
          }
          try check("epoll_ctl", epoll_ctl(set, operation, fd, &event))
      }

      func waitForEvents(_ set: Int32, most: Int32, milliseconds: Int32) throws {
          var events = [UInt8](repeating: 0, count: Int(most) * eventSize)
          let ready = try check("epoll_wait", epoll_wait(set, &events, most, milliseconds))
          for index in 0..<Int(ready) {
              events.withUnsafeBytes {
                  let bits = $0.loadUnaligned(fromByteOffset: index * eventSize, as: UInt32.self)
                  let fd = $0.loadUnaligned(fromByteOffset: (index + 1) * eventSize - 8, as: Int32.self)
                  print("ready:", fd, "events 0x" + String(bits, radix: 16))
              }
          }
      }
      """
    case .accept4:
      """
      // Swift's Glibc module leaves accept4 out: this is the C library's function.
      @_silgen_name("accept4") func accept4(
          _ sock: Int32, _ address: UnsafeMutablePointer<sockaddr>?,
          _ length: UnsafeMutablePointer<socklen_t>?, _ flags: Int32) -> Int32
      """
    case .control:
      """
      func bytes(of descriptors: [Int32]) -> [UInt8] {
          descriptors.withUnsafeBytes { Array($0) }
      }

      /// A struct cmsghdr and its data, padded as CMSG_SPACE counts.
      func controlMessage(_ level: Int32, _ type: Int32, _ data: [UInt8]) -> [UInt8] {
          let header = withUnsafeBytes(of: (16 + data.count, level, type)) { Array($0) }
          return header + data + [UInt8](repeating: 0, count: -data.count & 7)
      }
      """
    case .sendMessage:
      """
      @discardableResult
      func sendMessage(
          _ sock: Int32, _ buffers: [[UInt8]], control: [UInt8], to address: Address?, flags: Int32
      ) throws -> Int {
          let data = buffers.map { buffer in
              let room = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count, alignment: 8)
              room.copyBytes(from: buffer)
              return room
          }
          defer { for room in data { room.deallocate() } }
          var vectors = data.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
          var control = control
          var name = address?.bytes ?? []
          return try vectors.withUnsafeMutableBufferPointer { vectors in
              try control.withUnsafeMutableBytes { control in
                  try name.withUnsafeMutableBytes { name in
                      var header = msghdr()
                      header.msg_name = name.isEmpty ? nil : name.baseAddress
                      header.msg_namelen = socklen_t(name.count)
                      header.msg_iov = vectors.baseAddress
                      header.msg_iovlen = vectors.count
                      header.msg_control = control.isEmpty ? nil : control.baseAddress
                      header.msg_controllen = control.count
                      return try check("sendmsg", sendmsg(sock, &header, flags))
                  }
              }
          }
      }
      """
    case .receiveMessage:
      """
      struct Message {
          var data: [UInt8]
          var control: [UInt8]
          var sender: Address

          /// A descriptor that came with it (SCM_RIGHTS), behind the header of 16 bytes.
          func descriptor(_ index: Int) -> Int32 {
              control.withUnsafeBytes {
                  $0.loadUnaligned(fromByteOffset: 16 + 4 * index, as: Int32.self)
              }
          }
      }

      func receiveMessage(
          _ sock: Int32, into lengths: [Int], control room: Int, flags: Int32
      ) throws -> Message {
          let buffers = lengths.map {
              UnsafeMutableRawBufferPointer.allocate(byteCount: $0, alignment: 8)
          }
          defer { for buffer in buffers { buffer.deallocate() } }
          var vectors = buffers.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
          var control = [UInt8](repeating: 0, count: room)
          var name = sockaddr_storage()
          var header = msghdr()
          let count = try vectors.withUnsafeMutableBufferPointer { vectors in
              try control.withUnsafeMutableBytes { control in
                  try withUnsafeMutableBytes(of: &name) { name in
                      header.msg_name = name.baseAddress
                      header.msg_namelen = socklen_t(name.count)
                      header.msg_iov = vectors.baseAddress
                      header.msg_iovlen = vectors.count
                      header.msg_control = control.isEmpty ? nil : control.baseAddress
                      header.msg_controllen = control.count
                      return try check("recvmsg", recvmsg(sock, &header, flags))
                  }
              }
          }
          let sender = withUnsafeBytes(of: name) { Array($0.prefix(Int(header.msg_namelen))) }
          return Message(
              data: Array(buffers.flatMap { Array($0) }.prefix(count)),
              control: Array(control.prefix(Int(header.msg_controllen))), sender: Address(bytes: sender))
      }
      """
    }
  }
}
