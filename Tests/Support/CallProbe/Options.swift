import Glibc
import SystemCalls

extension Conversation {
  /// Every option asked for, set and asked for again, on sockets that have it and that lack it.
  func options() {
    for (family, type) in [(AF_INET, 1), (AF_INET6, 2), (AF_UNIX, 1)] as [(Int32, Int32)] {
      let subject = socket(family, type, 0)
      for option in SocketOption.all { askAndSet(subject, option) }
      closing(subject)
    }
    for descriptor in [-1, 0, 77] as [Int32] {
      for option in SocketOption.all { askAndSet(descriptor, option) }
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
    case .flag, .integer, .error, .socketType:
      [.integer(1), .integer(0), .integer(-1), .integer(70_000), .integer(.max)]
    case .linger: [.linger(onOff: 1, seconds: 5), .linger(onOff: 0, seconds: -1)]
    case .time:
      [
        .time(seconds: 1, microseconds: 500_000), .time(seconds: 0, microseconds: 2_000_000),
        .time(seconds: -1, microseconds: -1), .time(seconds: 0, microseconds: 0),
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
