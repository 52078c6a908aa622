internal import Log
internal import SystemCalls

/// Everything that one socket has done, read from a whole log.
final class SocketCourse {
  let role: String
  let isStream: Bool
  var local: SocketAddress?
  var remote: SocketAddress?
  var sent: [UInt8] = []
  var received: [UInt8] = []
  var numbers = 1

  init(role: String, isStream: Bool) {
    self.role = role
    self.isStream = isStream
  }
}

/// Which socket each event of a log is on.
struct SocketCourses {
  private struct Number: Hashable {
    var role: String?
    var fd: Int32
  }

  private var bySeq: [Int: SocketCourse] = [:]
  private var open: [Number: SocketCourse] = [:]
  private var closed: [Number: SocketCourse] = [:]
  private(set) var all: [SocketCourse] = []

  init(_ log: [Event]) { for event in log { take(event) } }

  func course(of event: Event) -> SocketCourse? { bySeq[event.seq] }

  private mutating func take(_ event: Event) {
    switch event.kind {
    case .called(let call): note(event, call.descriptor)
    case .returned(let returned):
      note(event, returned.call.descriptor)
      if returned.outcome.errno == nil { take(returned, event) }
    case .state(let change):
      let number = Number(role: event.role, fd: change.fd)
      let course = change.orphaned ? closed[number] : open[number]
      bySeq[event.seq] = course
      if let local = change.local, local.port != 0 { course?.local = local }
      if let remote = change.remote { course?.remote = remote }
    case .roleEnded:
      for (number, course) in open where number.role == event.role {
        closed[number] = course
        open[number] = nil
      }
    default: break
    }
  }

  private mutating func note(_ event: Event, _ fd: Int32?) {
    if let fd { bySeq[event.seq] = open[Number(role: event.role, fd: fd)] }
  }

  private mutating func take(_ returned: Returned, _ event: Event) {
    let call = returned.call
    let course = call.descriptor.flatMap { open[Number(role: event.role, fd: $0)] }
    let new = Number(role: event.role, fd: Int32(clamping: returned.outcome.result))
    switch call.name {
    case "socket", "socketpair":
      guard case .constant(let type, _)? = call["type"] else { return }
      let fds = call.name == "socket" ? [new.fd] : call.newDescriptors
      for fd in fds { begin(Number(role: event.role, fd: fd), isStream: type & 0xf == 1) }
    case "accept":
      begin(new, isStream: true)
      if case .addressRoom(_, let peer)? = call["addr"] { open[new]?.remote = peer }
    case "dup": open[new] = course
    case "close":
      let number = Number(role: event.role, fd: call.descriptor ?? -1)
      closed[number] = open.removeValue(forKey: number)
    case "send", "write": course?.sent += call.sentBytes.prefix(returned.outcome.result)
    case "recv", "read": if !returned.isPeek { course?.received += returned.receivedBytes }
    default: break
    }
  }

  private mutating func begin(_ number: Number, isStream: Bool) {
    let course = SocketCourse(role: number.role ?? "", isStream: isStream)
    open[number] = course
    all.append(course)
  }
}
