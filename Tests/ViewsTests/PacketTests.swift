import Log
import SystemCalls
import Testing
import Views

private func packet(
  _ content: PacketSeen.Content, from: String = "alice", to: String? = "bob", number: Int = 1,
  _ fate: PacketSeen.Fate = PacketSeen.Fate(.delivered), _ remarks: [String] = []
) -> PacketSeen {
  PacketSeen(
    number: number, from: from, to: to, source: .ipv4(0x0a00_0001, port: 43210),
    destination: .ipv4(0x0a00_0002, port: 9000), content: content, length: 60, fate: fate,
    remarks: remarks)
}

private func segment(
  _ flags: String, _ sequence: Int = 1, ack: Int? = 1, length: Int = 0, window: Int = 64240
) -> PacketSeen.Content {
  .tcp(
    PacketSeen.Segment(
      flags: flags, sequence: sequence, acknowledgement: ack, length: length, window: window))
}

private let live = {
  var style = TerminalText.Style()
  style.showsPackets = true
  return style
}()

private func shown(_ packets: PacketSeen..., style: TerminalText.Style = live) -> [String] {
  var screen = Screen(style)
  for packet in packets { screen.show(nil, .packet(packet)) }
  screen.prompt()
  return screen.lines
}

private let fates: [(PacketSeen.Fate, String)] = [
  (PacketSeen.Fate(.delivered), ""), (PacketSeen.Fate(.lost), ", lost"),
  (PacketSeen.Fate(.dropped), ", dropped"), (PacketSeen.Fate(.cut), ", lost: cut"),
  (PacketSeen.Fate(.queueFull), ", lost: queue full"),
  (PacketSeen.Fate(.tooBig), ", refused: too big"),
  (PacketSeen.Fate(.held), ", held"), (PacketSeen.Fate(.released), ", released"),
  (PacketSeen.Fate(.delivered, delay: 40_000_000), ", delayed by 40 ms"),
  (
    PacketSeen.Fate(.delivered, delay: 1_230_000, copies: 2, isCorrupted: true),
    ", delayed by 1.2 ms, duplicated, corrupted"
  ),
  (PacketSeen.Fate(.delivered, isKeptBack: true), ", kept back for up to 50 ms"),
  (PacketSeen.Fate(.delivered, overtakes: 7), ", overtakes 7"),
]

