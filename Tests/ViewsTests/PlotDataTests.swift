import Log
import SystemCalls
import Testing

@testable import Views

/// A log made by hand.
private struct Story {
  private(set) var events: [Event] = []

  mutating func add(_ role: String?, at milliseconds: Int, _ kind: Event.Kind) {
    events.append(
      Event(
        seq: events.count + 1, time: UInt64(milliseconds) * 1_000_000, role: role, kind: kind))
  }

  mutating func call(
    _ role: String, at milliseconds: Int, took: Int = 0, _ name: String, _ result: Int,
    _ values: Value...
  ) {
    let names = ["socket": ["domain", "type"], "connect": ["sockfd", "addr"]]
    let usual = ["sockfd", "buf", "len", "flags", "addr"]
    let arguments = zip(names[name] ?? usual, values).map { Argument($0, $1) }
    let outcome = Outcome(
      result: result, errno: nil, nanoseconds: UInt64(took) * 1_000_000)
    add(
      role, at: milliseconds,
      .returned(Returned(call: Call(name, arguments), outcome: outcome, late: false)))
  }

  mutating func socket(_ role: String, _ fd: Int32, type: Int) {
    call(
      role, at: 0, "socket", Int(fd), .constant(2, table: .addressFamily),
      .constant(type, table: .socketType))
  }

  mutating func place(_ role: String, _ fd: Int32, _ local: SocketAddress, _ remote: SocketAddress?)
  {
    add(
      role, at: 0,
      .state(
        StateChange(
          fd: fd, property: .local, from: "", to: "", local: local, remote: remote,
          orphaned: false)))
  }

  mutating func send(_ role: String, _ fd: Int32, at time: Int, took: Int = 0, _ text: String) {
    call(
      role, at: time, took: took, "send", text.utf8.count, .descriptor(fd),
      .bytes(Bytes(Array(text.utf8))), .integer(text.utf8.count),
      .constant(0, table: .messageFlags))
  }

  mutating func recv(_ role: String, _ fd: Int32, at time: Int, _ text: String, flags: Int = 0) {
    call(
      role, at: time, took: 1, "recv", text.utf8.count, .descriptor(fd),
      .buffer(pointer: 1, filled: Bytes(Array(text.utf8))), .integer(4096),
      .constant(flags, table: .messageFlags))
  }

  func series(
    _ quantity: Quantity, of role: String? = nil, _ fd: Int32? = nil, last: Int? = nil
  ) -> [PlotSeries] {
    var data = PlotData(quantity, of: role, fd)
    for event in events { data.take(event) }
    return data.series(last: last.map { UInt64($0) * 1_000_000 })
  }

  var tooLittle: [String] {
    var data = PlotData(.throughput, of: nil, nil)
    for event in events { data.take(event) }
    return data.tooLittle(last: nil)
  }
}

private let here = SocketAddress.ipv4(0x0a00_0001, port: 4000)
private let there = SocketAddress.ipv4(0x0a00_0002, port: 9000)

/// A client and a server with a stream between them.
private var connected: Story {
  var story = Story()
  story.socket("client", 3, type: 1)
  story.place("client", 3, here, there)
  story.call(
    "server", at: 0, "accept", 4, .descriptor(3), .addressRoom(pointer: 1, filled: here))
  return story
}

private var datagrams: Story {
  var story = Story()
  story.socket("server", 3, type: 2)
  story.place("server", 3, .ipv4(0, port: 9000), nil)
  story.socket("client", 3, type: 2)
  story.place("client", 3, here, there)
  return story
}

