internal import Log
internal import SystemCalls

/// Finds out for every address in the programs where its program has it from: from the command
/// line, from an earlier call, or from nowhere but the session.
struct Endpoints {
  private var programs: [RoleProgram]
  private let chosen: ChosenPorts

  init(_ programs: [RoleProgram], _ chosen: ChosenPorts) {
    self.programs = programs
    self.chosen = chosen
  }

  func resolved() -> [RoleProgram] {
    var all = programs.map(resolved)
    noteNeeded(in: &all)
    all.noteLaterPorts()
    return all
  }

  private func resolved(_ program: RoleProgram) -> RoleProgram {
    var program = program
    var known: [SocketAddress: String] = [:]
    let wanted = lastUses(in: program)
    for step in program.steps.indices {
      for index in program.steps[step].calls.indices {
        var call = program.steps[step].calls[index]
        if let address = call.call.destination {
          call.place = place(of: address, in: call, known, &program)
        }
        learn(&call, wanted, &known)
        program.steps[step].calls[index] = call
      }
    }
    return namingOthers(in: program, but: Set(known.values))
  }

  /// An address that nothing needs must not take the place of one that something does.
  private func namingOthers(in program: RoleProgram, but learnt: Set<String>) -> RoleProgram {
    var program = program
    for step in program.steps.indices {
      for index in program.steps[step].calls.indices {
        let name = program.steps[step].calls[index].call.nameOfAddress
        program.steps[step].calls[index].brings = learnt.contains(name) ? "other_\(name)" : name
      }
    }
    return program
  }

  /// The last call to each address.
  private func lastUses(in program: RoleProgram) -> [SocketAddress: Int] {
    var uses: [SocketAddress: Int] = [:]
    for call in program.calls {
      if let address = call.call.destination, address.port != nil { uses[address] = call.seq }
    }
    return uses
  }

  /// An address that a call brings is kept where a later one needs it.
  private func learn(
    _ call: inout ProgramCall, _ wanted: [SocketAddress: Int],
    _ known: inout [SocketAddress: String]
  ) {
    guard let address = call.call.broughtAddress, wanted[address] ?? 0 > call.seq else { return }
    let kind = call.call.nameOfAddress
    if let name = known[address] {
      // Whoever answers in rounds answers who has asked in this one.
      if call.call.name == "recvfrom", name == kind { call.learns = name }
      return
    }
    let names = Set(known.values)
    var name = kind
    var number = 1
    while names.contains(name) {
      number += 1
      name = "\(kind)\(number)"
    }
    known[address] = name
    call.learns = name
  }

  private func place(
    of address: SocketAddress, in call: ProgramCall, _ known: [SocketAddress: String],
    _ program: inout RoleProgram
  ) -> Place {
    var place = Place(address: address)
    if let name = known[address] {
      place.whole = name
    } else if case .unixPath(let path) = address {
      place.host = .argument(argument(path, in: &program))
    } else if let port = address.port, port != 0 {
      if let owner = chosen.owner(of: port, at: call.seq) {
        take(owner, port, call, &place, &program)
      } else {
        takeFixed(port, call, &place, &program)
      }
    }
    if program.isOnWire, call.call.name == "bind" { takeOwnHost(&place, &program) }
    return place
  }

  /// A port that the kernel chose.
  private func take(
    _ owner: ChosenPorts.Owner, _ port: UInt16, _ call: ProgramCall, _ place: inout Place,
    _ program: inout RoleProgram
  ) {
    let name = identifier(owner.role)
    if owner.role == program.role, owner.seq > program.began {
      place.port = .variable(chosen.variable(for: owner))
      return
    }
    guard owner.seq < program.began else {
      place.port = .asked(owner.role)
      return
    }
    if call.call.name != "bind", isReached(owner.address, by: place.address) {
      let host = ProgramArgument(
        name: "\(name)_host", kind: .host, preset: nil, session: place.address.hostText ?? "",
        meaning: "where \(owner.role) is")
      place.host = .argument(add(host, to: &program))
    }
    let argument = ProgramArgument(
      name: "\(name)_port", kind: .port, preset: nil, session: "\(port)",
      meaning: "the port that \(owner.role) prints")
    place.port = .argument(add(argument, to: &program))
  }

  /// Elsewhere than on the wire the program has another address.
  private func takeOwnHost(_ place: inout Place, _ program: inout RoleProgram) {
    guard !place.address.isWildcard, !place.address.isLoopback, let text = place.address.hostText
    else { return }
    let host = ProgramArgument(
      name: "own_host", kind: .host, preset: nil, session: text, meaning: "the address to bind")
    place.host = .argument(add(host, to: &program))
  }

