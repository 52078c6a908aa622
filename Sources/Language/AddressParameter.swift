internal import Log
internal import SystemCalls

extension Parameter where Value == AddressReference {
  static func address(_ summary: String) -> Parameter {
    Parameter("ADDRESS", summary) { reader throws(Diagnostic) in try reader.addressee() }
  }
}

extension Reader {
  func addressee() throws(Diagnostic) -> AddressReference {
    let token = try next("an address", usage: "ADDRESS", .addresses)
    let address = try address(token)
    if case .role(let name) = address { try checkAddressee(token, name) }
    return address
  }

  fileprivate func address(_ token: Token) throws(Diagnostic) -> AddressReference {
    do throws(AddressProblem) {
      let reference = try AddressReference(token.text)
      guard case .name(let name, let port) = reference, context.hosts.contains(name) else {
        return reference
      }
      return .host(name, port: port)
    } catch {
      throw source.diagnostic(
        error.message, at: token.place(ofText: error.offset),
        advice: pathAdvice(token) ?? error.advice ?? "usage: \(command.usage)")
    }
  }

  /// A bare word is a role: the DNS is never asked for one.
  fileprivate func checkAddressee(_ token: Token, _ name: String) throws(Diagnostic) {
    guard !context.roles.isEmpty, !context.roles.contains(name), !context.partners.contains(name)
    else { return }
    if context.hosts.contains(name) || name == "localhost" {
      throw source.diagnostic(
        "a port must follow, after a colon",
        at: token.hasValue ? token.place : token.range.upperBound,
        advice: "as in \(name):9000")
    }
    if PartnerKind(rawValue: name) != nil {
      throw wrong(
        token, "the partner \(quoted(name)) does not run", advice: "`peer \(name)` starts it")
    }
    let near = nearest(to: name, among: context.roles + context.partners)
      .map { "did you mean \(quoted($0))?" }
    throw wrong(
      token, "there is no role \(quoted(name))",
      advice: near ?? pathAdvice(token) ?? addressAdvice(name))
  }

  /// What is no address of IP's is most likely meant as a path, where the socket is a Unix one.
  private func pathAdvice(_ token: Token) -> String? {
    let name = token.text
    guard context.unixRoles.contains(factRole), !name.isEmpty, !name.contains(":"),
      !name.contains("/")
    else {
      return nil
    }
    return unixAddressAdvice(name)
  }

  private func addressAdvice(_ name: String) -> String {
    command.name == "bind"
      ? "bind 0 takes any port that is free, bind 9000 that one"
      : "a role's name stands for its socket's address; a host's name has a port, as in \(name):80"
  }
}

/// What to type for a name that was meant as a Unix socket's address.
public func unixAddressAdvice(_ name: String) -> String {
  "a Unix socket's path has a slash, as in ./\(name); a name without a file is unix:@\(name)"
}
