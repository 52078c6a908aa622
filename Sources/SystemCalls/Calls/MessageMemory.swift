internal import Glibc

/// The memory that a struct msghdr points to, in one place: buffers, control data, an address.
final class MessageMemory {
  let header = UnsafeMutablePointer<msghdr>.allocate(capacity: 1)
  private let data: UnsafeMutableRawBufferPointer
  private let control: UnsafeMutableRawBufferPointer
  private let name: UnsafeMutableRawBufferPointer
  private let vectors: UnsafeMutableBufferPointer<iovec>

  private init(buffers: [Int], controlLength: Int, nameLength: Int) {
    data = .allocate(byteCount: max(1, buffers.reduce(0, +)), alignment: 16)
    control = .allocate(byteCount: max(1, controlLength), alignment: 16)
    name = .allocate(byteCount: max(1, nameLength), alignment: 16)
    vectors = .allocate(capacity: max(1, buffers.count))
    var offset = 0
    for (index, length) in buffers.enumerated() {
      let base = data.baseAddress.map { $0 + offset }
      vectors.initializeElement(at: index, to: iovec(iov_base: base, iov_len: length))
      offset += length
    }
    header.initialize(
      to: msghdr(
        msg_name: nameLength == 0 ? nil : name.baseAddress, msg_namelen: socklen_t(nameLength),
        msg_iov: vectors.baseAddress, msg_iovlen: buffers.count,
        msg_control: controlLength == 0 ? nil : control.baseAddress,
        msg_controllen: controlLength, msg_flags: 0))
  }

  /// With a message to be sent in it.
  convenience init(_ buffers: [[UInt8]], to address: [UInt8], control: [UInt8]) {
    self.init(
      buffers: buffers.map(\.count), controlLength: control.count, nameLength: address.count)
    var offset = 0
    for buffer in buffers {
      data[offset...].copyBytes(from: buffer)
      offset += buffer.count
    }
    self.control.copyBytes(from: control)
    name.copyBytes(from: address)
  }

  /// With room for a message, filled with zeros.
  convenience init(room: MessageRoom) {
    self.init(
      buffers: room.buffers, controlLength: room.controlLength, nameLength: room.nameLength)
    for memory in [data, control, name] { memory.initializeMemory(as: UInt8.self, repeating: 0) }
  }

  deinit {
    for memory in [data, control, name] { memory.deallocate() }
    vectors.deallocate()
    header.deallocate()
  }

  var namePointer: UInt { UInt(bitPattern: header.pointee.msg_name) }

  /// The whole as values; `count` bytes of the buffers are filled, and more where MSG_TRUNC says so.
  func value(filled count: Int) -> MessageHeader {
    var budget = Bytes.keptAtMost
    return value(filled: count, keeping: &budget)
  }

  /// The same, for one of several messages that together keep no more than `budget` bytes.
  func value(filled count: Int, keeping budget: inout Int) -> MessageHeader {
    let raw = header.pointee
    let name = UnsafeRawBufferPointer(
      start: raw.msg_name, count: min(Int(raw.msg_namelen), name.count))
    let control = UnsafeRawBufferPointer(
      start: raw.msg_control, count: min(raw.msg_controllen, control.count))
    return MessageHeader(
      name: raw.msg_name == nil ? nil : SocketAddress(raw: name),
      nameLength: Int(raw.msg_namelen), buffers: buffers(filled: count, keeping: &budget),
      control: ControlMessage.list(in: control), controlLength: raw.msg_controllen,
      flags: Int(raw.msg_flags))
  }

  /// All of them together keep no more than `budget`, apart from what strace shows of each.
  func buffers(filled count: Int, keeping budget: inout Int) -> [MessageBuffer] {
    var rest = count
    return vectors.prefix(header.pointee.msg_iovlen).map { vector in
      let length = min(rest, vector.iov_len)
      rest -= length
      var bytes = Bytes(UnsafeRawBufferPointer(start: vector.iov_base, count: length))
      bytes.kept = Array(bytes.kept.prefix(max(budget, straceStringLength)))
      budget -= bytes.kept.count
      return MessageBuffer(data: bytes, length: vector.iov_len)
    }
  }
}
