import SystemCalls
import Testing

@testable import Explanations

private func socket(_ type: Int32, _ state: String, _ ending: Ending = Ending()) -> SocketView {
  SocketView(
    role: "client", fd: 3, family: 2, type: type, protocolNumber: type == 1 ? 6 : 17,
    local: .loopback(port: 50312), remote: state == "CLOSED" ? nil : .loopback(port: 9000),
    state: state, ending: ending)
}

private func said(
  _ call: Call, _ errno: Int32, _ socket: SocketView, role: String = "client",
  isPrivileged: Bool = false, among others: [SocketView] = []
) -> String {
  let situation = Situation(
    role: role, socket: socket, others: [socket] + others, isPrivileged: isPrivileged,
    firstUnprivilegedPort: 1024, otherDescriptors: [])
  let text = explanation(
    of: call, Outcome(result: -1, errno: Errno(errno), nanoseconds: 0), in: situation)
  expectQuiet(text)
  return text
}

private func call(_ name: String, _ address: SocketAddress? = nil) -> Call {
  Call(
    name,
    [Argument("sockfd", .descriptor(3))] + (address.map { [Argument("addr", .address($0))] } ?? []))
}

/// Advice that the kernel would refuse is no advice.
@Suite struct AdviceTests {
  @Test func `an ordinary user is not told to bind a port that only root may have`() {
    let connect = call("connect", .loopback(port: 1))
    let ordinary = said(connect, 111, socket(1, "CLOSED"))
    #expect(ordinary.contains("`server> bind 0`") && !ordinary.contains("bind 1`"))
    let root = said(connect, 111, socket(1, "CLOSED"), isPrivileged: true)
    #expect(root.contains("`server> bind 1`"))
  }

  @Test(arguments: ["CLOSED", "ESTABLISHED"])
  func `accept as the wrong role names the one that listens`(state: String) {
    var listening = socket(1, "LISTEN")
    listening.role = "server"
    let text = said(call("accept"), 22, socket(1, state), among: [listening])
    #expect(text.contains("server @3 listens: `server> accept`"))
    #expect(!said(call("accept"), 22, socket(1, state)).contains("server"))
  }

  @Test func `who sends to many without a way is told of interfaces`() {
    let group = SocketAddress.ipv4(0xef01_0101, port: 9)
    let text = said(call("sendto", group), 101, socket(2, "UNCONNECTED"))
    #expect(text.contains("`client> set IP_MULTICAST_IF lo`") && text.contains("239.1.1.1"))
    let all = said(call("sendto", .ipv4(.max, port: 9)), 101, socket(2, "UNCONNECTED"))
    #expect(all.contains("SO_BROADCAST") && all.contains("sendto 127.255.255.255:9"))
    var six = socket(2, "UNCONNECTED")
    six.family = 10
    let group6 = SocketAddress.ipv6(IPv6Bytes(high: 0xff02 << 48, low: 1), port: 9, scope: 0)
    let lacking = said(call("sendto", group6), 101, six)
    #expect(lacking.contains("route for ff00::/8") && lacking.contains("`socket udp`"))
    #expect(!lacking.contains("set IPV6_MULTICAST_IF"), "it may have been set just before")
    #expect(!said(call("connect", group), 101, socket(1, "CLOSED")).contains("MULTICAST_IF"))
  }

  /// Advice of the other version of IP fails like what it is given for.
  @Test func `who speaks IPv6 is told of addresses and sockets of IPv6`() {
    var (stream, datagrams) = (socket(1, "CLOSED"), socket(2, "UNCONNECTED"))
    (stream.family, datagrams.family) = (10, 10)
    let target = SocketAddress.ipv6(.loopback, port: 9000, scope: 0)
    let refused = said(call("connect", target), 111, stream)
    #expect(refused.contains("`server> socket tcp6`"))
    var late = datagrams
    late.remote = target
    #expect(said(call("send"), 111, late).contains("`server> socket udp6`"))
    let nowhere = said(call("send"), 89, datagrams)
    #expect(nowhere.contains("`connect [::1]:9000`") && !nowhere.contains("127.0.0.1"))
    var ended = stream
    ended.ending.wasRefused = true
    for name in ["send", "getpeername"] {
      let text = said(call(name), name == "send" ? 32 : 107, ended)
      #expect(!text.contains("127.0.0.1"), "\(text)")
    }
    var mapped = IPv6Bytes.any
    mapped.low = 0xffff_7f00_0001
    let over4 = said(call("connect", .ipv6(mapped, port: 9000, scope: 0)), 111, stream)
    #expect(over4.contains("`server> socket tcp`"))
  }

