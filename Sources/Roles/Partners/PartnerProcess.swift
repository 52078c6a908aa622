internal import CLinux
internal import Frames
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// A partner: a process that answers clients by itself. One thread, no call that waits but poll.
public enum PartnerProcess {
  /// The first argument that says that an executable is to be a partner.
  public static let marker = "sockratic-partner"

  /// Answers until the stage is gone or lets go of it. The arguments are its kind, its transport and,
  /// for one on a host of the wire, the host's doors; the first frame on the pipe is the address to
  /// bind.
  public static func run(arguments: [String]) -> Int32 {
    guard arguments.count >= 3, let kind = PartnerKind(rawValue: arguments[1]),
      let transport = PartnerTransport(rawValue: arguments[2]),
      HostDoor.enter(arguments.dropFirst(3)),
      let address = firstFrame()
    else { return 64 }
    prepare(kind)
    let voice = PartnerVoice()
    do throws(ServiceFailure) {
      let service: any PartnerService =
        transport == .tcp
        ? try StreamService(kind, at: address, voice)
        : try DatagramService(kind, at: address, voice)
      voice.say(.ready(service.address))
      PartnerLoop(service, voice).run()
    } catch {
      voice.say(.failed(call: error.call, error.errno))
    }
    voice.finish()
    return 0
  }

  private static func prepare(_ kind: PartnerKind) {
    linux_die_with_parent()
    linux_name_process(kind.rawValue)
    signal(SIGPIPE, SIG_IGN)
    RoleProcess.raiseDescriptorLimit()
  }

  private static func firstFrame() -> SocketAddress? {
    var frames = FrameReader()
    do {
      while try frames.fill(from: RoleDescriptor.actions) {
        if let address = try frames.next(SocketAddress.self) { return address }
      }
    } catch {
      return nil
    }
    return nil
  }
}

/// What a partner does with its sockets.
protocol PartnerService: AnyObject {
  /// Where it is to be reached.
  var address: SocketAddress { get }
  var totals: PartnerMessage.Totals { get }
  /// The descriptors to wait for, and for what.
  func interests() -> [pollfd]
  /// Does what can be done now; `ready` are the interests, in the same order.
  func serve(_ ready: ArraySlice<pollfd>)
  /// How long to wait at most, in milliseconds; -1 where there is nothing but sockets to wait for.
  var patience: Int32 { get }
  /// Says what there is to say before the end.
  func stop()
}

/// A partner could not get its socket.
struct ServiceFailure: Error {
  var call: String
  var errno: Errno
}

/// Waits, serves, tells the stage, and waits again.
struct PartnerLoop {
  private let service: any PartnerService
  private let voice: PartnerVoice

  init(_ service: any PartnerService, _ voice: PartnerVoice) {
    self.service = service
    self.voice = voice
  }

  /// Returns when the stage has let go of this partner.
  func run() {
    while !voice.isDeserted {
      voice.flush()
      var entries = own + service.interests()
      guard poll(&entries, nfds_t(entries.count), service.patience) >= 0 || errno == EINTR else {
        return
      }
      if entries[0].revents != 0, !hearStage() { return service.stop() }
      service.serve(entries.dropFirst(2))
    }
  }

  private var own: [pollfd] {
    [
      pollfd(fd: RoleDescriptor.actions, events: Int16(POLLIN), revents: 0),
      pollfd(
        fd: RoleDescriptor.messages, events: voice.isWaiting ? Int16(POLLOUT) : 0, revents: 0),
    ]
  }

  /// Every byte from the stage asks for the totals. False at the end of the pipe.
  private func hearStage() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(RoleDescriptor.actions, &bytes, bytes.count)
    if count > 0 { voice.say(.totals(service.totals)) }
    return count > 0 || count < 0 && errno == EINTR
  }
}

/// A socket of that type, bound there. Throws the call that failed.
func boundSocket(type: Int32, at address: SocketAddress) throws(ServiceFailure) -> Int32 {
  let calls = SocketCalls(observer: Unobserved())
  let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
  let family = if case .ipv6 = address { AF_INET6 } else { AF_INET }
  let fd = try naming("socket") { () throws(Errno) in
    try calls.socket(family: family, type: type | flags, protocolNumber: 0)
  }
  var one: Int32 = 1
  // A stopped partner's connections in TIME_WAIT do not keep its port from the next.
  if type == SOCK_STREAM.rawValue { setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, 4) }
  try naming("bind") { () throws(Errno) in try calls.bind(fd, address) }
  return fd
}

/// An errno with the name of the call that it came from.
func naming<Value>(
  _ call: String, _ body: () throws(Errno) -> Value
) throws(ServiceFailure) -> Value {
  do throws(Errno) {
    return try body()
  } catch {
    throw ServiceFailure(call: call, errno: error)
  }
}
