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
  var recording = Recording()
  for (index, line) in lines.enumerated() where !isSilent(line) {
    do throws(Diagnostic) {
      recording.add(line, showing: try performer.perform(line))
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
    \(recording.text.joined(separator: "\n"))
    ```

    """
}

private func isSilent(_ line: String) -> Bool {
  trimmed(line).isEmpty || line.first == "#"
}

/// A transcript as it comes, and the names for the ports in it.
private struct Recording {
  private var lines: [(text: String, isCommand: Bool)] = []
  private var values: [String: String] = [:]

  mutating func add(_ command: String, showing output: [String]) {
    let named = lines.isEmpty && !command.contains(">") ? "you> \(command)" : command
    lines.append((named, true))
    for line in output {
      let found = boundPort(in: line)
      if let found, !values.values.contains(found) { values[name(values.count)] = found }
      lines.append((line, false))
    }
  }

  private func name(_ count: Int) -> String { count == 0 ? "port" : "port\(count + 1)" }

  /// The port at the end of `  server @3   bound to 127.0.0.1:40123`.
  private func boundPort(in line: String) -> String? {
    guard LineKind(of: line) == .state, line.contains("bound to "),
      let colon = line.lastIndex(of: ":")
    else { return nil }
    let port = line[line.index(after: colon)...]
    return UInt16(port).map { $0 >= 1024 } == true ? String(port) : nil
  }

  /// A port's first place captures it, if it has a second one; where nobody needs it, it is `{*}`.
  var text: [String] {
    var seen: Set<String> = []
    let all = lines.map { $0.isCommand ? $0.text : blessed($0.text) }
    let uses = all.joined(separator: "\n")
    return all.map { line in
      values.keys.sorted().reduce(line) { line, name in
        let place = "{\(name)}"
        guard line.contains(place), seen.insert(name).inserted else { return line }
        let isUsed = uses.ranges(of: place).count > 1
        return line.replacing(place, with: isUsed ? "{\(name):port}" : "{*}", maxReplacements: 1)
      }
    }
  }

  private func blessed(_ line: String) -> String {
    blessedLine(line, replacing: nil, command: "", values: values)
  }
}