  /// A port that was typed: it can be given, and need not be.
  private func takeFixed(
    _ port: UInt16, _ call: ProgramCall, _ place: inout Place, _ program: inout RoleProgram
  ) {
    if call.call.name != "bind" {
      let host = ProgramArgument(
        name: "host", kind: .host, preset: program.isOnWire ? nil : place.address.hostText,
        session: place.address.hostText ?? "", meaning: "whom to reach")
      place.host = .argument(add(host, to: &program))
    }
    let name = call.call.name == "bind" ? "own_port" : "port"
    let argument = ProgramArgument(
      name: name, kind: .port, preset: "\(port)", session: "\(port)",
      meaning: call.call.name == "bind" ? "the port to bind" : "its port")
    place.port = .argument(add(argument, to: &program))
  }

  private func argument(_ path: [UInt8], in program: inout RoleProgram) -> String {
    let text = String(decoding: path, as: UTF8.self)
    return add(
      ProgramArgument(
        name: "path", kind: .path, preset: text, session: text, meaning: "the socket's path"),
      to: &program)
  }

  /// Its name, which gets a number where another one has it.
  private func add(_ argument: ProgramArgument, to program: inout RoleProgram) -> String {
    var argument = argument
    var number = 1
    let base = argument.name
    while let other = program.arguments.first(where: { $0.name == argument.name }) {
      if other.session == argument.session, other.kind == argument.kind { return other.name }
      number += 1
      argument.name = "\(base)\(number)"
    }
    program.arguments.append(argument)
    return argument.name
  }

  private func isReached(_ bound: SocketAddress, by address: SocketAddress) -> Bool {
    bound == address || bound.isWildcard && !address.isMulticast
  }

  /// Has each program tell the ports that it or another one needs.
  private func noteNeeded(in all: inout [RoleProgram]) {
    let needs = all.map(NeededPorts.init)
    for program in all.indices {
      let (role, own) = (all[program].role, needs[program])
      let others = needs.filter { $0.role != role }
      let lives = needs.filter { $0.role == role }
      let isTold = others.contains { $0.ask(role) }
      let calls = all[program].calls.map(\.seq)
      var place = 0
      for step in all[program].steps.indices {
        for index in all[program].steps[step].calls.indices {
          place += 1
          let next = place < calls.count ? calls[place] : .max
          note(&all[program].steps[step].calls[index], of: role, before: next) { variable in
            (isTold || lives.contains { $0.own.contains(variable) }, own.own.contains(variable))
          }
        }
      }
    }
  }

  /// `isNeeded`: whether any program needs the port of that variable, and whether this one does.
  private func note(
    _ call: inout ProgramCall, of role: String, before next: Int,
    isNeeded: (String) -> (byAny: Bool, byOwn: Bool)
  ) {
    guard let fd = call.call.descriptor,
      ["bind", "connect", "sendto", "sendmsg", "sendmmsg", "listen", "send"].contains(
        call.call.name)
    else { return }
    let owner = chosen.chosen(for: role, fd, from: call.seq, to: next)
    let variable = owner.map { chosen.variable(for: $0) } ?? ""
    let needed = isNeeded(variable)
    call.chosenPort = owner?.address.port
    if call.call.name == "bind" {
      call.portChosen = call.call.destination?.port == 0 && call.outcome?.errno == nil
    } else if call.chosenPort != nil {
      call.portChosen = needed.byAny
    }
    if call.portChosen, needed.byOwn { call.keepsPort = variable }
  }
}

/// The ports that a program needs to be told.
private struct NeededPorts {
  let role: String
  /// Variables that hold ports of its own.
  var own: Set<String> = []
  private var asked: Set<String> = []
  private var places: Set<Place> = []

  init(_ program: RoleProgram) {
    role = program.role
    for place in program.calls.compactMap(\.place) {
      switch place.port {
      case .variable(let name): own.insert(name)
      case .asked(let role): asked.insert(role)
      case .argument: places.insert(place)
      case .literal: break
      }
    }
  }

  /// Whether it needs one that another role's program tells.
  func ask(_ other: String) -> Bool {
    asked.contains(other) || places.contains { $0.isToldBy(other) }
  }
}

extension Call {
  /// What an address is called that it brings.
  var nameOfAddress: String {
    switch name {
    case "recvfrom", "recvmsg": "sender"
    case "accept", "accept4": "peer"
    default: "name"
    }
  }

  /// The address that the kernel wrote.
  var broughtAddress: SocketAddress? {
    for argument in arguments {
      switch argument.value {
      case .addressRoom(_, let address?): return address
      case .messageRoom(_, let header?): return header.name
      default: continue
      }
    }
    return nil
  }
}

extension SocketAddress {
  /// The host alone, as inet_pton(3) reads it; nil for other families.
  var hostText: String? {
    switch self {
    case .ipv4(let host, _):
      [24, 16, 8, 0].map { "\(host >> UInt32($0) & 0xff)" }.joined(separator: ".")
    case .ipv6(let host, _, _): host.description
    default: nil
    }
  }
}

/// A role's name as a name in a program.
func identifier(_ role: String) -> String { role.replacing("-", with: "_") }
