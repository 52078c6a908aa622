public import Language
internal import Log
internal import SystemCalls

extension Session {
  /// Whether what the line sends to groups leaves by the loopback, as its socket is set now:
  /// IP_MULTICAST_IF says so, by address. Where other statements of the line come before it, nobody
  /// can know.
  public func keepsMulticastHere(_ line: Line) -> Bool {
    guard line.statements.contains(where: \.order.sendsToGroup) else { return true }
    guard line.statements.count == 1, case .act(.send(let socket, _, _, _, _))? = line.first else {
      return false
    }
    return sendsOnLoopback(socket, as: line.role ?? currentRole)
  }

  private func sendsOnLoopback(_ reference: SocketReference, as name: String) -> Bool {
    guard let role = stage.role(named: name) else { return false }
    do {
      let options = try role.view.options(of: try descriptor(reference, of: role))
      return options.contains { reading in
        guard reading.option.name == "IP_MULTICAST_IF",
          case .outgoing(let local, _) = reading.value
        else { return false }
        return local >> 24 == 127
      }
    } catch {
      return false
    }
  }
}

extension Line {
  fileprivate var first: Order? { statements.first?.order }
}

extension Order {
  fileprivate var sendsToGroup: Bool {
    switch self {
    case .act(.send(_, _, _, _, .literal(let address)?)): address.isMulticast
    case .repeated(let repetition):
      repetition.body.flatMap(\.statements).contains(where: \.order.sendsToGroup)
    default: false
    }
  }
}