  @Test func `a datagram for a scope that has no route is not told to choose one`() {
    var six = socket(2, "UNCONNECTED")
    six.family = 10
    let group = SocketAddress.ipv6(IPv6Bytes(high: 0xff02 << 48, low: 0x4242), port: 9, scope: 1)
    let text = said(call("sendto", group), 101, six)
    #expect(text.contains("lo has none, whatever IPV6_MULTICAST_IF says"), "\(text)")
    #expect(!text.contains("sendto ["), "the interface was named")
  }

  @Test func `a packet that is no packet, or no echo request, is told apart from a wrong address`()
  {
    let short = { (data: [UInt8], address: SocketAddress) in
      Call(
        "sendto",
        [
          Argument("sockfd", .descriptor(3)), Argument("buf", .bytes(Bytes(data))),
          Argument("len", .integer(data.count)), Argument("dest_addr", .address(address)),
        ])
    }
    var raw = socket(3, "UNCONNECTED")
    (raw.protocolNumber, raw.remote) = (1, nil)
    let local = SocketAddress.loopback(port: 0)
    #expect(said(short([0x78], local), 22, raw).contains("20 bytes or more: 1 byte is too few"))
    let zeros = [UInt8](repeating: 0, count: 41)
    #expect(said(short(zeros, local), 22, raw).contains("says 0 bytes of header"))
    var ping = socket(2, "UNCONNECTED")
    ping.protocolNumber = 1
    #expect(said(short([1, 2, 3], local), 22, ping).contains("`sendto 127.0.0.1:0 echo 7 1"))
    #expect(said(call("send"), 89, raw).contains("`sendto 127.0.0.1:0 "), "9000 is no protocol")
    var six = raw
    (six.family, six.protocolNumber) = (10, 58)
    let port = SocketAddress.ipv6(.loopback, port: 9, scope: 0)
    #expect(said(short([1], port), 22, six).contains("58 for @3, or 0, and 9 is neither"))
  }

  @Test func `a connect that would be refused is not advised`() {
    let text = said(call("getpeername"), 107, socket(1, "CLOSED"))
    #expect(text.hasSuffix("`connect` would give it one, once somebody listens."))
  }

  @Test func `who is still connecting is told so, by recv and by send`() {
    for name in ["recv", "send"] {
      let text = said(call(name), 11, socket(1, "SYN_SENT"))
      #expect(text.contains("still connecting to 127.0.0.1:9000 (SYN_SENT)"))
    }
  }

  @Test func `an EPIPE tells a reset, an own shutdown and a refused connect apart`() {
    var reset = Ending()
    reset.reset = .closed(role: "server", fd: 4)
    #expect(
      said(call("send"), 32, socket(1, "CLOSED", reset)).contains("RST from server has ended"))
    var own = Ending()
    own.hasShutWriting = true
    #expect(said(call("send"), 32, socket(1, "CLOSED", own)).contains("its own sending side"))
    #expect(!said(call("send"), 32, socket(2, "CONNECTED", own)).contains("FIN"))
    var refused = Ending()
    refused.wasRefused = true
    #expect(said(call("send"), 32, socket(1, "CLOSED", refused)).contains("connect was refused"))
    #expect(said(call("recv"), 107, socket(1, "CLOSED", refused)).contains("connect was refused"))
  }

  @Test func `every RST is one quiet sentence`() {
    let all: [Reset] = [
      .unread(role: "server", fd: 4, bytes: 1), .closed(role: "server", fd: 4),
      .shutDown(role: "you", fd: 4), .notAccepted(role: "server", fd: 3),
      .unexplained(from: .loopback(port: 9000)), .unexplained(from: nil),
    ]
    let texts = all.map(explanation(of:))
    #expect(texts[0] == "RST from server: its @4 was closed with 1 byte unread.")
    #expect(texts[2].hasPrefix("RST from you: your @4 is shut down"))
    for text in texts { expectQuiet(text) }
  }

  @Test func `a sentence about you agrees with its verb`() {
    var mine = socket(1, "CLOSED")
    mine.role = "you"
    #expect(said(call("recv"), 9, mine, role: "you").hasPrefix("You have no descriptor 3."))
    #expect(said(call("recv"), 4, mine, role: "you").contains("woke you while you waited"))
    #expect(said(call("recv"), 9, mine, role: "server").hasPrefix("server has no descriptor 3."))
  }
}
