internal import SystemCalls

/// Sending and receiving in C.
extension CWriter {
  /// The loop that a whole step comes to; nil where its calls stand for themselves.
  mutating func loop(_ step: ProgramStep) -> [String]? {
    guard let call = step.calls.first, let last = step.calls.last, let target = call.target else {
      return nil
    }
    let fate = last.errno == nil ? last.fate.map { ["/* \($0.capitalizedFirst). */"] } ?? [] : []
    switch step.form {
    case .each: return nil
    case .sendAll(let recipe, let piece):
      guard call.call.name == "send" else { return nil }
      helpers.insert(.sendAll)
      let (lines, data, length) = expression(recipe)
      return lines + fate
        + checked("send_all(\(target), \(data), \(length), \(piece))", last, name: "send")
    case .receiveExactly(let count):
      helpers.formUnion([.receiveExactly, .show])
      let room = buffer(count)
      return fate
        + checked(
          "(count = recv_exactly(\(target), \(room), \(count)))", last, ["show(\(room), count);"],
          name: "recv")
    case .receiveUntil(let mark):
      helpers.formUnion([.receiveUntil, .show, .gnu])
      includes.insert("string.h")
      let room = buffer(Swift.max(65536, 4096))
      return fate
        + checked(
          "(count = recv_until(\(target), \(room), sizeof \(room), \(cText(mark)), \(mark.count)))",
          last, ["show(\(room), count);"], name: "recv")
    case .receiveAll:
      helpers.insert(.receiveAll)
      declare("ssize_t", "count")
      return fate
        + checked(
          "(count = recv_all(\(target)))", last, ["printf(\"received %zd bytes\\n\", count);"],
          name: "recv")
    }
  }

  /// Declares room for data, and its count.
  mutating func buffer(_ size: Int) -> String {
    declare("ssize_t", "count")
    if size <= 4096 {
      declare("char[4096]", "buffer")
      return "buffer"
    }
    if size <= 1 << 16 {
      declare("char[65536]", "large_buffer")
      return "large_buffer"
    }
    hugeSize = max(hugeSize, size)
    declared.removeAll { $0.name == "huge_buffer" }
    declare("static char[\(hugeSize)]", "huge_buffer")
    return "huge_buffer"
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
    let (lines, data, length) = data(call, step)
    var arguments = [target, data, length]
    if call.call.name != "write" { arguments.append(flags(call)) }
    var before: [String] = []
    if call.call.name == "sendto" {
      let (lines, address, length) = address(call)
      before = lines
      arguments += [address, length]
    }
    let calling = "\(call.call.name)(\(arguments.joined(separator: ", ")))"
    let isWhole = call.outcome?.result == call.call.lengthAsked
    guard !isWhole, call.errno == nil else {
      return lines + before + checked(calling, call, portLines(call, target))
    }
    declare("ssize_t", "count")
    return lines + before
      + checked("(count = \(calling))", call, ["printf(\"sent %zd bytes\\n\", count);"])
  }

  private mutating func receiving(_ call: ProgramCall, _ target: String) -> [String] {
    let length = call.call.lengthAsked ?? 0
    let room = buffer(length)
    helpers.insert(.show)
    let size = length == 4096 && room == "buffer" ? "sizeof buffer" : "\(length)"
    let flags = call.call.name == "read" ? "" : ", \(flags(call))"
    guard call.call.name == "recvfrom" else {
      return checked(
        "(count = \(call.call.name)(\(target), \(room), \(size)\(flags)))", call,
        ["show(\(room), count);"])
    }
    let sender = self.room(call.learns ?? call.brings)
    helpers.insert(.printAddress)
    return ["\(sender)_length = sizeof \(sender);"]
      + checked(
        "(count = recvfrom(\(target), \(room), \(size)\(flags),\n"
          + "                       (struct sockaddr *)&\(sender), &\(sender)_length))", call,
        ["show(\(room), count);", "print_address(\"from\", &\(sender));"])
  }

