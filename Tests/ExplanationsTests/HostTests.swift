import SystemCalls
import Testing

@testable import Explanations

private let group = SocketAddress.ipv4(0xef01_0203, port: 9000)

private func socket(
  _ type: Int32, _ protocolNumber: Int32, host: Int = 1, state: String = "UNCONNECTED"
) -> SocketView {
  var socket = SocketView(
    role: "client", fd: 3, family: 2, type: type, protocolNumber: protocolNumber,
    local: .ipv4(0x0a00_0001, port: 7001), remote: nil, state: state)
  socket.host = host
  return socket
}

private func situation(_ socket: SocketView, others: [SocketView] = []) -> Situation {
  var situation = Situation(
    role: "client", socket: socket, others: others, isPrivileged: false,
    firstUnprivilegedPort: 1024, otherDescriptors: [])
  if socket.host != 0 { situation.interfaces = InterfaceNames([1: "lo", 4: "wire0"]) }
  return situation
}

private func call(_ name: String, _ address: SocketAddress) -> Call {
  Call(
    name,
    [
      Argument("sockfd", .descriptor(3)), Argument("len", .integer(2)),
      Argument("addr", .address(address)),
    ])
}

/// What is said of sockets on a host of the wire is of that host.
@Suite struct HostTests {
  private func text(_ call: Call, errno: Int32, host: Int) -> String {
    let text = explanation(
      of: call, Outcome(result: -1, errno: Errno(errno), nanoseconds: 0),
      in: situation(socket(Number.datagram, 17, host: host)))
    expectQuiet(text)
    return text
  }

  @Test func `a group without a route is sent to through the host's interface`() {
    let onHost = text(call("sendto", group), errno: 101, host: 1)
    #expect(onHost.contains("a route of this host"), "\(onHost)")
    #expect(onHost.contains("`client> set IP_MULTICAST_IF wire0`"), "\(onHost)")
    #expect(onHost.contains("`join 239.1.2.3 on wire0`"), "\(onHost)")
    let onMachine = text(call("sendto", group), errno: 101, host: 0)
    #expect(onMachine.contains("a route of this machine"), "\(onMachine)")
    #expect(onMachine.contains("IP_MULTICAST_IF lo`") && !onMachine.contains("wire0"))
  }

  @Test func `a broadcast without a route goes to the wire's own address for it`() {
    let everybody = call("sendto", .ipv4(.max, port: 9000))
    #expect(text(everybody, errno: 101, host: 1).contains("`sendto 10.0.0.255:9000 hello`"))
    #expect(text(everybody, errno: 101, host: 0).contains("`sendto 127.255.255.255:9000 hello`"))
  }

  @Test func `an interface that is not there is missed on the host`() {
    let join = Call(
      "setsockopt",
      [
        Argument("sockfd", .descriptor(3)),
        Argument("optval", .optionValue(.membership(group: 0xef01_0203, local: 0, interface: 77))),
      ])
    #expect(text(join, errno: 19, host: 1).hasPrefix("This host has no such interface."))
    #expect(text(join, errno: 19, host: 1).contains("on wire0`"))
    #expect(text(join, errno: 19, host: 0).hasPrefix("This machine has no such interface."))
  }

  private func said(_ call: Call, _ situation: Situation) -> Remark? {
    let remark = remark(on: call, Outcome(result: 0, errno: nil, nanoseconds: 0), in: situation)
    if let remark { expectQuiet(remark.text) }
    return remark
  }

  @Test func `an echo request is no datagram of UDP's`() {
    let ping = situation(socket(Number.datagram, 1))
    let target = SocketAddress.ipv4(0x0a00_0002, port: 0)
    let sent = said(call("sendto", target), ping)
    #expect(sent?.id == "send.echo-request" && sent?.text.contains("10.0.0.2:") == true)
    #expect(said(call("connect", target), ping)?.text.hasPrefix("ICMP has no handshake") == true)
    #expect(ping.socket?.kind == "ping socket" && ping.socket?.maker == "socket ping")
    let datagram = said(call("sendto", target), situation(socket(Number.datagram, 17)))
    #expect(datagram?.id == "send.datagram")
  }

  @Test func `where two SYNs have crossed, connect says so, once`() {
    var peer = socket(Number.stream, 6, host: 2, state: "ESTABLISHED")
    (peer.role, peer.local) = ("right", .ipv4(0x0a00_0002, port: 7002))
    peer.remote = .ipv4(0x0a00_0001, port: 7001)
    var own = socket(Number.stream, 6, state: "SYN_RCVD")
    own.remote = peer.local
    var both = situation(own, others: [peer])
    let connect = call("connect", .ipv4(0x0a00_0002, port: 7002))
    #expect(said(connect, both) == nil)
    both.isSimultaneousOpen = true
    let remark = said(connect, both)
    #expect(remark?.id == "connect.simultaneous" && remark?.once == true)
    #expect(remark?.text.contains("right @3") == true, "\(remark?.text ?? "")")
    both.socket?.state = "ESTABLISHED"
    #expect(said(connect, both)?.id == "connect.simultaneous")
  }

  @Test func `bytes that nobody has read are lost with the close, one byte like many`() {
    var own = socket(Number.stream, 6, state: "CLOSE_WAIT")
    #expect(said(Call("close", [Argument("fd", .descriptor(3))]), situation(own)) == nil)
    own.receiveQueue = 1
    let remark = said(Call("close", [Argument("fd", .descriptor(3))]), situation(own))
    #expect(remark?.text.contains("1 unread byte, so") == true, "\(remark?.text ?? "")")
  }
}
