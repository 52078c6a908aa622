import SystemCalls
import Testing

@testable import Explanations

private func socket(_ family: Int32, _ type: Int32, _ number: Int32) -> SocketView {
  SocketView(
    role: "client", fd: 3, family: family, type: type, protocolNumber: number,
    local: family == 10 ? .ipv6(.any, port: 5008, scope: 0) : .any(port: 5008), remote: nil,
    state: "UNCONNECTED")
}

private func said(_ name: String, _ argument: Argument, _ socket: SocketView) -> Remark? {
  var situation = Situation(
    role: "client", socket: socket, others: [], isPrivileged: false, firstUnprivilegedPort: 1024,
    otherDescriptors: [])
  situation.interfaces = InterfaceNames([1: "lo", 2: "v0"])
  let remark = remark(
    on: Call(name, [Argument("sockfd", .descriptor(3)), argument]),
    Outcome(result: 1, errno: nil, nanoseconds: 0), in: situation)
  if let remark { expectQuiet(remark.text) }
  return remark
}

private func header(_ control: ControlMessage, flags: Int, to name: SocketAddress?) -> MessageHeader
{
  MessageHeader(
    name: name, nameLength: 0, buffers: [], control: [control], controlLength: 64, flags: flags)
}

/// Remarks on what is beside the data: groups, options, ancillary data, the error queue.
struct PacketRemarkTests {
  @Test func `a group of IPv6 is sent to over IPv6, by its interface`() {
    func joined(on interface: Int32) -> String? {
      let group = IPv6Bytes(high: 0xff02 << 48, low: 0x4242)
      let value = OptionValue.membership6(group: group, interface: interface)
      let call = Call(
        "setsockopt",
        [
          Argument("sockfd", .descriptor(3)), Argument("optname", .option("IPV6_JOIN_GROUP")),
          Argument("optval", .optionValue(value)),
        ])
      var situation = Situation(
        role: "client", socket: socket(10, 2, 17), others: [], isPrivileged: false,
        firstUnprivilegedPort: 1024, otherDescriptors: [])
      situation.interfaces = InterfaceNames([1: "lo", 2: "v0"])
      let remark = remark(
        on: call, Outcome(result: 0, errno: nil, nanoseconds: 0), in: situation)
      if let remark { expectQuiet(remark.text) }
      return remark?.text
    }
    #expect(joined(on: 2)?.contains("`sendto [ff02::4242%v0]:5008 hello`") == true)
    #expect(joined(on: 0)?.contains("`sendto [ff02::4242]:5008 hello`") == true)
    #expect(joined(on: 1)?.contains("nobody can send it") == true)
  }

  @Test func `an interface by its number is not told by getsockopt`() {
    let number = Argument("optval", .optionValue(.outgoing(local: 0, interface: 1)))
    #expect(
      said("setsockopt", number, socket(2, 2, 17))?.text.contains("goes on saying 0.0.0.0") == true)
    let address = Argument("optval", .optionValue(.outgoing(local: 0x7f00_0001, interface: nil)))
    #expect(said("setsockopt", address, socket(2, 2, 17)) == nil)
  }

  @Test func `a field of the other version of IP is passed over`() {
    let six = SocketAddress.ipv6(.loopback, port: 9, scope: 0)
    let mapped = SocketAddress.ipv6(IPv6Bytes(high: 0, low: 0xffff_7f00_0001), port: 9, scope: 0)
    func sent(_ level: Int32, _ type: Int32, _ family: Int32, to address: SocketAddress) -> Remark?
    {
      let control = ControlMessage.number(3, level: level, type: type)
      let message = header(control, flags: 0, to: address)
      return said("sendmsg", Argument("msg", .message(message)), socket(family, 2, 17))
    }
    #expect(sent(0, 2, 10, to: six)?.text.hasPrefix("The field ttl is for IPv4") == true)
    #expect(sent(0, 1, 10, to: six)?.text.contains("tclass is the same for IPv6") == true)
    let over4 = sent(41, 52, 2, to: .loopback(port: 9))
    #expect(over4?.text.hasPrefix("The field hoplimit is for") == true)
    for remark in [
      sent(41, 52, 10, to: six), sent(0, 2, 10, to: mapped), sent(0, 2, 2, to: .loopback(port: 9)),
    ] { #expect(remark?.id != "sendmsg.other-version") }
  }

  @Test(arguments: [
    (UInt8(2), "recvmsg.error-queue"), (4, "recvmsg.sent-stamp"), (5, "recvmsg.sent-uncopied"),
  ])
  func `the error queue has more than errors`(origin: UInt8, id: String) {
    let data = [42, 0, 0, 0, origin] + [UInt8](repeating: 0, count: 27)
    let message = header(
      ControlMessage(level: 0, type: 11, data: data), flags: Number.errorQueue, to: nil)
    let room = MessageRoom(namePointer: 0, nameLength: 0, buffers: [8], controlLength: 64)
    let argument = Argument("msg", .messageRoom(room, filled: message))
    #expect(said("recvmsg", argument, socket(2, 2, 17))?.id == id)
    expectQuiet(remarkOnErrorQueue.text)
  }

  @Test func `a raw socket has a protocol where others have a port`() {
    let room = Argument("addr", .addressRoom(pointer: 1, filled: .any(port: 47)))
    #expect(
      said("getsockname", room, socket(2, 3, 47))?.text.hasSuffix("its protocol's, 47.") == true)
    #expect(said("getsockname", room, socket(2, 2, 17)) == nil)
    let any = Argument("addr", .address(.any(port: 0)))
    #expect(said("bind", any, socket(2, 3, 47)) == nil, "no port is asked for")
    #expect(said("bind", any, socket(2, 2, 17))?.id == "bind.port-0")
  }

  @Test func `another socket of a family without a short name is made in C's words`() {
    #expect(socket(2, 3, 47).maker == "socket raw 47")
    #expect(socket(16, 3, 0).maker == "socket AF_NETLINK SOCK_RAW 0")
    #expect(socket(16, 3, 0).kind == "AF_NETLINK socket")
  }
}
