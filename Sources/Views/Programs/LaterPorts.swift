internal import SystemCalls

/// A port that somebody typed, which another role bound only after this program had begun: whoever
/// starts the programs in the order of the roles is too early.
struct LaterPort: Hashable, Sendable {
  var role: String
  var port: UInt16
  /// The call that needs it.
  var call: String

  var remark: String {
    "\(call) needs the port \(port), which \(role) bound later than this program begins: start it when"
      + " \(role) is that far"
  }
}

extension [RoleProgram] {
  /// Has each program know of such ports.
  mutating func noteLaterPorts() {
    let bound = flatMap { program in
      program.calls.filter { $0.call.name == "bind" && $0.errno == nil }.compactMap { call in
        call.call.destination?.port.map { (role: program.role, port: $0, seq: call.seq) }
      }
    }
    for index in indices {
      let program = self[index]
      self[index].laterPorts = program.calls.compactMap { call in
        guard call.call.name != "bind", call.errno == nil, let port = call.place?.fixedPort,
          let owner = bound.last(where: { $0.port == port && $0.seq < call.seq }),
          owner.role != program.role, owner.seq > program.began
        else { return nil }
        return LaterPort(role: owner.role, port: port, call: call.call.name)
      }
    }
  }
}

extension Place {
  /// A port that was typed.
  fileprivate var fixedPort: UInt16? {
    switch port {
    case .argument, .literal: address.port.flatMap { $0 == 0 ? nil : $0 }
    case .asked, .variable: nil
    }
  }
}
