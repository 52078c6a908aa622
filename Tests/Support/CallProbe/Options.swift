import Glibc
import SystemCalls

extension Conversation {
  /// Every option asked for, set and asked for again, on sockets that have it and that lack it.
  func options() {
    let kinds: [(Int32, Int32)] = [(AF_INET, 1), (AF_INET, 2), (AF_INET6, 2), (AF_UNIX, 1)]
    for (family, type) in kinds {
      let subject = socket(family, type, 0)
      for option in SocketOption.all { askAndSet(subject, option) }
      closing(subject)
    }
    for descriptor in [-1, 0, 77] as [Int32] {
      for option in SocketOption.all {
        for value in values(of: option.type).prefix(2) {
          attempt { () throws(Errno) in try calls.setsockopt(descriptor, option, value) }
          ask(descriptor, option)
        }
      }
    }
    pendingError()
  }

  private func askAndSet(_ socket: Int32, _ option: SocketOption) {
    ask(socket, option)
    for value in values(of: option.type) {
      attempt { () throws(Errno) in try calls.setsockopt(socket, option, value) }
      ask(socket, option)
    }
  }

  private func ask(_ socket: Int32, _ option: SocketOption) {
    _ = value { () throws(Errno) in try calls.getsockopt(socket, option) }
  }

  private func values(of type: OptionType) -> [OptionValue] {
    switch type {
    case .linger: [.linger(onOff: 1, seconds: 5), .linger(onOff: 0, seconds: -1)]
    case .time:
      [
        .time(seconds: 1, microseconds: 500_000), .time(seconds: 0, microseconds: 2_000_000),
        .time(seconds: -1, microseconds: -1), .time(seconds: 0, microseconds: 0),
      ]
    case .text: ["lo", "reno", "cubic", "nosuch", "a-name-longer-than-any", ""].map(text)
    case .interface: [0, 1, 9999].map { .interface($0) }
    case .networkInterface: [0, 1, 9999].map { .networkInterface($0) }
    case .unsigned: [0, 1 << 20, .max].map { .unsigned($0) }
    case .structure, .credentials: [.bytes([1, 2, 3, 4, 5, 6, 7, 8]), .bytes([1, 2, 3, 4])]
    case .outgoing, .membership, .sourceMembership, .membership6: groups(type)
    case .named(let names): numbers.map { .named($0, names) }
    default: numbers.map { .integer($0) }
    }
  }

  private var numbers: [Int32] { [1, 0, -1, 2, 3, 16, 1000, 70_000, .max] }

  private func text(_ name: String) -> OptionValue { .text(Array(name.utf8)) }

  /// A group that can be joined on lo, one that cannot, and what is no group.
  private func groups(_ type: OptionType) -> [OptionValue] {
    let (group, host, lo): (UInt32, UInt32, UInt32) = (0xef01_0203, 0xc000_0201, 0x7f00_0001)
    switch type {
    case .outgoing:
      return [
        .outgoing(local: lo, interface: nil), .outgoing(local: 0, interface: 1),
        .outgoing(local: host, interface: nil), .outgoing(local: 0, interface: 9999),
        .outgoing(local: 0, interface: nil),
      ]
    case .membership:
      return [
        .membership(group: group, local: lo, interface: nil),
        .membership(group: group, local: 0, interface: 1),
        .membership(group: group, local: 0, interface: 9999),
        .membership(group: host, local: lo, interface: nil),
      ]
    case .sourceMembership:
      return [group, host].map { .sourceMembership(group: $0, local: lo, source: lo) }
    default:
      let six = IPv6Bytes(high: 0xff02 << 48, low: 0x1234)
      return [
        .membership6(group: six, interface: 1), .membership6(group: six, interface: 9999),
        .membership6(group: .loopback, interface: 0),
      ]
    }
  }

  private func pendingError() {
    guard let error = SocketOption.named("SO_ERROR") else { return }
    let closed = socket(AF_INET, 2, 0)
    attempt { () throws(Errno) in try calls.bind(closed, .loopback(port: 0)) }
    let address = name(closed)
    closing(closed)
    let sender = socket(AF_INET, 2, 0)
    attempt { () throws(Errno) in try calls.connect(sender, address) }
    send(sender, text: "anybody?", 0)
    for _ in 1...2 { ask(sender, error) }
    closing(sender)
  }
}
