extension SwiftHelper {
  /// What takes C's structures: options, select, epoll, messages with ancillary data. nil for the others.
  var structText: String? {
    switch self {
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
    case .receiveMessages:
      """
      // Swift's Glibc module leaves recvmmsg out: this is the C library's function.
      @_silgen_name("recvmmsg") func recvmmsg(
          _ sock: Int32, _ messages: UnsafeMutableRawPointer, _ most: UInt32, _ flags: Int32,
          _ limit: UnsafeMutablePointer<timespec>?) -> Int32

      /// A struct mmsghdr.
      struct CountedMessage {
          var header = msghdr()
          var length: UInt32 = 0
      }

      /// Up to so many messages in one call, each into buffers of these lengths.
      func receiveMessages(
          _ sock: Int32, most: Int, into lengths: [Int], control: Int, flags: Int32,
          nanoseconds: Int? = nil
      ) throws -> [[UInt8]] {
          let size = lengths.reduce(0, +)
          let rooms = UnsafeMutableRawPointer.allocate(byteCount: most * size, alignment: 8)
          let controls = UnsafeMutableRawPointer.allocate(byteCount: most * control, alignment: 8)
          let names = UnsafeMutablePointer<sockaddr_storage>.allocate(capacity: most)
          let vectors = UnsafeMutablePointer<iovec>.allocate(capacity: most * lengths.count)
          defer {
              rooms.deallocate()
              controls.deallocate()
              names.deallocate()
              vectors.deallocate()
          }
          var messages = (0..<most).map { index in
              var room = rooms + index * size
              let first = vectors + index * lengths.count
              for (place, length) in lengths.enumerated() {
                  first[place] = iovec(iov_base: room, iov_len: length)
                  room += length
              }
              var message = CountedMessage()
              message.header.msg_name = UnsafeMutableRawPointer(names + index)
              message.header.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
              message.header.msg_iov = first
              message.header.msg_iovlen = lengths.count
              message.header.msg_control = control > 0 ? controls + index * control : nil
              message.header.msg_controllen = control
              return message
          }
          var limit = timespec(
              tv_sec: (nanoseconds ?? 0) / 1_000_000_000, tv_nsec: (nanoseconds ?? 0) % 1_000_000_000)
          let count = try withUnsafeMutablePointer(to: &limit) { limit in
              try check(
                  "recvmmsg",
                  recvmmsg(sock, &messages, UInt32(most), flags, nanoseconds == nil ? nil : limit))
          }
          return (0..<Int(count)).map { index in
              let length = min(Int(messages[index].length), size)
              return Array(UnsafeRawBufferPointer(start: rooms + index * size, count: length))
          }
      }
      """
    default: nil
    }
  }
}