@Suite struct PlotDataTests {
  @Test func `a message of a stream has come when its last byte has`() throws {
    var story = connected
    // The log has the receiver's calls before those of a sender that it reads later.
    story.recv("server", 4, at: 30, "ab")
    story.recv("server", 4, at: 31, "ab", flags: 2)
    story.recv("server", 4, at: 90, "cdefg")
    story.send("client", 3, at: 5, took: 5, "abc")
    story.send("client", 3, at: 20, "def")
    story.send("client", 3, at: 40, "g")
    story.send("client", 3, at: 95, "h")
    let series = try #require(story.series(.delay).first)
    #expect(series.points.map(\.time) == [0, 20_000_000, 40_000_000])
    #expect(series.points.map(\.value) == [90_000, 70_000, 50_000])
    #expect(series.gaps == [95_000_000])
    #expect(series.title == "client @3 → server @4: 4 sent, 3 received")
    for meant in [("client", nil), ("server", 4), ("client", 3)] as [(String, Int32?)] {
      #expect(story.series(.delay, of: meant.0, meant.1) == [series])
    }
    #expect(story.series(.delay, of: "server", 3).isEmpty)
  }

  @Test func `a datagram is known by its content, one that is lost is a gap`() throws {
    var story = datagrams
    for (time, text) in [(10, "a"), (20, "b"), (30, "c")] {
      story.send("client", 3, at: time, text)
    }
    story.recv("server", 3, at: 40, "a")
    story.recv("server", 3, at: 45, "c")
    let series = try #require(story.series(.delay).first)
    #expect(series.points.map(\.value) == [30_000, 15_000])
    #expect(series.gaps == [20_000_000])
  }

  @Test func `what was sent to another port is not lost on the way to this one`() throws {
    var story = datagrams
    for (time, port) in [(10, 9000), (20, 9001), (30, 9000)] {
      story.call(
        "client", at: time, "sendto", 1, .descriptor(3), .bytes(Bytes([65])), .integer(1),
        .constant(0, table: .messageFlags), .address(there.with(port: UInt16(port))))
    }
    story.recv("server", 3, at: 15, "A")
    let series = try #require(story.series(.delay).first)
    #expect(series.gaps == [30_000_000])
    #expect(series.title == "client @3 → server @3: 2 sent, 1 received")
  }

  @Test func `where the wire has seen them, one of several alike is not taken for another`() throws
  {
    var story = datagrams
    for (index, fate) in [PacketSeen.Fate.Verdict.lost, .delivered].enumerated() {
      story.send("client", 3, at: 10 * (index + 1), "same")
      story.add(
        nil, at: 10 * (index + 1),
        .packet(
          PacketSeen(
            number: index + 1, from: "alice", to: "bob", source: here, destination: there,
            content: .udp(length: 4), length: 32, fate: .init(fate), remarks: [])))
    }
    story.recv("server", 3, at: 25, "same")
    let series = try #require(story.series(.delay).first)
    #expect(series.points.map(\.value) == [5_000])
    #expect(series.gaps == [10_000_000])
    #expect(series.title == "client @3 → server @3: 2 sent, 1 received, 1 lost by the wire")
  }

  @Test func `a descriptor that is handed out again is another socket`() {
    var story = connected
    story.send("client", 3, at: 1, "old")
    story.recv("server", 4, at: 2, "old")
    story.call("client", at: 3, "close", 0, .descriptor(3))
    story.call("server", at: 3, "close", 0, .descriptor(4))
    story.socket("client", 3, type: 1)
    story.place("client", 3, here.with(port: 4001), there)
    story.call(
      "server", at: 4, "accept", 4, .descriptor(3),
      .addressRoom(pointer: 1, filled: here.with(port: 4001)))
    story.send("client", 3, at: 10, "new one")
    story.recv("server", 4, at: 30, "new one")
    #expect(story.series(.delay).map { $0.points.map(\.value) } == [[1000], [20_000]])
  }

  @Test func `the parts of the throughput add up to all bytes`() throws {
    var story = connected
    for index in 0..<100 { story.recv("server", 4, at: 10 * index, "0123456789") }
    let series = try #require(story.series(.throughput).first)
    let part = Double(990_000_000) / 50
    let bytes = series.points.reduce(0) { $0 + $1.value * part / 8e9 }
    #expect(abs(bytes - 1000) < 0.001)
    #expect(series.span == 0...990_000_000)
    #expect(series.title.hasPrefix("server @4, received 1000 bytes"))
    let late = try #require(story.series(.throughput, last: 95).first)
    #expect(late.title == "server @4, received 100 bytes, in parts of 1.8 ms")
    #expect(late.span == 900_000_000...990_000_000)
  }

