internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// An ICMP message that answered a SYN, as the kernel kept it in the socket's error queue (ip(7),
/// IP_RECVERR).
struct ICMPAnswer: Hashable, Sendable, Coded {
  var isIPv6: Bool
  var type: UInt8
  var code: UInt8
  /// Who sent it, without a port; empty where that is not known.
  var sender: String

  init(isIPv6: Bool, type: UInt8, code: UInt8, sender: String) {
    self.isIPv6 = isIPv6
    self.type = type
    self.code = code
    self.sender = sender
  }

  func encode(to writer: inout ByteWriter) {
    writer.put(UInt8(isIPv6 ? 6 : 4))
    writer.put(type)
    writer.put(code)
    writer.put(sender)
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    isIPv6 = try reader.byte() == 6
    type = try reader.byte()
    code = try reader.byte()
    sender = try reader.string()
  }

  /// `ICMP port unreachable from 10.0.0.1`; RFC 792 and 1812, RFC 4443.
  var words: String {
    let name = (isIPv6 ? ICMPAnswer.names6 : ICMPAnswer.names)[[type, code]]
    return "ICMP \(name ?? "type \(type), code \(code)")"
      + (sender.isEmpty ? "" : " from \(sender)")
  }

  private static let names: [[UInt8]: String] = [
    [3, 0]: "network unreachable", [3, 1]: "host unreachable", [3, 2]: "protocol unreachable",
    [3, 3]: "port unreachable", [3, 9]: "network prohibited", [3, 10]: "host prohibited",
    [3, 13]: "admin prohibited", [11, 0]: "time exceeded",
  ]
  private static let names6: [[UInt8]: String] = [
    [1, 0]: "no route", [1, 1]: "admin prohibited", [1, 3]: "address unreachable",
    [1, 4]: "port unreachable", [1, 5]: "source address refused", [1, 6]: "route rejected",
    [3, 0]: "time exceeded",
  ]
}

extension ICMPAnswer {
  /// Takes the first one out of a socket's error queue; nil where there is none.
  init?(of fd: Int32) {
    let observer = LastMessage()
    do throws(Errno) {
      try SocketCalls(observer: observer).recvmsg(
        fd, into: [64], controlLength: 256, flags: Int32(MSG_ERRQUEUE | MSG_DONTWAIT))
    } catch {
      return nil
    }
    for message in observer.control {
      guard case .error(let error) = message.content, [2, 3].contains(error.origin) else {
        continue
      }
      self.init(
        isIPv6: error.origin == 3, type: error.type, code: error.code,
        sender: error.offender.map(\.hostText) ?? "")
      return
    }
    return nil
  }

  /// Has the kernel keep what ICMP says of a socket.
  static func keep(of fd: Int32, isIPv4: Bool) {
    guard let option = SocketOption.named(isIPv4 ? "IP_RECVERR" : "IPV6_RECVERR") else { return }
    do throws(Errno) {
      try SocketCalls(observer: NoObserver()).setsockopt(fd, option, .integer(1))
    } catch {}  // Without it an ICMP message is known by its errno alone.
  }
}

/// The ancillary data of the last call.
private final class LastMessage: CallObserver {
  private(set) var control: [ControlMessage] = []

  func entered(_ call: Call) {}
  func returned(_ call: Call, _ outcome: Outcome) { control = call.message?.control ?? [] }
}
