import Glibc
import SystemCalls

func sleepIn(_ name: String, _ calls: SocketCalls, _ recorder: Recorder) {
  let conversation = Conversation(calls: calls)
  let listener = conversation.socket(AF_INET, 1, 0)
  conversation.attempt { () throws(Errno) in try calls.bind(listener, .loopback(port: 0)) }
  conversation.attempt { () throws(Errno) in try calls.listen(listener, backlog: 0) }
  let address = conversation.name(listener)
  let client = conversation.socket(AF_INET, 1, 0)
  let second = conversation.socket(AF_INET, 1, 0)
  if !["accept", "accept4"].contains(name) {
    conversation.attempt { () throws(Errno) in try calls.connect(client, address) }
  }
  recorder.isAnnouncing = true
  switch name {
  case "accept": conversation.accept(listener)
  case "connect": conversation.attempt { () throws(Errno) in try calls.connect(second, address) }
  case "send": conversation.send(client, [UInt8](repeating: 97, count: 8 << 20), 0)
  case "accept4":
    conversation.attempt { () throws(Errno) in try calls.accept4(listener, flags: 0x800) }
  case "poll", "ppoll", "select", "epoll_wait", "pselect", "epoll_pwait":
    waitIn(name, client, conversation)
  case "recv": conversation.receive(client, 64, MSG.waitAll)
  case "read": conversation.read(client, 64)
  case "readv":
    conversation.attempt { () throws(Errno) in try calls.readv(client, into: [3, 64]) }
  case "writev":
    conversation.attempt { () throws(Errno) in
      try calls.writev(client, [[1, 2], [UInt8](repeating: 97, count: 8 << 20)])
    }
  case "recvmmsg":
    conversation.attempt { () throws(Errno) in
      try calls.recvmmsg(
        client, count: 2, into: [64], controlLength: 8, flags: 0, nanoseconds: 1_000_000_000)
    }
  case "recvmsg": conversation.receiveMessage(client, [64], control: 64, 0)
  default: conversation.receiveFrom(client, 64, 0)
  }
}

private func waitIn(_ name: String, _ fd: Int32, _ conversation: Conversation) {
  let calls = conversation.calls
  let entries = [PollEntry(fd: fd, events: PollBit.input), PollEntry(fd: -1, events: 0)]
  conversation.attempt { () throws(Errno) in
    switch name {
    case "poll": try calls.poll(entries, milliseconds: -1)
    case "ppoll": try calls.ppoll(entries, nanoseconds: 100_000_000_000)
    case "select":
      try calls.select(
        count: fd + 1, reading: [fd], writing: nil, exceptional: [fd], nanoseconds: nil)
    case "pselect":
      try calls.select(
        count: fd + 1, reading: [fd], writing: nil, exceptional: nil, nanoseconds: 100_000_000_000,
        mask: [2, 15])
    case "epoll_pwait":
      try calls.epollWait(
        try calls.epollCreate(flags: 0), most: 4, milliseconds: -1, mask: [2])
    default: try calls.epollWait(try calls.epollCreate(flags: 0), most: 4, milliseconds: -1)
    }
  }
}

enum MSG {
  static let outOfBand: Int32 = 1
  static let peek: Int32 = 2
  static let truncated: Int32 = 0x20
  static let dontWait: Int32 = 0x40
  static let waitAll: Int32 = 0x100
  static let noSignal: Int32 = 0x4000
  static let more: Int32 = 0x8000
}
