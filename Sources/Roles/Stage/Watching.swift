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
  func watch(_ key: SocketKey, _ info: TCPInfo) {
    watched[key] = info
    measured[key] = nil
    measure(key, info)
  }

  /// False if it was not watched.
  @discardableResult
  func unwatch(_ key: SocketKey) -> Bool {
    measured[key] = nil
    return watched.removeValue(forKey: key) != nil
  }

  /// Between two looks of `measureWatched`, in nanoseconds: some for each round trip that a person
  /// can make out.
  private static let betweenMeasurements: UInt64 = 2_000_000

  /// Logs the figures of what is watched as numbers, now and then while something goes on.
  func measureWatched() {
    guard isWatching else { return }
    let now = monotonicNanoseconds()
    guard now >= nextMeasurement else { return }
    nextMeasurement = now + Stage.betweenMeasurements
    for key in watched.keys.sorted() {
      if let info = tcpInfo(of: key) { measure(key, info) }
    }
  }

  /// A closed or listening socket's figures are of no connection.
  private func measure(_ key: SocketKey, _ info: TCPInfo) {
    let measurement = Measurement(info, fd: key.fd)
    guard measured[key] != measurement, ![.closed, .listen].contains(info.state) else { return }
    measured[key] = measurement
    log.append(.measured(measurement), role: key.role, time: monotonicNanoseconds())
  }

  /// Tells what has changed since the last look, a line for each connection; those that are gone are
  /// watched no longer.
  func logWatched() {
    for (key, old) in watched.sorted(by: { $0.key < $1.key }) {
      guard let new = tcpInfo(of: key) else {
        unwatch(key)
        continue
      }
      watched[key] = new
      measure(key, new)
      guard let text = infoChanges(from: old, to: new) else { continue }
      let socket = network.known(key)
      let change = StateChange(
        fd: key.fd, property: .info, from: "", to: text, local: socket?.local,
        remote: socket?.remote, orphaned: false)
      log.append(.state(change), role: key.role, time: monotonicNanoseconds())
    }
  }
}
