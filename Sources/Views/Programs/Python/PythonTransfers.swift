internal import SystemCalls

/// Sending and receiving in Python.
extension PythonWriter {
  /// The loop that a whole step comes to; nil where its calls stand for themselves.
  mutating func loop(_ step: ProgramStep) -> [String]? {
    guard let call = step.calls.first, let target = call.target else { return nil }
    switch step.form {
    case .each: return nil
    case .sendAll(let recipe, let piece):
      let data = expression(recipe)
      guard call.call.name == "send" else { return nil }
      if recipe.count ?? 0 <= piece { return ["\(target).sendall(\(data))"] }
      helpers.insert(.sendAll)
      return ["send_all(\(target), \(data), \(piece))"]
    case .receiveExactly(let count):
      helpers.insert(.receiveExactly)
      let shown = count > 4096 ? "\"received\", len(data), \"bytes\"" : "data"
      return ["data = recv_exactly(\(target), \(count))", say(shown)]
    case .receiveUntil(let mark):
      helpers.insert(.receiveUntil)
      return ["data = recv_until(\(target), \(pythonText(mark)))", say("data")]
    case .receiveAll:
      helpers.insert(.receiveAll)
      return ["data = recv_all(\(target))", say("\"received\", len(data), \"bytes\"")]
    }
  }

  mutating func transferLines(_ call: ProgramCall, _ step: ProgramStep) -> [String] {
    let target = call.target ?? ""
    switch call.call.name {
    case "send": return send(call, target, step)
    case "sendto":
      let flags = flagsArgument(call)
      let sending = "\(target).sendto(\(data(call, step))\(flags), \(address(call)))"
      return [sending] + portLines(call, target)
    case "recv":
      return ["data = \(target).recv(\(room(call))\(flagsArgument(call)))", shown(call)]
    case "recvfrom":
      let sender = call.learns ?? call.brings
      return [
        "data, \(sender) = \(target).recvfrom(\(room(call))\(flagsArgument(call)))",
        say("data, \"from\", \(sender)"),
      ]
    default: return fileLines(call, target, step)
    }
  }

  private func room(_ call: ProgramCall) -> Int { call.call.lengthAsked ?? 0 }

  private func shown(_ call: ProgramCall) -> String {
    (call.outcome?.result ?? 0) > 4096 ? say("\"received\", len(data), \"bytes\"") : say("data")
  }

  private mutating func send(
    _ call: ProgramCall, _ target: String, _ step: ProgramStep
  ) -> [String] {
    let flags = flagsArgument(call)
    let data = data(call, step)
    let isWhole = call.outcome?.result == call.call.lengthAsked
    if isWhole, streams.contains(target) { return ["\(target).sendall(\(data)\(flags))"] }
    if isWhole || call.errno != nil { return ["\(target).send(\(data)\(flags))"] }
    return ["sent = \(target).send(\(data)\(flags))", say("\"sent\", sent, \"bytes\"")]
  }

  private mutating func fileLines(
    _ call: ProgramCall, _ target: String, _ step: ProgramStep
  ) -> [String] {
    imports.insert("os")
    let file = "\(target).fileno()"
    switch call.call.name {
    case "read": return ["data = os.read(\(file), \(room(call)))", say("data")]
    case "write": return ["os.write(\(file), \(data(call, step)))"]
    case "writev":
      guard case .vector(let buffers)? = call.call["iov"] else { return ["pass"] }
      return ["os.writev(\(file), [\(buffers.map { piece($0) }.joined(separator: ", "))])"]
    default:
      guard case .vectorRoom(_, let lengths, _)? = call.call["iov"] else { return ["pass"] }
      let rooms = lengths.map { "bytearray(\($0))" }.joined(separator: ", ")
      return [
        "buffers = [\(rooms)]", "count = os.readv(\(file), buffers)",
        say("b\"\".join(buffers)[:count]"),
      ]
    }
  }

  mutating func piece(_ buffer: MessageBuffer) -> String {
    expression(recipe(for: buffer.data, of: buffer.data.count, typed: ""))
  }

  mutating func data(_ call: ProgramCall, _ step: ProgramStep) -> String {
    if let counted = call.counted { return expression(counted) }
    guard case .bytes(let bytes)? = call.call["buf"] else { return "b\"\"" }
    return expression(recipe(for: bytes, of: bytes.count, typed: step.typed))
  }

  mutating func expression(_ recipe: DataRecipe) -> String {
    switch recipe {
    case .literal(let bytes): return pythonText(bytes)
    case .repeated([0], let count): return "bytes(\(count))"
    case .repeated(let pattern, let count):
      let times = (count + pattern.count - 1) / pattern.count
      let whole = "\(pythonText(pattern)) * \(times)"
      return count % pattern.count == 0 ? whole : "(\(whole))[:\(count)]"
    case .random(let count, let seed):
      helpers.insert(.randomBytes)
      return "random_bytes(\(count), seed=\(seed))"
    case .file(let path, _):
      imports.insert("pathlib")
      return "pathlib.Path(\(pythonText(Array(path.utf8), isText: true))).read_bytes()"
    case .counted(let before, let after):
      let text = before.percentDoubled + Array("%d".utf8) + after.percentDoubled
      return "\(pythonText(text)) % number"
    case .lost(_, let count):
      remark(
        "of \(count) bytes that were sent the session holds the first 4096: the program sends zeros"
      )
      return "bytes(\(count))"
    }
  }

  func flagsArgument(_ call: ProgramCall) -> String {
    guard call.flags != 0 else { return "" }
    return ", " + mapped(call.call.constant("flags")) { "socket.\($0)" }
  }
}
