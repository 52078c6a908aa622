import Glibc
import SystemCalls
import Testing

@testable import Views

struct LookingTests {
  private let calm = TCPInfo(
    state: .established, congestionControl: "cubic", congestionState: .open,
    numbers: [
      .rtt: 34, .rttVariation: 12, .minRTT: 20, .rto: 204_000, .cwnd: 10, .ssthresh: 0x7fff_ffff,
      .mss: 1448, .segmentsOut: 3, .segmentsIn: 2, .bytesSent: 5, .bytesAcked: 6,
      .peerWindow: 65_536,
    ])
  private let troubled = TCPInfo(
    state: .closeWait, congestionControl: "reno", congestionState: .loss,
    numbers: [
      .rtt: 1_250_000, .rto: 1_600_000, .backoff: 3, .cwnd: 1, .ssthresh: 7, .mss: 536,
      .unacked: 4, .lost: 4, .retransmits: 3, .totalRetransmits: 5, .notSent: 1, .probes: 2,
      .bytesRetransmitted: 2, .bytesSent: 9, .queued: 4, .outOfOrder: 1, .windowLimited: 1_500_000,
      .bytesReceived: 1,
    ])

  @Test func `info says in words what the figures mean`() {
    #expect(
      infoLines(calm, name: "client @3", width: 78, utf8: true) == """
        socket         client @3
        state          ESTABLISHED
        round trip     34 us on average (rtt), give or take 12 us; 20 us at best
        timeout        sent again after 204 ms without an answer (rto)
        congestion     cubic: at most 10 segments on their way (cwnd), threshold
                       (ssthresh) none yet; open: nothing is missing at the moment
        segments       at most 1448 bytes each (mss); 3 went out, 2 came in
        on their way   0 segments not acknowledged (unacked)
        sent again     0 segments in all
        sent           5 bytes, 5 acknowledged
        received       0 bytes
        peer's window  65536 bytes may be on their way at once
        """)
    let text = infoLines(troubled, name: "a @4", width: 200, utf8: true)
    for part in [
      "CLOSE_WAIT", "1.3 s on average", "doubled 3 times", "at most 1 segment on", "(ssthresh) 7",
      "loss: the timeout", "4 taken to be lost; 1 byte waits to be sent",
      "5 segments in all, 2 bytes of data; the first on",
      "3 times in a row", "7 bytes, 4 acknowledged", "1 byte; 1 segment out of order",
      "asked 2 times without",
      "held up        1.5 s by the peer's window",
    ] {
      #expect(text.contains(part), "\(part): \(text)")
    }
  }

  @Test(arguments: [
    (0, 0, "3 segments in all, 2 bytes of data\n"),
    (
      1, 0,
      "; the peer got 1 segment twice, it says (D-SACK): it was sent again needlessly, or doubled on"
        + " the way\n"
    ),
    (
      2, 3,
      "; the peer got 2 segments twice, it says (D-SACK): they were sent again needlessly, or doubled"
        + " on the way; 3 times a segment came late that others had overtaken, which looks like a"
        + " loss\n"
    ),
    (
      0, 1,
      " of data; once a segment came late that others had overtaken, which looks like a loss\n"
    ),
  ])
  func `info tells what was sent again needlessly, from the figures`(
    twice: Int, overtaken: Int, text: String
  ) {
    let info = TCPInfo(
      state: .established, congestionControl: "cubic", congestionState: .open,
      numbers: [
        .totalRetransmits: 3, .bytesRetransmitted: 2, .cameTwice: UInt64(twice),
        .reorderings: UInt64(overtaken),
      ])
    let shown = infoLines(info, name: "a @4", width: 400, utf8: true)
    #expect(shown.contains(text), "\(shown)")
    #expect(infoChanges(from: calm, to: info)?.contains("sent again 0 → 3") == true)
    #expect((infoChanges(from: calm, to: info)?.contains("came twice")) == (twice > 0))
  }

  @Test func `the groups of a socket are listed with interface and senders`() {
    let group = JoinedGroup(address: .ipv4(0xef01_0203, port: 0), interface: 1)
    let one = SocketAddress.ipv4(0x7f00_0009, port: 0)
    let names = InterfaceNames([1: "lo"])
    let all = [
      GroupMembership(group: group, takesOthers: true, senders: [], senderCount: 0),
      GroupMembership(group: group, takesOthers: false, senders: [one], senderCount: 1),
      GroupMembership(
        group: JoinedGroup(
          address: .ipv6(IPv6Bytes(high: 0xff02 << 48, low: 0x42), port: 0, scope: 0), interface: 7),
        takesOthers: true, senders: [one, one], senderCount: 30),
    ]
    #expect(
      groupLines(all, names, width: 100, utf8: true) == """
        member of  239.1.2.3 on lo
                   239.1.2.3 on lo, from 127.0.0.9 alone
                   ff02::42 on interface 7, from everybody but 127.0.0.9, 127.0.0.9 and 28 more
        """)
    #expect(groupLines([], names, width: 100, utf8: true).isEmpty)
  }

  @Test(arguments: [
    (TCPState.finWait1, 1, 1, "; the FIN waits to be sent", "9 bytes, 9"),
    (.finWait1, 3, 3, "; 2 bytes and the FIN wait to be sent", "9 bytes, 9"),
    (.lastAck, 1, 0, "(unacked), the FIN\n", "9 bytes, 9"),
    (.closing, 4, 0, "(unacked), the last with the FIN\n", "9 bytes, 6"),
    (.closeWait, 4, 1, "; 1 byte waits to be sent", "9 bytes, 6"),
    (.synSent, 1, 0, "(unacked), the SYN\n", "9 bytes, 9"),
  ])
  func `a SYN and a FIN are no bytes`(
    state: TCPState, queued: UInt64, notSent: UInt64, onTheirWay: String, sent: String
  ) {
    let info = TCPInfo(
      state: state, congestionControl: "cubic", congestionState: .open,
      numbers: [
        .bytesSent: 9, .queued: queued, .notSent: notSent, .unacked: 1, .totalRetransmits: 1,
      ])
    let text = infoLines(info, name: "a @3", width: 200, utf8: true)
    #expect(text.contains(onTheirWay), "\(text)")
    #expect(text.contains(sent + " acknowledged"), "\(text)")
    #expect(text.contains("1 segment in all, without data"), "\(text)")
  }

  @Test(arguments: [TCPState.listen, .closed])
  func `where there is no connection there are no figures`(state: TCPState) {
    var info = calm
    info.state = state
    let text = infoLines(info, name: "a @3", width: 78, utf8: true)
    #expect(text.split(separator: "\n").count == 2 && text.contains(state.name))
    #expect(infoChanges(from: calm, to: info) == nil)
  }

  @Test func `a watch tells the figures that have changed and no others`() {
    #expect(infoChanges(from: calm, to: calm) == nil)
    var later = calm
    later.congestionState = .recovery
    #expect(infoChanges(from: calm, to: later) == "congestion open → recovery")
    let text = infoChanges(from: calm, to: troubled) ?? ""
    #expect(text.hasPrefix("rtt 34 us → 1.3 s, rto 204 ms → 1.6 s, backoff 0 → 3, cwnd 10 → 1, "))
    #expect(text.contains("ssthresh none → 7") && !text.contains("received"))
  }

  private func socket(_ state: TCPState?, type: Int32 = 1) throws -> SocketSnapshot {
    let calls = SocketCalls(observer: Silent())
    let fd = try calls.socket(family: 2, type: type | 0x80000, protocolNumber: 0)
    defer { do { try calls.close(fd) } catch {} }
    var snapshot = try #require(try ProcessView(pid: getpid()).snapshot(of: fd))
    snapshot.tcpState = state
    return snapshot
  }

  @Test func `queues are counted against what they may hold`() throws {
    var listener = try socket(.listen)
    (listener.acceptQueue, listener.backlog) = (3, 2)
    let full = SocketMemory(received: 0, receiveBuffer: 1, sent: 0, sendBuffer: 1, drops: 1)
    let text = queueLines(
      [QueueRow(name: "server @3", socket: listener, memory: full, requests: 1)], width: 100,
      utf8: true)
    #expect(
      text == """
        server @3  accept queue 3 of 3, full: the next SYN is dropped (backlog 2, and one more)
                   SYN queue 1: 1 handshake not finished
                   1 SYN dropped for want of room
        """)
    var connection = try socket(.established)
    (connection.receiveQueue, connection.sendQueue, connection.notSent) = (5, 30, 20)
    let memory = SocketMemory(received: 768, receiveBuffer: 9, sent: 2, sendBuffer: 8, drops: 0)
    let lines = queueLines(
      [QueueRow(name: "a @4", socket: connection, memory: memory, requests: nil)], width: 100,
      utf8: true)
    #expect(
      lines == """
        a @4  receive queue 5 bytes; with overhead 768 of 9
              send queue 30 bytes (10 not acknowledged, 20 not yet sent); with overhead 2 of 8
        """)
  }

  @Test(arguments: [
    (0, "0 us"), (999, "999 us"), (1234, "1.2 ms"), (204_000, "204 ms"), (1_000_000, "1 s"),
    (59_300_000, "59.3 s"), (600_000_000, "10 min"), (7_199_998_000, "2 h"),
  ])
  func `a time is given in the unit that suits it`(microseconds: Int, text: String) {
    #expect(durationText(microseconds: microseconds) == text)
  }

  @Test func `options line up, and a narrow window has them one after another`() {
    let rows = [
      OptionRow(name: "SO_LINGER", value: "on, 5 s", fresh: "off"),
      OptionRow(name: "SO_MARK", value: "0", fresh: nil),
    ]
    #expect(
      optionsTable(rows, width: 80, utf8: true) == """
           option     value    when made
        *  SO_LINGER  on, 5 s  off
           SO_MARK    0
        *: not what a socket has that was just made
        """)
    #expect(
      optionsTable(rows, width: 24, utf8: true) == """
        *SO_LINGER  on, 5 s
          when made off
        SO_MARK  0
        *: not what a socket has
        that was just made
        """)
  }
}

private final class Silent: CallObserver {
  func entered(_ call: Call) {}
  func returned(_ call: Call, _ outcome: Outcome) {}
}
