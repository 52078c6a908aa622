import SystemCalls
import Testing

@testable import Language

struct HelpTests {
  @Test func `every command has a summary, a discussion and an example, and names of its own`() {
    let names = commands.flatMap(\.names)
    #expect(Set(names).count == names.count)
    for command in commands {
      #expect(!command.summary.isEmpty && !command.summary.hasSuffix("."), "\(command.name)")
      #expect(!command.discussion.isEmpty, "\(command.name)")
      #expect(!command.examples.isEmpty, "\(command.name)")
      #expect(command.parameters.allSatisfy { !$0.summary.isEmpty }, "\(command.name)")
    }
  }

  @Test func `every command of the issue is there`() {
    let wanted = """
      socket bind listen accept connect send sendto recv recvfrom shutdown close getsockname \
      getpeername use sockets role interrupt kill trace explain wait check signal history source \
      help quit setsockopt getsockopt learn next hint solution skip goals back goto reset progress \
      lessons leave peer repeat let allow probe join options info queues timers fuzz \
      socketpair unlink sendmsg recvmsg nonblocking accept4 poll ppoll select epoll \
      sendmmsg recvmmsg read write readv writev dup dup2 ioctl sockatmark pselect \
      getaddrinfo getnameinfo interfaces services expect transcript wire plot states save diagram \
      export code
      """
    #expect(Set(wanted.split(separator: " ").map(String.init)) == Set(commands.map(\.name)))
  }

  @Test(arguments: commands.map(\.name))
  func `every example parses, uses its command, and says what it shows`(name: String) throws {
    let found = try #require(command(named: name))
    for example in found.examples {
      #expect(!example.shows.isEmpty)
      let lines = try whole(example.lines).map { try parse($0, in: example.context) }
      let texts = lines.flatMap(\.statements).map(\.text)
      #expect(texts.contains { $0.hasPrefix(name) })
    }
  }

  /// A block's lines are one.
  private func whole(_ lines: [String]) -> [String] {
    lines.reduce(into: [String]()) { lines, line in
      guard let last = lines.last, isUnfinished(last) else { return lines.append(line) }
      lines[lines.count - 1] = last + "\n" + line
    }
  }

  @Test func `the errors of a command exist and are named once`() {
    for command in commands {
      let names = command.errors.map(\.name)
      #expect(Set(names).count == names.count, "\(command.name)")
      for name in names { #expect(Errno(name: name) != nil, "\(command.name): \(name)") }
    }
  }

  @Test(arguments: [40, 60, 80])
  func `help fits the page`(width: Int) {
    let pages =
      commands.map { help(on: $0, width: width) } + topics.map { help(on: $0, width: width) } + [
        helpOverview(width: width)
      ]
    for page in pages {
      for line in page.split(separator: "\n") where width == 80 || !line.hasPrefix("  ") {
        #expect(line.count <= width, "\(line)")
      }
    }
  }

  @Test func `help on a command shows all that is declared`() throws {
    for command in commands {
      let page = help(on: command, width: 200)
      #expect(page.contains(command.usage) && page.contains(command.summary))
      for parameter in command.parameters { #expect(page.contains(parameter.summary)) }
      for error in command.errors {
        #expect(page.contains(error.name) && page.contains(error.when))
      }
      for line in command.examples.flatMap(\.lines) { #expect(page.contains(line)) }
    }
  }

  @Test func `help alone groups every command and says how to learn more`() {
    let page = help(for: nil, width: 80)
    for group in Command.Group.allCases { #expect(page.contains(group.rawValue)) }
    for command in commands { #expect(page.contains(command.name)) }
    #expect(page.split(separator: "\n").suffix(2).joined().contains("help COMMAND"))
    #expect(page.split(separator: "\n").count < 100)
  }

  @Test func `the reference has every command, form, fact and error`() {
    let page = reference()
    for command in commands {
      #expect(page.contains("### `\(command.name)`"))
      for error in command.errors { #expect(page.contains("`\(error.name)`")) }
    }
    for topic in topics { #expect(page.contains("## \(topic.title)")) }
    for subject in factSubjects { #expect(page.contains("`\(subject.name)`")) }
    for form in DataForm.all { #expect(page.contains("`\(form.word) \(form.usage)`")) }
  }

  @Test func `every fact can be checked, and has a type and a summary`() throws {
    let values: [FactSubject.ValueType: String] = [
      .state: "LISTEN", .number: "5", .errno: "EPIPE", .address: "127.0.0.1:80", .bool: "no",
      .call: "recv", .option: "SO_LINGER", .timer: "keepalive", .event: "POLLIN",
      .group: "239.1.2.3",
    ]
    for subject in factSubjects {
      let value = try #require(values[subject.type])
      let fact = try parseFact(
        "\(subject.isOfWire ? "wire" : "server").\(subject.name) == \(value)", in: Context())
      #expect(fact.subject == subject.name && fact.value == value)
      #expect(!subject.summary.isEmpty)
    }
  }
}

extension Example {
  /// The names that its lines give to values.
  fileprivate var context: Context {
    let names = lines.filter { $0.contains("let ") }.compactMap { line in
      line.split(separator: "let ").last?.split(separator: " ").first.map(String.init)
    }
    return Context(values: Dictionary(names.map { ($0, "9000") }) { $1 })
  }
}