  private mutating func vectorLines(_ call: ProgramCall, _ target: String) -> [String] {
    includes.insert("sys/uio.h")
    switch call.call["iov"] {
    case .vector(let buffers)?:
      let (lines, vectors) = outgoing(buffers)
      return lines + checked("writev(\(target), \(vectors), \(buffers.count))", call)
    case .vectorRoom(_, let lengths, _)?:
      let vectors = incoming(lengths)
      helpers.insert(.show)
      declare("ssize_t", "count")
      return checked(
        "(count = readv(\(target), \(vectors), \(lengths.count)))", call,
        ["show(\(buffer(lengths.reduce(0, +))), count);"])
    default: return []
    }
  }

  /// An array of struct iovec with this data.
  mutating func outgoing(_ buffers: [MessageBuffer]) -> (lines: [String], vectors: String) {
    includes.insert("sys/uio.h")
    var lines: [String] = []
    let entries = buffers.map { buffer -> String in
      let (more, data, length) = expression(
        recipe(for: buffer.data, of: buffer.data.count, typed: ""))
      lines += more
      return "{(void *)\(data), \(length)}"
    }
    return (lines, "(struct iovec[]){\(entries.joined(separator: ", "))}")
  }

  /// An array of struct iovec with room.
  mutating func incoming(_ lengths: [Int]) -> String {
    includes.insert("sys/uio.h")
    let room = buffer(lengths.reduce(0, +))
    var offset = 0
    let entries = lengths.map { length in
      defer { offset += length }
      return "{\(room)\(offset == 0 ? "" : " + \(offset)"), \(length)}"
    }
    return "(struct iovec[]){\(entries.joined(separator: ", "))}"
  }

  mutating func flags(_ call: ProgramCall) -> String {
    let flags = call.call.constant("flags")
    if flags.contains("MSG_") { helpers.insert(.gnu) }
    return mapped(flags) { $0 }
  }

  private mutating func data(
    _ call: ProgramCall, _ step: ProgramStep
  ) -> (lines: [String], data: String, length: String) {
    if let counted = call.counted { return expression(counted) }
    guard case .bytes(let bytes)? = call.call["buf"] else { return ([], "\"\"", "0") }
    return expression(recipe(for: bytes, of: bytes.count, typed: step.typed))
  }

  /// The lines that make the data, what it is called then, and its length.
  mutating func expression(
    _ recipe: DataRecipe
  ) -> (lines: [String], data: String, length: String) {
    switch recipe {
    case .literal(let bytes): return ([], cText(bytes), "\(bytes.count)")
    case .repeated(let pattern, let count):
      helpers.insert(.fill)
      let room = outgoingRoom(count)
      return (["fill(\(room), \(count), \(cText(pattern)), \(pattern.count));"], room, "\(count)")
    case .random(let count, let seed):
      helpers.insert(.randomBytes)
      let room = outgoingRoom(count)
      return (["random_bytes(\(room), \(count), \(seed)u);"], room, "\(count)")
    case .file(let path, let count):
      helpers.insert(.readFile)
      let room = outgoingRoom(count)
      return (["read_file(\(cText(Array(path.utf8))), \(room), \(count));"], room, "\(count)")
    case .counted(let before, let after):
      let isLong = before.count + after.count > 200
      let room = isLong ? "long_message" : "message"
      declare(isLong ? "char[8192]" : "char[256]", room)
      declare("int", "message_length")
      let format = cText(before.percentDoubled + Array("%d".utf8) + after.percentDoubled)
      return (
        ["message_length = snprintf(\(room), sizeof \(room), \(format), number);"], room,
        "message_length"
      )
    case .lost(_, let count):
      remark(
        "of \(count) bytes that were sent the session holds the first 4096: the program sends zeros"
      )
      return ([], outgoingRoom(count), "\(count)")
    }
  }

  private mutating func outgoingRoom(_ count: Int) -> String {
    declare("static char[\(count)]", "data_\(count)")
    return "data_\(count)"
  }
}