  @Test func `a queue is as long as it was said last`() throws {
    var story = connected
    for (time, from, to) in [(10, 0, 5), (30, 5, 12), (50, 12, 0)] {
      story.add(
        "server", at: time,
        .state(
          StateChange(
            fd: 4, property: .receiveQueue, from: "\(from)", to: "\(to)", local: nil, remote: nil,
            orphaned: false)))
    }
    story.add(nil, at: 80, .note("later"))
    let series = try #require(story.series(.queue).first)
    #expect(series.points.map(\.value) == [0, 5, 12, 0])
    #expect(series.span == 10_000_000...80_000_000)
  }

  @Test func `of the last moments of a queue no more is drawn, however long ago it changed`() throws
  {
    var story = connected
    for (time, from, to) in [(10, 0, 5), (30, 5, 12)] {
      story.add(
        "server", at: time,
        .state(
          StateChange(
            fd: 4, property: .receiveQueue, from: "\(from)", to: "\(to)", local: nil, remote: nil,
            orphaned: false)))
    }
    story.add(nil, at: 9000, .note("later"))
    let series = try #require(story.series(.queue, last: 500).first)
    #expect(series.points == [.init(time: 8_500_000_000, value: 12)])
    #expect(series.span == 8_500_000_000...9_000_000_000)
    let longer = try #require(story.series(.queue, last: 8980).first)
    #expect(longer.points.map(\.value) == [5, 12])
    story.call("server", at: 9000, "close", 0, .descriptor(4))
    story.add(nil, at: 20_000, .note("later still"))
    #expect(story.series(.queue, last: 500) == [series])
  }

  @Test func `a title counts what is drawn`() throws {
    var story = datagrams
    for (time, text) in [(10, "a"), (20, "b"), (930, "c"), (960, "d")] {
      story.send("client", 3, at: time, text)
    }
    for (time, text) in [(40, "a"), (945, "c")] { story.recv("server", 3, at: time, text) }
    #expect(story.series(.delay).map(\.title) == ["client @3 → server @3: 4 sent, 2 received"])
    let late = try #require(story.series(.delay, last: 100).first)
    #expect(late.title == "client @3 → server @3: 2 sent, 1 received")
    #expect(late.gaps == [960_000_000])
  }

  @Test func `one call has no throughput, which is said, and what can be drawn is drawn`() {
    var story = connected
    story.send("client", 3, at: 1, "abc")
    #expect(story.series(.throughput).isEmpty)
    #expect(story.tooLittle == ["client @3 has sent 3 bytes in one call, which gives no rate"])
    story.recv("server", 4, at: 5, "abc")
    #expect(story.tooLittle == ["server @4 has received 3 bytes in one call, which gives no rate"])
    story.send("client", 3, at: 9, "defgh")
    #expect(story.series(.throughput).map(\.name) == ["client @3"])
    #expect(story.tooLittle == ["server @4 has received 3 bytes in one call, which gives no rate"])
    story.recv("server", 4, at: 11, "defgh")
    #expect(story.series(.throughput).map(\.name) == ["server @4"])
    #expect(story.tooLittle.isEmpty)
  }

  @Test func `what info watch has seen is drawn, and nothing else`() {
    var story = connected
    story.add(
      "client", at: 5,
      .measured(Measurement(fd: 3, rtt: 0, rto: 1_000_000, cwnd: 10, unacked: 1, notSent: 0)))
    story.add(
      "client", at: 9,
      .measured(Measurement(fd: 3, rtt: 700, rto: 200_000, cwnd: 11, unacked: 2, notSent: 9)))
    let values = [Quantity.cwnd, .rtt, .rto, .inflight, .queue].map {
      story.series($0).flatMap(\.points).map(\.value)
    }
    // No round trip was measured at the first look.
    #expect(values == [[10, 11], [700], [1_000_000, 200_000], [1, 2], [9]])
    #expect(story.series(.delay).isEmpty && story.series(.throughput).isEmpty)
  }
}
