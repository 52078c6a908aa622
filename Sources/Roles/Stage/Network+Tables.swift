internal import CLinux
internal import SystemCalls

/// Connections and listeners as they stand in the kernel's tables, whoever has them (sock_diag(7)).
extension Network {
  /// As `lookUp`, for a connection that is not expected to be gone. While the kernel puts one socket
  /// in another's place (TIME_WAIT for a closed one, a new connection for its request) it finds
  /// neither, or one that it found before is CLOSED when it is read: once this process has run on
  /// every processor, none is in the middle of that.
  func lookUpSurely(_ pair: AddressPair) -> SocketDiagnosis.Entry? {
    if let entry = lookUp(pair), entry.state != .closed { return entry }
    linux_visit_every_processor()
    return lookUp(pair)
  }

  func lookUp(_ pair: AddressPair) -> SocketDiagnosis.Entry? {
    guard let diagnosis = diagnosis(on: hostNumber(of: pair)) else { return nil }
    return try? diagnosis.lookup(
      protocolNumber: pair.protocolNumber, local: pair.local, remote: pair.remote)
  }

  /// As it stands in the kernel's tables; nil for what is not there, such as a Unix socket.
  func lookUp(_ socket: SocketSnapshot) -> SocketDiagnosis.Entry? {
    guard let pair = socket.pair else { return nil }
    return lookUp(pair)
  }

  /// The handshakes with a listener that are not finished; nil where the kernel does not tell.
  func openRequests(to listener: SocketSnapshot) -> Int? {
    guard let diagnosis = diagnosis(on: listener.host), let port = listener.local?.port else {
      return nil
    }
    return try? diagnosis.openRequests(family: listener.family, port: port)
  }

  /// The listener that the connection has reached, or would reach, whoever's it is.
  func lookUpListener(of pair: AddressPair) -> SocketDiagnosis.Entry? {
    guard let diagnosis = diagnosis(on: hostNumber(of: pair.reversed)) else { return nil }
    return try? diagnosis.lookup(
      protocolNumber: ProtocolNumber.tcp, local: pair.remote, remote: nil)
  }
}
