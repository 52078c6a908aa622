internal import Glibc
internal import SystemCalls

/// The socket that a service on this machine receives with, seen from outside it: one that was started
/// again has another, however soon it came back.
final class ServiceSocket {
  private let address: SocketAddress
  private let protocolNumber: Int32
  /// Without it, and for a service elsewhere, nothing is ever seen to change.
  private let diagnosis = try? SocketDiagnosis()
  private var known: UInt64?

  init(_ address: SocketAddress, isDatagram: Bool) {
    self.address = address
    protocolNumber = isDatagram ? ProtocolNumber.udp : ProtocolNumber.tcp
  }

  /// Which one it is now; 0 if there is none, nil if that cannot be seen.
  func look() -> UInt64? {
    guard let diagnosis, address.port != nil else { return nil }
    do throws(Errno) {
      return try diagnosis.receiver(protocolNumber: protocolNumber, at: address) ?? 0
    } catch {
      return nil
    }
  }

  /// What is there from now on is the service; nil: it makes a socket for each client, or is elsewhere.
  func remember(_ inode: UInt64?) { known = inode == 0 ? nil : inode }

  /// What is there is remembered, if something was.
  func rememberAnew() { if known != nil { remember(look()) } }

  /// Whether it is gone, or another one.
  var hasChanged: Bool {
    guard let known, let now = look() else { return false }
    return now != known
  }
}
