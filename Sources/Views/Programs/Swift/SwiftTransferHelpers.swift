extension SwiftHelper {
  /// Sending and receiving, and making what is sent. nil for the others.
  var transferText: String? {
    switch self {
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
              let piece = try receive(sock, atMost: min(count - data.count, 128 << 10))
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
              let piece = try receive(sock, atMost: 128 << 10)
              if piece.isEmpty { return received }
              received += piece.count
          }
      }
      """
    case .writeVector:
      """
      @discardableResult
      func writeVector(_ sock: Int32, _ buffers: [[UInt8]]) throws -> Int {
          let rooms = buffers.map { buffer in
              let room = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count, alignment: 8)
              room.copyBytes(from: buffer)
              return room
          }
          defer { for room in rooms { room.deallocate() } }
          let vectors = rooms.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
          return try check("writev", writev(sock, vectors, Int32(vectors.count)))
      }
      """
    case .readVector:
      """
      func readVector(_ sock: Int32, into lengths: [Int]) throws -> [[UInt8]] {
          let rooms = lengths.map {
              UnsafeMutableRawBufferPointer.allocate(byteCount: $0, alignment: 8)
          }
          defer { for room in rooms { room.deallocate() } }
          let vectors = rooms.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
          var rest = try check("readv", readv(sock, vectors, Int32(vectors.count)))
          return rooms.map { room in
              defer { rest -= min(rest, room.count) }
              return Array(room.prefix(rest))
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
    default: nil
    }
  }
}
