internal import Language
internal import Log
internal import SystemCalls

/// Whom a session may load or search: this machine, and what somebody has taken responsibility for.
struct Allowances {
  private(set) var networks: [(network: HostNetwork, name: String?)] = []

  /// What a role on a host sends stays on the wire, and needs nobody's word: see `refuseFlood`.
  func permits(_ address: SocketAddress) -> Bool {
    if address.isLoopback || address.isWildcard || HostNetwork(hostOf: address) == nil {
      return true
    }
    return networks.contains { $0.network.contains(address) }
  }

  mutating func add(_ network: HostNetwork, name: String?) {
    networks.removeAll { $0.network == network }
    networks.append((network, name))
  }
}

/// An `allow` that waits for a yes.
struct OpenAllowance {
  var networks: [HostNetwork]
  var name: String?
}

extension Session {
  /// More than this in one statement is a flood, in bytes.
  private static let largestSend = 64 << 10

  func allow(_ hosts: AllowedHosts?) throws(Diagnostic) {
    guard let hosts else { return showAllowances() }
    try refuseAllowingUnasked()
    let open = try opened(hosts)
    if open.name == nil, open.networks.allSatisfy(\.isLoopback) {
      stage.record(.note("\(text(of: open)) is this machine, which is always allowed"))
      return
    }
    stage.record(.note(responsibility(for: open)))
    if hasPrompt { openAllowance = open } else { take(open) }
  }

  /// Where somebody sits at a prompt, only what they type themselves can ask them.
  private func refuseAllowingUnasked() throws(Diagnostic) {
    guard options.canAllow else { throw Diagnostic("a lesson may not allow anything in your name") }
    guard repeatDepth == 0 else { throw Diagnostic("allow stands in no block") }
    guard hasPrompt, sourceDepth > 0 || !options.isInteractive else { return }
    throw Diagnostic(
      "a \(sourceDepth > 0 ? "sourced file" : "lesson") cannot allow anything",
      advice: "type it at the prompt")
  }

  /// The answer to an `allow`, if one is open and this is one: anything but yes leaves it.
  func takesConsent(_ line: String) -> Bool {
    guard let open = openAllowance, !isBlank(line) else { return false }
    openAllowance = nil
    switch line.lowercased().filter({ !$0.isWhitespace }) {
    case "yes", "y":
      take(open)
      stage.record(.note("\(text(of: open)) is allowed until the session ends"))
      return true
    case "no", "n":
      stage.record(.note("it is not allowed"))
      return true
    default: return false
    }
  }

  private func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

  private func take(_ open: OpenAllowance) {
    for network in open.networks { allowances.add(network, name: open.name) }
  }

  private func opened(_ hosts: AllowedHosts) throws(Diagnostic) -> OpenAllowance {
    switch hosts {
    case .network(let network): return OpenAllowance(networks: [network], name: nil)
    case .name(let name):
      let addresses = try lookUpAll(name)
      return OpenAllowance(networks: addresses.compactMap { HostNetwork(hostOf: $0) }, name: name)
    }
  }

  private func responsibility(for open: OpenAllowance) -> String {
    "You take responsibility for what this session sends to \(text(of: open)): test what is yours,"
      + " or what its owner has asked you to test. Anything else harms people, and is a crime in"
      + " many places." + (hasPrompt ? " Type `yes` to allow it." : "")
  }

  private func text(of open: OpenAllowance) -> String {
    let addresses = open.networks.map(\.description).joined(separator: ", ")
    return open.name.map { "\($0) (\(addresses))" } ?? addresses
  }

  private func showAllowances() {
    let others = allowances.networks.map {
      $0.network.description + ($0.name.map { "  (\($0))" } ?? "")
    }
    let own = ["this machine: 127.0.0.0/8, ::1, and what `interfaces` lists"]
    stage.record(.output((own + others).joined(separator: "\n")))
  }

  // MARK: What needs it

  /// Refuses to load a service on an address that nobody has taken responsibility for.
  func refuseFlood(_ action: Action, by role: Role) throws(Diagnostic) {
    guard role.host == 0, let target = flooded(by: action, role) else { return }
    try refuse(target, "a flood (more than 64 KiB in one send, a connect or a send in a repeat)")
  }

  /// Refuses the same to a process of the stage's own. One on a host of the wire cannot leave it.
  func refuse(
    _ target: SocketAddress, _ what: String, from place: HostPlace? = nil
  ) throws(Diagnostic) {
    guard place == nil, !allowances.permits(target) else { return }
    try refuseStraying(to: target, whose: currentRole)
    if isOfThisMachine(target) { return }
    throw Diagnostic(
      "\(target.hostText) is not this machine: \(what) needs your word first",
      advice: "`allow \(target.hostText)`, if it is yours to test; see `help allow`")
  }

  /// Whether the kernel delivers here what is sent there: the loopback, or an address of an interface's.
  func isOfThisMachine(_ address: SocketAddress) -> Bool {
    if address.isLoopback || address.isWildcard { return true }
    guard let host = HostNetwork(hostOf: address) else { return false }
    let interfaces = (try? Interface.all()) ?? []
    return interfaces.contains { $0.addresses.contains { host.contains($0.address) } }
  }

  /// Whom an action loads, where it does.
  private func flooded(by action: Action, _ role: Role) -> SocketAddress? {
    switch action {
    case .connect(_, .literal(let address)): return repeatDepth > 0 ? address : nil
    case .send(.descriptor(let fd), let payload, _, _, let address):
      return flooded(by: [payload], to: address, on: fd, role)
    case .sendmsg(.descriptor(let fd), let envelope, _):
      return flooded(by: envelope.buffers, to: envelope.address, on: fd, role)
    case .sendmmsg(.descriptor(let fd), let envelopes, _):
      let buffers = envelopes.flatMap(\.buffers)
      let targets = envelopes.compactMap { flooded(by: buffers, to: $0.address, on: fd, role) }
      return targets.first { !allowances.permits($0) }
    case .descriptor(.write(.descriptor(let fd), let payload)):
      return flooded(by: [payload], to: nil, on: fd, role)
    case .descriptor(.writev(.descriptor(let fd), let buffers)):
      return flooded(by: buffers, to: nil, on: fd, role)
    default: return nil
    }
  }

  private func flooded(
    by payloads: [Payload], to address: AddressReference?, on fd: Int32, _ role: Role
  ) -> SocketAddress? {
    let size = payloads.reduce(0) { $0 + min($1.count ?? 0, 1 << 40) }
    guard repeatDepth > 0 || size > Session.largestSend else { return nil }
    if case .literal(let target)? = address { return target }
    return role.sockets[fd]?.remote
  }
}
