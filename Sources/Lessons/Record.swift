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
  for (index, line) in lines.enumerated() where !isSilent(line) {
    do throws(Diagnostic) {
      recording.add(
        recording.isEmpty && !line.contains(">") ? "you> \(line)" : line,
        showing: try performer.perform(line))
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

private func isSilent(_ line: String) -> Bool {
  trimmed(line).isEmpty || line.first == "#"
}
