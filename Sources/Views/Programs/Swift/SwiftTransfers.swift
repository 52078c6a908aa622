internal import SystemCalls

/// Sending and receiving in Swift.
extension SwiftWriter {
  /// The loop that a whole step comes to; nil where its calls stand for themselves.
  mutating func loop(_ step: ProgramStep) -> [String]? {
    guard let call = step.calls.first, let target = call.target else { return nil }
    switch step.form {
    case .each: return nil
    case .sendAll(let recipe, let piece):
      guard call.call.name == "send" else { return nil }
      helpers.insert(.sendAll)
      return ["try sendAll(\(target), \(expression(recipe)), piece: \(piece))"]
    case .receiveExactly(let count):
      helpers.insert(.receiveExactly)
      return ["show(try receiveExactly(\(target), \(count)))"]
    case .receiveUntil(let mark):
      helpers.insert(.receiveUntil)
      return ["show(try receive(\(target), until: \(expression(.literal(mark)))))"]
    case .receiveAll:
      helpers.insert(.receiveAll)
      return ["print(\"received\", try receiveAll(\(target)), \"bytes\")"]
    }
  }

  mutating func transferLines(_ call: ProgramCall, _ step: ProgramStep) -> [String] {
    let target = call.target ?? ""
    switch call.call.name {
    case "send", "sendto", "write": return sending(call, target, step)
    case "recv", "recvfrom", "read": return receiving(call, target)
    default: return vectorLines(call, target)
    }
  }

  private mutating func sending(
    _ call: ProgramCall, _ target: String, _ step: ProgramStep
  ) -> [String] {
    let data = self.data(call, step)
    let flags = self.flags(call)
    let isWhole = call.outcome?.result == call.call.lengthAsked || call.errno != nil
    var sending = ""
    switch call.call.name {
    case "send":
      helpers.insert(.sendOnce)
      sending = "try sendOnce(\(target), \(data)\(flags == "0" ? "" : ", flags: \(flags)"))"
    case "sendto":
      helpers.insert(.sendTo)
      let address = self.address(call)
      sending =
        "try sendTo(\(target), \(data)\(flags == "0" ? "" : ", flags: \(flags)"), \(address))"
    default:
      let name = fresh("data")
      return [
        "let \(name) = \(data)", checked("write", "write(\(target), \(name), \(name).count)"),
      ]
    }
    return [isWhole ? sending : "print(\"sent\", \(sending), \"bytes\")"] + portLines(call, target)
  }

  private mutating func receiving(_ call: ProgramCall, _ target: String) -> [String] {
    let length = call.call.lengthAsked ?? 0
    let flags = self.flags(call)
    let more = flags == "0" ? "" : ", flags: \(flags)"
    switch call.call.name {
    case "recv":
      helpers.insert(.receive)
      return ["show(try receive(\(target), atMost: \(length)\(more)))"]
    case "recvfrom":
      helpers.insert(.receiveFrom)
      let data = fresh("data")
      if let sender = call.learns, relearnt.contains(sender) {
        let from = fresh("from")
        return [
          "let (\(data), \(from)) = try receiveFrom(\(target), atMost: \(length)\(more))",
          "\(sender) = \(from)", "show(\(data))", "print(\"from\", \(sender))",
        ]
      }
      let sender = call.learns ?? fresh("sender")
      return [
        "let (\(data), \(sender)) = try receiveFrom(\(target), atMost: \(length)\(more))",
        "show(\(data))", "print(\"from\", \(sender))",
      ]
    default:
      helpers.insert(.readOnce)
      return ["show(try readOnce(\(target), atMost: \(length)))"]
    }
  }

  private mutating func vectorLines(_ call: ProgramCall, _ target: String) -> [String] {
    switch call.call["iov"] {
    case .vector(let buffers)?:
      helpers.insert(.writeVector)
      let data = buffers.map { expression(recipe(for: $0.data, of: $0.data.count, typed: "")) }
      return ["try writeVector(\(target), [\(data.joined(separator: ", "))])"]
    case .vectorRoom(_, let lengths, _)?:
      helpers.insert(.readVector)
      return ["for data in try readVector(\(target), into: \(lengths)) { show(data) }"]
    default: return leaveOut(call)
    }
  }

  mutating func flags(_ call: ProgramCall) -> String {
    call.flags == 0 ? "0" : constant(call.call.constant("flags"), .messageFlags)
  }

  private mutating func data(_ call: ProgramCall, _ step: ProgramStep) -> String {
    if let counted = call.counted { return expression(counted) }
    guard case .bytes(let bytes)? = call.call["buf"] else { return "[]" }
    return expression(recipe(for: bytes, of: bytes.count, typed: step.typed))
  }

  mutating func expression(_ recipe: DataRecipe) -> String {
    switch recipe {
    case .literal(let bytes): return swiftBytes(bytes)
    case .repeated(let pattern, let count):
      if pattern.count == 1 { return "[UInt8](repeating: \(pattern[0]), count: \(count))" }
      helpers.insert(.fill)
      return "repeated(\(swiftBytes(pattern)), count: \(count))"
    case .random(let count, let seed):
      helpers.insert(.randomBytes)
      return "randomBytes(\(count), seed: \(seed))"
    case .file(let path, let count):
      helpers.insert(.readFile)
      return "try readFile(\(swiftText(Array(path.utf8))), count: \(count))"
    case .counted(let before, let after):
      return swiftBytes(before, "\\(number)", after)
    case .lost(_, let count):
      remark(
        "of \(count) bytes that were sent the session holds the first 4096: the program sends zeros"
      )
      return "[UInt8](repeating: 0, count: \(count))"
    }
  }
}

/// A string literal.
func swiftText(_ bytes: [UInt8]) -> String {
  let text = String(decoding: bytes, as: UTF8.self)
  return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
}

/// An expression for these bytes: a text where they are one.
private func swiftBytes(_ bytes: [UInt8]) -> String {
  if bytes.isEmpty { return "[]" }
  if String(validating: bytes, as: UTF8.self) != nil { return "Array(\(swiftText(bytes)).utf8)" }
  return "["
    + bytes.map { "0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    .joined(separator: ", ") + "]"
}

/// The same with an interpolation between two of them.
private func swiftBytes(_ before: [UInt8], _ middle: String, _ after: [UInt8]) -> String {
  let isText = [before, after].allSatisfy { String(validating: $0, as: UTF8.self) != nil }
  guard isText else {
    return "\(swiftBytes(before)) + Array(\"\(middle)\".utf8) + \(swiftBytes(after))"
  }
  return "Array(\(swiftText(before).dropLast())\(middle)\(swiftText(after).dropFirst()).utf8)"
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  case "\"": "\\\""
  case "\\": "\\\\"
  case " "..<"\u{7f}": String(scalar)
  default: "\\u{\(String(scalar.value, radix: 16))}"
  }
}
