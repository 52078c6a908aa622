internal import SystemCalls

/// What `help COMMAND` shows: finished text of at most `width` columns (at least 30), without a
/// last line break.
public func help(on command: Command, width: Int) -> String {
  let width = max(width, 30)
  var lines = wrapped("\(command.name) — \(command.summary)", width: width) + [""]
  lines += wrapped("usage: \(command.usage)", width: width, hanging: 7)
  if !command.aliases.isEmpty { lines.append("also:  \(command.aliases.joined(separator: ", "))") }
  if !command.parameters.isEmpty {
    lines += table(command.parameters.map { ($0.usage, $0.summary) }, width: width)
  }
  lines += [""] + wrappedParagraphs(command.discussion, width: width)
  if !command.forms.isEmpty {
    lines += [""] + table(command.forms.map { ($0.form, $0.meaning) }, width: width)
  }
  for (index, example) in command.examples.enumerated() {
    lines += ["", index == 0 ? "for example" : "or"] + example.lines.map { "  " + $0 }
  }
  if !command.errors.isEmpty {
    lines += ["", "the kernel may answer"]
    lines += table(command.errors.map { ($0.name, $0.when) }, width: width)
  }
  return lines.joined(separator: "\n")
}

/// What `help TOPIC` shows.
public func help(on topic: Topic, width: Int) -> String {
  let width = max(width, 30)
  var lines = [topic.title, ""]
  lines += table(topic.forms.map { ($0.form, $0.meaning) }, width: width)
  if !topic.text.isEmpty { lines += [""] + wrappedParagraphs(topic.text, width: width) }
  return lines.joined(separator: "\n")
}

/// What `help` shows: every command on a line, by groups, and how to learn more.
public func helpOverview(width: Int) -> String {
  let width = max(width, 30)
  var lines: [String] = []
  for group in Command.Group.allCases {
    let members = commands.filter { $0.group == group }
    lines += [group.rawValue] + table(members.map { ($0.name, $0.summary) }, width: width) + [""]
  }
  let names = topics.map(\.name)
  lines += wrapped(
    "help COMMAND, or COMMAND ?, says more; so does help on \(alternatives(names)).", width: width)
  return lines.joined(separator: "\n")
}

/// What `help ECONNREFUSED` shows: its meaning, and when each command meets it.
func help(on errno: Errno, width: Int) -> String {
  let width = max(width, 30)
  let causes = commands.flatMap { command in
    command.errors.filter { Errno(name: $0.name) == errno }.map { (command.name, $0.when) }
  }
  var lines = ["\(errno.name) — \(errno.meaning)", ""]
  lines +=
    causes.isEmpty
    ? ["no command declares when it meets it"] : table(causes, width: width)
  lines += [""] + wrapped("The man page is errno(3).", width: width)
  return lines.joined(separator: "\n")
}

/// What a `help` statement shows, whatever it was asked; the overview for nil.
public func help(for name: String?, width: Int) -> String {
  guard let name else { return helpOverview(width: width) }
  if let command = command(named: name) { return help(on: command, width: width) }
  if let topic = topics.first(where: { $0.name == name }) { return help(on: topic, width: width) }
  if let errno = Errno(name: name) { return help(on: errno, width: width) }
  let options = options(named: name).map { help(on: $0, width: width) }
  return options.isEmpty ? helpOverview(width: width) : options.joined(separator: "\n\n")
}

/// The one of that C name, or all whose name ends so behind their level: `rcvbuf`.
func options(named name: String) -> [SocketOption] {
  SocketOption.named(name).map { [$0] } ?? SocketOption.named(short: name)
}
