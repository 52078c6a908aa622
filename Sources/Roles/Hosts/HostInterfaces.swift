internal import Log
internal import SystemCalls

extension Network {
  /// The interfaces that a host has, or this machine; none of a host that is gone.
  func interfaces(on host: Int) -> InterfaceNames {
    if host == 0 { return .own }
    return diagnosis(on: host)?.interfaceNames ?? InterfaceNames([:])
  }
}

extension Stage {
  /// Those that a host has now; where nobody can be asked, because the wire has ended, those that its
  /// roles were told of.
  fileprivate func interfaces(on host: Int) -> InterfaceNames {
    let found = network.interfaces(on: host)
    guard found.all.isEmpty else { return found }
    return roles.first { $0.host == host }?.interfaces ?? found
  }
}

extension Session {
  /// An interface's number in the network of a host, or of this machine. Throws, in words, if it has
  /// none of that name.
  func index(ofInterface name: String, on host: Int) throws(Diagnostic) -> Int32 {
    let interfaces = stage.interfaces(on: host)
    if let index = interfaces.index(of: name) { return index }
    let names = interfaces.all.map(\.name).joined(separator: ", ")
    let place = stage.hosts?.host(host).map { "\($0.name) has" } ?? "here are"
    throw Diagnostic(
      "there is no interface “\(name)”", advice: "\(place) \(names); a number is taken as it is",
      at: name)
  }
}