@Suite struct PacketTests {
  @Test func `a handshake, data and an end are read as TCP has them`() {
    #expect(
      shown(
        packet(segment("S", 0, ack: nil)), packet(segment("S.", 0), from: "bob", to: "alice"),
        packet(segment(".")), packet(segment("P.", length: 5)),
        packet(segment("F.", 6)), packet(segment("R", 7, ack: nil)), packet(segment("none"))) == [
          "  alice → bob   SYN seq 0", "  bob → alice   SYN-ACK seq 0 ack 1",
          "  alice → bob   ACK seq 1 ack 1", "  alice → bob   PSH-ACK seq 1 ack 1, 5 bytes",
          "  alice → bob   FIN-ACK seq 6 ack 1", "  alice → bob   RST seq 7, reset",
          "  alice → bob   no flag seq 1 ack 1",
        ])
  }

  @Test func `what is said of a packet stands behind it, and a window where it matters`() {
    let fate = PacketSeen.Fate(.delivered)
    #expect(
      shown(
        packet(segment("P.", length: 1), fate, ["retransmission"]),
        packet(segment(".", window: 0), fate, ["zero window"]),
        packet(segment("."), fate, ["duplicate ACK"])) == [
          "  alice → bob   PSH-ACK seq 1 ack 1, 1 byte, retransmission",
          "  alice → bob   ACK seq 1 ack 1 win 0, zero window",
          "  alice → bob   ACK seq 1 ack 1, duplicate ACK",
        ])
  }

  @Test(arguments: fates)
  func `its fate is told`(_ fate: PacketSeen.Fate, _ text: String) {
    #expect(shown(packet(.udp(length: 5), fate)) == ["  alice → bob   UDP 5 bytes" + text])
  }

  @Test func `other protocols, fragments and what is no packet have a line, too`() {
    #expect(
      shown(
        packet(.icmp(type: 8, code: 0, echo: PacketSeen.Echo(identifier: 7, sequence: 2))),
        packet(.icmp(type: 3, code: 3)),
        packet(.icmp(type: 77, code: 1)), packet(.fragment(identification: 7, offset: 1480)),
        packet(.other(47)), packet(.other(253)), packet(.other(2)),
        packet(.udp(length: 1), to: nil, PacketSeen.Fate(.noHost)),
        packet(.icmp(type: 3, code: 1), from: PacketSeen.router, to: "alice"),
        packet(.malformed("no bytes"), to: nil, PacketSeen.Fate(.malformed))) == [
          "  alice → bob   ICMP echo request, id 7, seq 2", "  alice → bob   ICMP port unreachable",
          "  alice → bob   ICMP type 77 code 1", "  alice → bob   a fragment, from byte 1480 on",
          "  alice → bob   GRE, 60 bytes", "  alice → bob   IP protocol 253, 60 bytes",
          "  alice → bob   IGMP, 60 bytes",
          "  alice → 10.0.0.2 UDP 1 byte, refused: no such host",
          "  router → alice ICMP host unreachable",
          "  alice → ?     no packet: no bytes, thrown away",
        ])
  }

  @Test func `packets are shown only where that was asked for, whatever trace says`() {
    var style = TerminalText.Style(trace: .off)
    #expect(shown(packet(.udp(length: 5)), style: style) == [])
    style.showsPackets = true
    #expect(shown(packet(.udp(length: 5)), style: style).count == 1)
  }

  @Test func `they stand between the call that caused them and what they changed`() {
    var screen = Screen(live)
    screen.show("client", .typed("send x"), Sample.returned(Sample.send("x".utf8), Sample.ok(1)))
    screen.show(nil, .packet(packet(segment("P.", length: 1))))
    screen.show("client", Sample.change(.receiveQueue, "0", "1"))
    #expect(
      screen.lines.map { $0.prefix(14) } == [
        "send(3, \"x\", 1", "  alice → bob ", "  client @3   ",
      ])
  }

  @Test func `of a flood the first twelve are shown, and the others counted by direction`() {
    var screen = Screen(live)
    screen.show("client", .typed("send all zeros 1M"))
    for number in 1...1000 {
      let remarks = number % 100 == 0 ? ["retransmission"] : []
      let fate = PacketSeen.Fate(number % 200 == 0 ? .lost : .delivered)
      screen.show(
        nil, .packet(packet(segment(".", length: 1024), number: number, fate, remarks)),
        .packet(packet(segment("."), from: "bob", to: "alice", number: number)))
    }
    #expect(screen.lines.count == 12)
    screen.prompt()
    #expect(
      screen.lines.dropFirst(12) == [
        "  alice → bob   × 994 = 994 KiB, 5 lost, retransmission × 10", "  bob → alice   × 994",
      ])
  }

  @Test func `after a flood, calls are told before packets, and states after them`() {
    var screen = Screen(live)
    screen.show("client", .typed("send all zeros 1M"))
    for _ in 1...20 {
      screen.show("client", Sample.returned(Sample.send("x".utf8), Sample.ok(1)))
      screen.show(nil, .packet(packet(segment(".", length: 1))))
    }
    screen.show("client", Sample.change(.sendQueue, "0", "1"))
    screen.prompt()
    let last = screen.lines.suffix(4)
    #expect(
      last.map { $0.prefix(8) } == ["send × 7", "send(3, ", "  alice ", "  client"], "\(last)")
  }

  @Test func `what comes late is shown packet by packet, for each comes alone`() {
    var screen = Screen(live)
    screen.show("client", .typed("send x"))
    for number in 1...20 {
      screen.show(nil, .packet(packet(segment("P.", length: 1), number: number, .init(.cut))))
      screen.prompt()
    }
    #expect(screen.lines.count == 20)
    #expect(Set(screen.lines).count == 1)
  }

  @Test func `the rounds of a repeat that are not shown have their packets counted`() {
    var screen = Screen(live)
    screen.show("client", .typed("repeat 10 { send x }"))
    for number in 1...10 {
      screen.show("client", .round(Round(number: number, of: 10, depth: 1)), .typed("send x"))
      screen.show(nil, .packet(packet(.udp(length: 1))))
    }
    screen.show("client", .repeated(Repeated(rounds: 10, of: 10, depth: 1, nanoseconds: 1)))
    #expect(screen.lines.count { $0.hasPrefix("  alice → bob   UDP 1 byte") } == 3)
    #expect(screen.lines.contains("  alice → bob   × 7 = 7 bytes"))
  }

  @Test func `a narrow window, ASCII and names that nobody would choose read well`() {
    var style = live
    style.width = 30
    let fate = PacketSeen.Fate(.delivered, delay: 40_000_000)
    for line in shown(packet(segment("P.", length: 5), fate, ["retransmission"]), style: style) {
      #expect(line.count <= 30, "\(line)")
      #expect(line.hasPrefix("  "))
    }
    style.width = 80
    style.utf8 = false
    let odd = shown(packet(.malformed("\u{1b}[2J"), from: "a\u{202e}b", to: nil), style: style)
    #expect(odd.joined().utf8.allSatisfy { (0x20..<0x7f).contains($0) }, "\(odd)")
    style.colour = true
    let lost = shown(packet(.udp(length: 1), PacketSeen.Fate(.lost)), style: style)[0]
    #expect(lost.hasPrefix("\u{1b}[31m") && lost.hasSuffix("\u{1b}[0m"))
  }

  @Test func `the list has numbers, times, ports and windows`() {
    var table = PacketsTable(utf8: true)
    #expect(
      table.line(for: packet(segment("S", 0, ack: nil)), at: 5_000_000_000)
        == "  1  0.000000  alice:43210 → bob:9000  SYN seq 0 win 64240")
    #expect(
      table.line(
        for: packet(.udp(length: 9), number: 1234, PacketSeen.Fate(.dropped)), at: 6_000_001_999)
        == "1234  1.000001  alice:43210 → bob:9000  UDP 9 bytes, dropped")
    #expect(
      table.line(for: packet(.udp(length: 9), to: nil, PacketSeen.Fate(.noHost)), at: 4)
        == "  1  0.000000  alice:43210 → 10.0.0.2:9000  UDP 9 bytes, refused: no such host")
  }

  @Test func `what has no room on its line goes on in the same column, whatever the number`() {
    let long = PacketSeen.Fate(.delivered, delay: 40_000_000, copies: 2)
    var table = PacketsTable(utf8: true, width: 70)
    for number in [9, 10, 99, 100, 1000] {
      let lines = table.line(for: packet(segment("P.", length: 5), number: number, long), at: 0)
        .split(separator: "\n")
      #expect(lines.count == 2, "\(lines)")
      #expect(lines.last?.prefix { $0 == " " }.count == 17, "\(lines)")
      #expect(lines.allSatisfy { $0.count <= 70 }, "\(lines)")
    }
  }

  @Test func `the list says how long before a retransmission the same was sent`() {
    let again = ["retransmission"]
    let sent: [(PacketSeen, UInt64, String)] = [
      (packet(segment("P.", length: 5)), 0, "5 bytes"),
      (packet(segment("P.", 6, length: 5)), 9, "5 bytes"),
      (packet(segment(".")), 10, "win 64240"),
      (
        packet(segment("P.", length: 5), PacketSeen.Fate(.cut), again), 204,
        "retransmission after 204 ms, lost: cut"
      ),
      (
        packet(segment("P.", length: 5), PacketSeen.Fate(.held), again), 624,
        "retransmission after 420 ms, held"
      ),
      (
        packet(segment("P.", length: 5), PacketSeen.Fate(.released), again), 700,
        "retransmission, released"
      ),
      (
        packet(
          segment("P.", length: 5), PacketSeen.Fate(.delivered),
          ["spurious retransmission: that had arrived"]), 1624,
        "spurious retransmission after 1 s: that had arrived"
      ),
      // Nothing is known of a segment that was sent before there was a list.
      (packet(segment("F.", 90), PacketSeen.Fate(.lost), again), 1700, "retransmission, lost"),
    ]
    var table = PacketsTable(utf8: true)
    for (packet, milliseconds, end) in sent {
      let line = table.line(for: packet, at: milliseconds * 1_000_000)
      #expect(line.hasSuffix(" " + end), "\(line)")
    }
  }
}
