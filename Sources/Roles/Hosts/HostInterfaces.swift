internal import Log
internal import SystemCalls

extension Network {
  /// The interfaces that a host has, or this machine; none of a host that is gone.
  func interfaces(on host: Int) -> InterfaceNames {
    if host == 0 { return .own }
    return diagnosis(on: host)?.interfaceNames ?? InterfaceNames([:])
  }
}

extension Session {
  /// An interface's number in the network of a host, or of this machine. Throws, in words, if it has
  /// none of that name.
  func index(ofInterface name: String, on host: Int) throws(Diagnostic) -> Int32 {
    let interfaces = stage.network.interfaces(on: host)
    if let index = interfaces.index(of: name) { return index }
    let names = interfaces.all.map(\.name).joined(separator: ", ")
    let place = stage.hosts?.host(host).map { "\($0.name) has" } ?? "here are"
    throw Diagnostic(
      "there is no interface “\(name)”", advice: "\(place) \(names); a number is taken as it is",
      at: name)
  }
}
