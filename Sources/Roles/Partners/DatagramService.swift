internal import CLinux
internal import Glibc
internal import Language
internal import SystemCalls

/// A partner over UDP: it answers each datagram, or does not.
final class DatagramService: PartnerService {
  let address: SocketAddress
  let patience: Int32 = -1
  private let kind: PartnerKind
  private let voice: PartnerVoice
  private let socket: Int32
  private let calls = SocketCalls(observer: Unobserved())
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
  private var senders = RecentSenders()
  private var pattern = CharacterPattern()
  private(set) var totals = PartnerMessage.Totals()

  init(
    _ kind: PartnerKind, at address: SocketAddress, _ voice: PartnerVoice
  ) throws(ServiceFailure) {
    self.kind = kind
    self.voice = voice
    let socket = try boundSocket(type: Int32(SOCK_DGRAM.rawValue), at: address)
    let calls = calls
    self.address = try naming("getsockname") { () throws(Errno) in try calls.getsockname(socket) }
    self.socket = socket
  }

  deinit { room.deallocate() }

  func interests() -> [pollfd] { [pollfd(fd: socket, events: Int16(POLLIN), revents: 0)] }

  func serve(_ ready: ArraySlice<pollfd>) {
    guard ready.first?.revents ?? 0 != 0 else { return }
    // The stage is heard again after so many, however many more there are.
    for _ in 0..<64 {
      do throws(Errno) {
        let (count, sender) = try calls.recvfrom(socket, into: room, flags: 0)
        if let sender { take(min(count, room.count), from: sender) }
      } catch {
        // Nothing more, or an ICMP error for an earlier answer, which is over with that.
        return
      }
    }
  }

  func stop() { voice.say(.totals(totals)) }

  private func take(_ count: Int, from sender: SocketAddress) {
    totals.came += 1
    totals.account.received += count
    if senders.isNew(sender) {
      voice.say(.came(senders.count, local: address, remote: sender))
    }
    if let answer = answer(to: count) { send(answer, to: sender) }
  }

  private func answer(to count: Int) -> [UInt8]? {
    switch kind {
    case .echo: Array(room[..<count])
    case .daytime: Array(Daytime.text().utf8)
    // RFC 864 wants a random length from 0 to 512: this is one, and the same each time.
    case .chargen: pattern.next(totals.came * 7919 % 513)
    default: nil
    }
  }

  /// As UDP does, it sends and forgets: what has no room, or nobody to take it, is lost.
  private func send(_ answer: [UInt8], to sender: SocketAddress) {
    do throws(Errno) {
      totals.account.sent += try answer.span.bytes.withUnsafeBytes { bytes throws(Errno) in
        try calls.sendto(socket, bytes, flags: 0, to: sender)
      }
    } catch {
      return
    }
  }
}

/// The addresses that datagrams came from, the last 64 of them.
private struct RecentSenders {
  private var recent: [SocketAddress] = []
  private(set) var count = 0

  mutating func isNew(_ sender: SocketAddress) -> Bool {
    if recent.contains(sender) { return false }
    count += 1
    recent.append(sender)
    if recent.count > 64 { recent.removeFirst() }
    return true
  }
}
