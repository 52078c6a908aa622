internal import SystemCalls

/// The ports that a program asks for on its standard input, each once: nobody could know them when it
/// began.
struct AskedPorts: Sendable {
  /// A port of a role's, and the variable that it is put into.
  struct Asked: Sendable {
    var role: String
    var name: String
  }

  private struct Port: Hashable {
    var role: String
    var number: UInt16
  }

  private var names: [Port: String] = [:]

  /// Those that a step is the first to need, to be asked for before its first round.
  mutating func new(in step: ProgramStep, of program: RoleProgram) -> [Asked] {
    step.calls.compactMap(\.place).compactMap { place in
      guard let port = AskedPorts.port(of: place), names[port] == nil else { return nil }
      let name = fresh("\(identifier(port.role))_port", in: program)
      names[port] = name
      return Asked(role: port.role, name: name)
    }
  }

  /// The variable that has the place's port; nil where it was not asked for.
  func name(of place: Place) -> String? { AskedPorts.port(of: place).flatMap { names[$0] } }

  private static func port(of place: Place) -> Port? {
    guard case .asked(let role) = place.port, let number = place.address.port else { return nil }
    return Port(role: role, number: number)
  }

  private func fresh(_ name: String, in program: RoleProgram) -> String {
    let taken = Set(program.arguments.map(\.name)).union(names.values)
    let others = (2...).lazy.map { "\(name)\($0)" }
    return taken.contains(name) ? others.first { !taken.contains($0) } ?? name : name
  }
}

extension AskedPorts.Asked {
  /// What a person must know before it is run.
  var remark: String {
    "it asks for the port of \(role) on its standard input: \(role) prints it, and comes to it later than"
      + " the program begins"
  }
}
