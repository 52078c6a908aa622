/// The whole command reference as Markdown, made from the declarations.
public func reference() -> String {
  var parts = ["# The commands of Sockratic", index()]
  for topic in topics { parts.append(section(on: topic)) }
  for group in Command.Group.allCases {
    parts.append("## \(group.rawValue)")
    parts += commands.filter { $0.group == group }.map(section)
  }
  return parts.joined(separator: "\n\n") + "\n"
}

private func index() -> String {
  let rows = commands.map { "| `\($0.name)` | \(markdown($0.summary)) |" }
  return (["| command | |", "| --- | --- |"] + rows).joined(separator: "\n")
}

private func section(on topic: Topic) -> String {
  var parts = ["## \(topic.title)"]
  if !topic.text.isEmpty { parts.append(markdown(topic.text)) }
  parts.append(table("form", "meaning", topic.forms.map { (cell($0.form), markdown($0.meaning)) }))
  return parts.joined(separator: "\n\n")
}

private func section(on command: Command) -> String {
  var parts = ["### `\(command.name)`", markdown(command.summary) + "."]
  parts.append(fence([command.usage]))
  if !command.aliases.isEmpty {
    parts.append("Also: " + command.aliases.map(code).joined(separator: ", ") + ".")
  }
  if !command.parameters.isEmpty {
    parts.append(
      command.parameters.map { "- \(code($0.usage)): \(markdown($0.summary))" }
        .joined(separator: "\n"))
  }
  parts.append(markdown(command.discussion))
  if !command.forms.isEmpty {
    let rows = command.forms.map { (cell($0.form), markdown($0.meaning)) }
    parts.append(table("form", "meaning", rows))
  }
  for example in command.examples {
    parts.append(fence(example.lines) + "\n\nshows " + code(example.shows))
  }
  if !command.errors.isEmpty {
    parts.append(table("errno", "when", command.errors.map { (cell($0.name), markdown($0.when)) }))
  }
  return parts.joined(separator: "\n\n")
}

private func table(_ left: String, _ right: String, _ rows: [(String, String)]) -> String {
  let head = ["| \(left) | \(right) |", "| --- | --- |"]
  return (head + rows.map { "| \($0) | \($1) |" }).joined(separator: "\n")
}

private func fence(_ lines: [String]) -> String {
  "```text\n" + lines.joined(separator: "\n") + "\n```"
}

private func code(_ text: String) -> String { "`\(text)`" }

/// Code in a table, where a bar would end the cell.
private func cell(_ text: String) -> String {
  code(text.map { $0 == "|" ? #"\|"# : "\($0)" }.joined())
}

/// Prose with the characters that mean something in Markdown escaped.
private func markdown(_ text: String) -> String {
  text.map { #"\`*_<>[]|"#.contains($0) ? "\\\($0)" : "\($0)" }.joined()
}
