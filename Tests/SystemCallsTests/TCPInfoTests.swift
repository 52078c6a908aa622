import Foundation
import Glibc
import SystemCalls
import Testing

/// ss(8) reads the same account through netlink.
@Suite struct TCPInfoTests {
  @Test(.enabled(if: canRun("ss"), "ss is not installed"))
  func `the figures of a connection are those that ss shows`() throws {
    let pair = try Pair()
    try pair.send("some bytes", on: pair.client)
    let view = try ProcessView(pid: getpid())
    let port = try #require(pair.calls.getsockname(pair.client).port)
    try eventually { try view.tcpInfo(of: pair.client)?[.unacked] == 0 }
    let shown = try Child(["ss", "-tinH", "sport", "=", ":\(port)"]).finish()
    let info = try #require(try view.tcpInfo(of: pair.client))
    #expect(info.state == .established)
    let words = Set(shown.split { " \n\t".contains($0) }.map(String.init))
    #expect(words.contains(info.congestionControl), "\(shown)")
    let same: [(String, TCPInfo.Field)] = [
      ("cwnd", .cwnd), ("mss", .mss), ("rcvmss", .receiveMSS), ("pmtu", .pathMTU),
      ("bytes_sent", .bytesSent), ("segs_out", .segmentsOut), ("segs_in", .segmentsIn),
      ("data_segs_out", .dataSegmentsOut), ("snd_wnd", .peerWindow),
      ("dsack_dups", .cameTwice), ("reord_seen", .reorderings),
    ]
    // Older versions of ss name fewer of them.
    let found = same.filter { name, _ in words.contains { $0.hasPrefix("\(name):") } }
    #expect(found.count >= 6, "\(shown)")
    for (name, field) in found { #expect(words.contains("\(name):\(info[field])"), "\(shown)") }
    #expect(info[.bytesSent] == 10 && info[.dataSegmentsOut] == 1)
    #expect(words.contains { $0.hasPrefix("rto:\(info[.rto] / 1000)") }, "\(shown)")
    #expect(info.threshold == nil && info.congestionState == .open)
  }

  @Test(.enabled(if: canRun("ss"), "ss is not installed"))
  func `the timer that runs is the one that ss shows`() throws {
    let pair = try Pair()
    let keepalive = try #require(SocketOption.named("SO_KEEPALIVE"))
    try pair.calls.setsockopt(pair.client, keepalive, .integer(1))
    let local = try pair.calls.getsockname(pair.client)
    let entry = try #require(
      try SocketDiagnosis().lookup(protocolNumber: 6, local: local, remote: pair.address))
    let shown = try Child(["ss", "-tonH", "sport", "=", ":\(local.port ?? 0)"]).finish()
    #expect(entry.timer == .keepalive && entry.timer.name == "keepalive")
    #expect(shown.contains("timer:(keepalive,"), "\(shown)")
    #expect((7_000_000...7_200_000).contains(entry.timerExpiry) && entry.timerCount == 0)
  }

  @Test func `what is no TCP socket has no account, and a listener has no connection`() throws {
    let pair = try Pair()
    let view = try ProcessView(pid: getpid())
    let udp = try pair.calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    defer { close(udp) }
    #expect(try view.tcpInfo(of: udp) == nil)
    #expect(try view.tcpInfo(of: 0) == nil)
    #expect(throws: Errno(EBADF)) { _ = try view.tcpInfo(of: 7777) }
    #expect(try view.tcpInfo(of: pair.listener)?.state == .listen)
    #expect(try view.memory(of: 0) == nil)
  }

  @Test func `a queue's memory is there as long as its data, against the buffer`() throws {
    let pair = try Pair()
    let view = try ProcessView(pid: getpid())
    let buffer = try #require(SocketOption.named("SO_RCVBUF"))
    #expect(try view.memory(of: pair.server)?.received == 0)
    try pair.send("some bytes", on: pair.client)
    try eventually { (try view.memory(of: pair.server)?.received ?? 0) > 10 }
    let memory = try #require(try view.memory(of: pair.server))
    #expect(
      try pair.calls.getsockopt(pair.server, buffer) == .integer(Int32(memory.receiveBuffer)))
    #expect(memory.drops == 0)
  }
}
