/// Outcomes as the XML that JUnit made common: one `testsuite`, a `testcase` for each lesson.
public func junit(_ outcomes: [LessonOutcome], suite: String) -> String {
  let failures = outcomes.count(where: \.isFailure)
  let skipped = outcomes.count { if case .skipped = $0.result { true } else { false } }
  let time = seconds(outcomes.reduce(0) { $0 + $1.nanoseconds })
  return """
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
    <testsuite name="\(escaped(suite))" tests="\(outcomes.count)" failures="\(failures)" \
    errors="0" skipped="\(skipped)" time="\(time)">
    \(outcomes.map { testcase($0, suite) }.joined())</testsuite>
    </testsuites>

    """
}

private func testcase(_ outcome: LessonOutcome, _ suite: String) -> String {
  let start =
    "<testcase classname=\"\(escaped(suite))\" name=\"\(escaped(outcome.file))\" "
    + "file=\"\(escaped(outcome.file))\" time=\"\(seconds(outcome.nanoseconds))\""
  switch outcome.result {
  case .passed: return start + "/>\n"
  case .passedInPart(let steps):
    let text = steps.map(escaped).joined(separator: "\n")
    return start + ">\n  <system-out>\(text)</system-out>\n</testcase>\n"
  case .skipped(let reason):
    return start + ">\n  <skipped message=\"\(escaped(reason))\"/>\n</testcase>\n"
  case .failed(let problems):
    return start + ">\n" + failure(problems) + "</testcase>\n"
  }
}

/// One element: most programs that read this show no second one.
private func failure(_ problems: [LessonOutcome.Problem]) -> String {
  let message = problems.first?.lines.first ?? "failed"
  let lines = problems.flatMap(\.lines).map(escaped).joined(separator: "\n")
  return "  <failure message=\"\(escaped(message))\">\(lines)</failure>\n"
}

private func seconds(_ nanoseconds: UInt64) -> String {
  let milliseconds = nanoseconds / 1_000_000
  let rest = String(milliseconds % 1000)
  return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
}

/// Text for XML 1.0, in an attribute or between tags; what XML cannot hold becomes U+FFFD.
private func escaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
    case _ where scalar.value < 0x20, "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}
