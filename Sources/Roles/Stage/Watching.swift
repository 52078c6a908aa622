internal import Log
internal import SystemCalls
internal import Views

/// Connections whose figures are told whenever they have changed.
extension Stage {
  func tcpInfo(of key: SocketKey) -> TCPInfo? {
    guard let role = role(named: key.role) else { return nil }
    do throws(Errno) { return try role.view.tcpInfo(of: key.fd) } catch { return nil }
  }

  /// Whether there is any.
  public var isWatching: Bool { !watched.isEmpty }

  /// Begins with how it is now.
  func watch(_ key: SocketKey, _ info: TCPInfo) { watched[key] = info }

  /// False if it was not watched.
  @discardableResult
  func unwatch(_ key: SocketKey) -> Bool { watched.removeValue(forKey: key) != nil }

  /// Tells what has changed since the last look, a line for each connection; those that are gone are
  /// watched no longer.
  func logWatched() {
    for (key, old) in watched.sorted(by: { $0.key < $1.key }) {
      guard let new = tcpInfo(of: key) else {
        unwatch(key)
        continue
      }
      watched[key] = new
      guard let text = infoChanges(from: old, to: new) else { continue }
      let socket = network.known(key)
      let change = StateChange(
        fd: key.fd, property: .info, from: "", to: text, local: socket?.local,
        remote: socket?.remote, orphaned: false)
      log.append(.state(change), role: key.role, time: monotonicNanoseconds())
    }
  }
}
