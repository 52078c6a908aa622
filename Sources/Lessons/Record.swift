public import Log

/// A lesson whose one demonstration is these lines with the output that really came: ports that the
/// kernel chose are captured, so that it replays.
///
/// `name` is the file's, as for `newLesson(named:)`; nil where no id can be made of it. Throws the
/// line that is mistyped or not allowed, with its number.
public func recordLesson(
  named name: String, of lines: [String], with performer: any Performer
) throws(Diagnostic) -> String? {
  guard let id = lessonID(ofFileNamed: name) else { return nil }
  var recording = PortNames()
  var values: [String: String] = [:]
  for (index, line) in lines.enumerated() where !isSilent(line) {
    do throws(Diagnostic) {
      if let kept = try performer.keep(line) {
        values = kept
        continue
      }
      let line = try withValues(values, in: line)
      recording.add(
        recording.isEmpty && !line.contains(">") ? "you> \(line)" : line,
        showing: untimed(try performer.perform(line)))
    } catch {
      var diagnostic = error
      diagnostic.lineNumber = index + 1
      throw diagnostic
    }
  }
  if let left = try performer.finish().first { throw Diagnostic(left) }
  return """
    # \(title(of: id))
    <!-- lesson: \(id) -->

    ## \(title(of: id))
    <!-- step: demonstration -->

    ```sockratic
    \(recording.named.joined(separator: "\n"))
    ```

    """
}

/// Without lines that say how long something took, as `  repeat × 2 in 16 ms, 124 a second` does: they
/// are others each time.
func untimed(_ lines: [String]) -> [String] {
  lines.filter { line in
    LineKind(of: line) != .state || !line.contains(" in ")
      || !(line.hasSuffix(" a second") || line.hasSuffix("/s"))
  }
}

private func isSilent(_ line: String) -> Bool {
  trimmed(line).isEmpty || line.first == "#"
}

/// The line with what `let` has named put in: a lesson has no `let`, it captures what is not the same
/// each time. Throws where a value would not be read as it stands.
func withValues(_ values: [String: String], in line: String) throws(Diagnostic) -> String {
  let counters = counters(of: line)
  var text = ""
  var rest = line[...]
  var isQuoted = false
  while let character = rest.first {
    if rest.hasPrefix("{{") || isQuoted && character == "\\" {
      text += rest.prefix(2)
      rest = rest.dropFirst(2)
    } else if character == "{", let close = rest.firstIndex(of: "}"),
      case let name = String(rest[rest.index(after: rest.startIndex)..<close]),
      !counters.contains(name), let value = values[name]
    {
      text += try asWritten(value, isQuoted: isQuoted)
      rest = rest[rest.index(after: close)...]
    } else {
      if character == "\"" { isQuoted.toggle() }
      text.append(character)
      rest = rest.dropFirst()
    }
  }
  return text
}

private func asWritten(_ value: String, isQuoted: Bool) throws(Diagnostic) -> String {
  let special = isQuoted ? "\"\\{}" : " ;#\"\\{}"
  guard !value.isEmpty, value.unicodeScalars.allSatisfy({ (0x20..<0x7f).contains($0.value) }),
    !value.contains(where: special.contains)
  else {
    throw Diagnostic(
      "a value of let has characters that cannot stand here in a lesson",
      advice: "write the text itself")
  }
  return value
}
