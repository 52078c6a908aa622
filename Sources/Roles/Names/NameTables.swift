internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// Names, services and interfaces: what the library and the host know, and no role is asked.
extension Session {
  func answer(_ request: NameRequest) throws(Diagnostic) {
    switch request {
    case .addresses(let query):
      let answer = try ask(query.helperWords, about: query.host ?? "NULL")
      show(addressLines(query, answer))
      explain(answer, query)
    case .name(let reference, let flags):
      let address = try resolve(reference, from: -1, of: try stage.spawnedRole(named: currentRole))
      let answer = try ask(["name", address.description, "\(flags)"], about: address.description)
      let call = "getnameinfo(\(address), \(ConstantTable.nameFlags.text(Int(flags))))"
      show(["\(call) = " + (answer.failure ?? nameText(answer.lines))])
      explain(answer.failure.flatMap { nameAdvice($0, address, flags) })
    case .interfaces: show(try interfaceLines())
    case .services(let word):
      let answer = try ask(["services", word ?? ""], about: word ?? "services")
      show(serviceLines(word, answer.lines))
    }
  }

  private func explain(_ answer: NameHelper.Answer, _ query: HostQuery) {
    if let failure = answer.failure {
      return explain(query.host.flatMap(adviceOnHost) ?? resolverAdvice(failure, query))
    }
    explain(query.service.flatMap(remarkOnCutPort))
    for remark in remarks(on: query, answer.destinations.map(\.address)) {
      stage.explain(remark, to: currentRole)
    }
  }

  private func explain(_ text: String?) {
    guard stage.explains, let text else { return }
    stage.record(.explanation(safeText(text, utf8: isUTF8)))
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

  private func addressLines(_ query: HostQuery, _ answer: NameHelper.Answer) -> [String] {
    let words = [query.host, query.service].map { $0.map { "\"\($0)\"" } ?? "NULL" }
    let call = "getaddrinfo(\(words[0]), \(words[1]), \(query.hints))"
    if let failure = answer.failure { return ["\(call) = \(failure)"] }
    let list = answer.destinations
    let count = "\(list.count) address\(list.count == 1 ? "" : "es")"
    let order = list.count > 1 && !query.isToBind ? ", to be tried in this order" : ""
    let name = answer.canonicalName.map { ["   canonical name \($0)"] } ?? []
    return ["\(call) = \(count)\(order)"] + name
      + list.indices.flatMap { addressLines(list, at: $0, query) }
  }

  /// An address, and why it stands before the next.
  private func addressLines(_ list: [Destination], at index: Int, _ query: HostQuery) -> [String] {
    let destination = list[index]
    let interfaces = stage.role(named: currentRole)?.interfaces ?? .own
    let source =
      destination.source.map { "from \($0.hostText(on: interfaces))" } ?? "no route leads there"
    let type =
      query.hints.type == 0 ? "  \(ConstantTable.socketType.text(Int(destination.type)))" : ""
    let use = query.isToBind ? "to bind" : source
    let address = destination.address.text(on: interfaces)
    let line = "\(index + 1)  \(address)\(type)  \(use)"
    // The same one for another type, and what is not to be tried one after the other, has no order.
    guard index + 1 < list.count, !query.isToBind,
      list[index + 1].address != destination.address
    else { return [line] }
    let order = DestinationOrder(first: destination, second: list[index + 1])
    return [line, "   before \(index + 2) by \(order.reason)"]
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

extension SocketAddress {
  /// Without the port, with a scope by its interface's name.
  func hostText(on interfaces: InterfaceNames) -> String {
    let text = with(port: 0).text(on: interfaces).dropLast(2)
    return String(text.first == "[" ? text.dropFirst().dropLast() : text)
  }
}
