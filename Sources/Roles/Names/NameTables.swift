internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// Names, services and interfaces: what the library and the host know, and no role is asked.
extension Session {
  func answer(_ request: NameRequest) throws(Diagnostic) {
    switch request {
    case .addresses(let host, let service):
      let answer = try ask(["addresses", host, service ?? ""], about: host)
      let call = "getaddrinfo(\"\(host)\", \(service.map { "\"\($0)\"" } ?? "NULL"))"
      show(addressLines(call, answer))
      explain(answer.failure, host, service)
      if answer.failure == nil, let service { explainCutPort(service) }
    case .name(let reference):
      let address = try resolve(reference, from: -1, of: try stage.spawnedRole(named: currentRole))
      let answer = try ask(["name", address.description], about: address.description)
      show(["getnameinfo(\(address)) = " + (answer.failure ?? nameText(answer.lines))])
      explain(answer.failure, address.description, nil)
    case .interfaces: show(try interfaceLines())
    case .services(let word):
      let answer = try ask(["services", word ?? ""], about: word ?? "services")
      show(serviceLines(word, answer.lines))
    }
  }

  private func explain(_ failure: String?, _ host: String, _ service: String?) {
    guard stage.explains, let failure,
      let text = adviceOnHost(host) ?? resolverAdvice(failure, host, service)
    else { return }
    stage.record(.explanation(safeText(text, utf8: isUTF8)))
  }

  /// A number that is no port is no error to the C library.
  private func explainCutPort(_ service: String) {
    guard stage.explains, let number = UInt64(service), number > UInt64(UInt16.max) else { return }
    stage.record(
      .explanation(
        "\(service) is no port, for a port has 16 bits: the library keeps the lowest of them, which are"
          + " \(number & 0xffff), and says nothing."))
  }

  /// Of a host of the wire, which the resolver does not know.
  private func adviceOnHost(_ name: String) -> String? {
    guard let host = stage.hosts?.all.first(where: { $0.name == name }) else { return nil }
    let addresses = host.addresses.map(\.hostText).joined(separator: " and ")
    return "\(name) is a host of the wire, a name that Sockratic alone knows, for \(addresses):"
      + " `connect \(name):PORT` understands it. getaddrinfo asks the resolver, which knows what stands"
      + " in /etc/hosts and in the DNS."
  }

  private func show(_ lines: [String]) {
    stage.record(.output(lines.map { safeText($0, utf8: isUTF8) }.joined(separator: "\n")))
  }

  private func ask(
    _ words: [String], about subject: String, on place: HostPlace? = nil
  ) throws(Diagnostic) -> NameHelper.Answer {
    stage.willSleep()
    return try Resolver.ask(
      words, about: subject, on: place, executable: stage.executable, limit: deadline,
      interruption: stage.interruption)
  }

  private func addressLines(_ call: String, _ answer: NameHelper.Answer) -> [String] {
    if let failure = answer.failure { return ["\(call) = \(failure)"] }
    let list = answer.destinations
    let count = "\(list.count) address\(list.count == 1 ? "" : "es")"
    var lines = ["\(call) = \(count)\(list.count > 1 ? ", to be tried in this order" : "")"]
    for (index, destination) in list.enumerated() {
      let source = destination.source.map { "from \(hostText($0))" } ?? "no route leads there"
      lines.append("\(index + 1)  \(destination.address)  \(source)")
      guard index + 1 < list.count else { continue }
      let order = DestinationOrder(first: destination, second: list[index + 1])
      lines.append("   before \(index + 2) by \(order.reason)")
    }
    return lines
  }

  private func hostText(_ address: SocketAddress) -> String {
    let text = address.with(port: 0).description.dropLast(2)
    return String(text.first == "[" ? text.dropFirst().dropLast() : text)
  }

  private func nameText(_ lines: [String]) -> String {
    "host \(lines.first ?? "?"), service \(lines.dropFirst().first ?? "?")"
  }

  private func serviceLines(_ word: String?, _ lines: [String]) -> [String] {
    if let word, lines.isEmpty { return ["/etc/services does not know \(word)"] }
    let pairs = lines.map { $0.split(separator: "\t").map(String.init) }
    let wide = pairs.map { $0.first?.count ?? 0 }.max() ?? 0
    return pairs.map { pair in
      let name = pair.first ?? ""
      return name + String(repeating: " ", count: wide - name.count + 2) + (pair.last ?? "")
    }
  }

  /// Those of the host that the current role is on, or of this machine.
  private func interfaceLines() throws(Diagnostic) -> [String] {
    let answer = try ask(
      ["interfaces"], about: "the interfaces", on: stage.place(ofRole: currentRole))
    guard let failure = answer.failure else { return answer.lines }
    throw Diagnostic("the interfaces cannot be listed: \(failure)")
  }
}
