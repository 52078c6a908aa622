/// Values as bytes, compactly: for the pipes between stage and roles, and for the log's old events.
public protocol Coded {
  func encode(to writer: inout ByteWriter)
  init(from reader: inout ByteReader) throws(Malformed)
}

/// Bytes that are not what `ByteWriter` writes.
public struct Malformed: Error, Hashable, Sendable {
  public init() {}
}

public struct ByteWriter: Sendable {
  public var bytes: [UInt8] = []
  var recentCalls = RecentCalls()

  public init() {}

  public mutating func put(_ byte: UInt8) { bytes.append(byte) }

  /// Little endian, seven bits a byte, zigzag.
  public mutating func put(_ number: Int) {
    var rest = UInt64(bitPattern: Int64((number << 1) ^ (number >> 63)))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  public mutating func put(_ number: UInt64) { put(Int(bitPattern: UInt(number))) }

  public mutating func put(_ flag: Bool) { put(flag ? UInt8(1) : 0) }

  public mutating func put(_ block: [UInt8]) {
    put(block.count)
    bytes.append(contentsOf: block)
  }

  public mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  public mutating func put(_ value: some Coded) { value.encode(to: &self) }

  public mutating func put<T>(_ value: T?, with body: (inout ByteWriter, T) -> Void) {
    put(value != nil)
    if let value { body(&self, value) }
  }

  public mutating func put<T>(_ list: [T], with body: (inout ByteWriter, T) -> Void) {
    put(list.count)
    for element in list { body(&self, element) }
  }
}

public struct ByteReader: Sendable {
  private let bytes: [UInt8]
  private var position: Int
  private var end: Int
  var recentCalls: RecentCalls

  /// `recentCalls` are those of what the same writer wrote before.
  public init(_ bytes: [UInt8], recentCalls: consuming RecentCalls = RecentCalls()) {
    self.recentCalls = recentCalls
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  /// Goes on with what stands there, and no further.
  public mutating func move(to range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  public var isAtEnd: Bool { position == end }

  /// Gives them to the reader of what follows.
  public mutating func takeRecentCalls() -> RecentCalls {
    defer { recentCalls = RecentCalls() }
    return recentCalls
  }

  public mutating func byte() throws(Malformed) -> UInt8 {
    guard position < end else { throw Malformed() }
    defer { position += 1 }
    return bytes[position]
  }

  public mutating func int() throws(Malformed) -> Int {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let next = try byte()
      number |= UInt64(next & 0x7f) << shift
      if next < 0x80 {
        return Int(bitPattern: UInt(number >> 1)) ^ -Int(bitPattern: UInt(number & 1))
      }
    }
    throw Malformed()
  }

  public mutating func int32() throws(Malformed) -> Int32 {
    guard let number = Int32(exactly: try int()) else { throw Malformed() }
    return number
  }

  public mutating func uint64() throws(Malformed) -> UInt64 { UInt64(UInt(bitPattern: try int())) }

  public mutating func bool() throws(Malformed) -> Bool { try byte() != 0 }

  public mutating func block() throws(Malformed) -> [UInt8] {
    let count = try int()
    guard count >= 0, count <= end - position else { throw Malformed() }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  public mutating func string() throws(Malformed) -> String {
    String(decoding: try block(), as: UTF8.self)
  }

  public mutating func value<T: Coded>(_ type: T.Type = T.self) throws(Malformed) -> T {
    try T(from: &self)
  }

  public mutating func optional<T>(
    _ body: (inout ByteReader) throws(Malformed) -> T
  ) throws(Malformed) -> T? {
    try bool() ? try body(&self) : nil
  }

  public mutating func list<T>(
    _ body: (inout ByteReader) throws(Malformed) -> T
  ) throws(Malformed) -> [T] {
    let count = try int()
    guard count >= 0, count <= end - position else { throw Malformed() }
    var list: [T] = []
    for _ in 0..<count { list.append(try body(&self)) }
    return list
  }
}
