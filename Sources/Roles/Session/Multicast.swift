public import Language
internal import Log
internal import SystemCalls

extension Session {
  /// Whether every datagram that the line sends to a group leaves by the loopback, as its sockets are
  /// set now: IP_MULTICAST_IF says so, by address.
  public func keepsMulticastHere(_ line: Line) -> Bool {
    line.statements.allSatisfy { statement in
      if case .repeated(let repetition) = statement.order {
        return repetition.body.allSatisfy(keepsMulticastHere)
      }
      guard case .act(.send(let socket, _, _, _, .literal(let address)?)) = statement.order,
        address.isMulticast
      else { return true }
      return sendsOnLoopback(socket, as: line.role ?? currentRole)
    }
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
