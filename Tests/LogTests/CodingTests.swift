import Log
import SystemCalls
import Testing

/// What travels between stage and roles, and to the temporary file, arrives as it was.
struct CodingTests {
  @Test(arguments: Sample.kinds) func `an event is read back as it was written`(
    _ kind: Event.Kind
  ) throws {
    let event = Event(seq: 5, time: .max, role: "server", kind: kind)
    var writer = ByteWriter()
    event.encode(to: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try Event(from: &reader) == event)
    #expect(reader.isAtEnd)
  }

  @Test func `calls that come again are short, and read back as they were, among others`() throws {
    let names = ["send", "recv", "send", "recv", "poll", "send", "accept", "close", "recv", "send"]
    let calls = (0..<100).map { place in
      Call(
        names[place % names.count],
        [
          Argument("sockfd", .descriptor(3)),
          Argument("buf", .bytes(Bytes([UInt8](repeating: 7, count: 4000 + place % 3)))),
        ])
    }
    var writer = ByteWriter()
    for call in calls { writer.put(call) }
    #expect(writer.bytes.count < 100 * 60)
    var reader = ByteReader(writer.bytes)
    for call in calls { #expect(try reader.value(Call.self) == call) }
    #expect(reader.isAtEnd)
  }

  @Test(arguments: 1...4) func `the calls of a short loop are said by their places alone`(
    length: Int
  ) throws {
    var writer = ByteWriter()
    for name in ["socket", "bind", "connect", "poll"] {
      writer.put(Call(name, [Argument("sockfd", .descriptor(3))]))
    }
    for round in 0..<3 {
      let start = writer.bytes.count
      for place in 0..<length {
        writer.put(Call("send", [Argument("sockfd", .descriptor(Int32(place)))]))
      }
      if round > 0 { #expect(writer.bytes.count - start == 2 * length) }
    }
  }

  @Test func `a place where no call was is refused`() {
    for place in [-1, 0, 1, 99] {
      var writer = ByteWriter()
      writer.put(true)
      writer.put(place)
      var reader = ByteReader(writer.bytes)
      #expect(throws: Malformed.self) { try Call(from: &reader) }
    }
  }

  @Test(arguments: [0, 1, 16, 17, 4096])
  func `data of one byte is read back as it was written, and more than is ever kept is refused`(
    count: Int
  ) throws {
    let bytes = Bytes([UInt8](repeating: 0, count: count))
    var writer = ByteWriter()
    writer.put(bytes)
    #expect(count < 17 || writer.bytes.count < 32)
    var reader = ByteReader(writer.bytes)
    #expect(try reader.value(Bytes.self) == bytes)
    writer = ByteWriter()
    writer.put(true)
    writer.put(UInt8(0))
    writer.put(1 << 40)
    reader = ByteReader(writer.bytes)
    #expect(throws: Malformed.self) { try Bytes(from: &reader) }
  }

  @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 1 << 40, .max, .min])
  func `a number is read back as it was written`(_ number: Int) throws {
    var writer = ByteWriter()
    writer.put(number)
    var reader = ByteReader(writer.bytes)
    #expect(try reader.int() == number)
  }

  @Test func `bytes that were cut short are refused, whatever they were`() {
    for kind in Sample.kinds {
      var writer = ByteWriter()
      Event(seq: 1, time: 2, role: nil, kind: kind).encode(to: &writer)
      for count in 0..<writer.bytes.count {
        var reader = ByteReader(Array(writer.bytes.prefix(count)))
        #expect(throws: Malformed.self) { try Event(from: &reader) }
      }
    }
  }

  @Test func `random bytes never trap`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0..<64)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      var reader = ByteReader(bytes)
      _ = try? Event(from: &reader)
    }
  }
}
