internal import Language
internal import Log

/// Facts of the wire.
extension Session {
  /// Empty without a wire.
  func observed(ofWire subject: String) -> [String] {
    guard let hosts = stage.hosts, subject == "dropped" else { return [] }
    return [String(hosts.dropped)]
  }

  /// Says that a fact about such an owner has no value.
  func nothing(of owner: String) -> String {
    owner == FactSubject.wire ? "there is no wire" : "\(has(owner)) no such socket"
  }
}

extension PacketSeen.Fate {
  /// Whether the packet went no further.
  var isLoss: Bool {
    switch verdict {
    case .delivered, .held, .released: false
    case .lost, .dropped, .cut, .queueFull, .tooBig, .noHost, .malformed: true
    }
  }
}
