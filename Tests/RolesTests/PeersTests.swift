internal import Foundation
internal import Testing

/// Roles talk to programs that know nothing of Sockratic.
@Suite(.enabled(if: Requirement.python, "python3 is not installed"))
struct PeersTests {
  @Test func `a python3 client talks to a server role`() throws {
    let server = try Server()
    let client = try python(
      """
      import socket, sys
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
      s.sendall(b"GET\\r\\n")
      print(s.makefile().readline(), end="")
      """, server.port)
    server.program.write("accept\nrecv until \"\\r\\n\"\nsend \"welcome\\n\"\nclose\n")
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(client.outputText == "welcome\n")
    server.program.closeInput()
    #expect(try server.program.finish() == .status(0))
    let received = try events(of: server.program).filter { $0.text("call") == "recv" }
      .compactMap { $0.kind == "returned" ? $0.number("result") : nil }
    #expect(received.last == 5)
  }

  @Test func `a waiting accept returns late when an outsider connects`() throws {
    let server = try Server()
    server.program.write("accept\n")
    _ = try server.program.event("waiting", role: "server")
    let client = try python(
      """
      import socket, sys
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
      print(s.recv(100))
      """, server.port)
    server.program.write("wait server for 10s\nsend \"hi\"\nclose\n")
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(client.outputText == "b'hi'\n")
    let accepted = try server.program.event("returned", role: "server")
    #expect(accepted.flag("late") == true)
  }

  @Test func `a client role reads a page from python3's http.server`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("index.html", "<p>A page of its own.</p>\n")
    let server = try Program(
      [
        "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory",
        folder.path,
      ])
    try server.wait("port", within: 20) { server.outputText.contains("port ") }
    let port = server.outputText.split(separator: "port ").last?.prefix { $0.isNumber } ?? ""
    let script = """
      client> socket tcp
      connect 127.0.0.1:\(port)
      send "GET / HTTP/1.0\\r\\n\\r\\n"
      recv until "\\r\\n"
      recv all
      close
      """
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.contains("HTTP/1.0 200 OK"))
    #expect(program.outputText.contains("recv(3, \"\", 131072, 0) = 0"))
    let json = try log(of: script)
    #expect(json.contains { $0.bytes?.contains("A page of its own.") == true })
  }

  @Test(arguments: ["short", "full"])
  func `nothing that a hostile peer sends reaches the terminal raw`(trace: String) throws {
    let server = try Server(options: ["--trace", trace], json: false)
    let client = try python(
      """
      import socket, sys
      pieces = [b"\\x1b[2J\\x1b]0;title\\x07\\x9b31m", b"nul\\0nul\\r\\n\\x7f\\x08",
        "\\u202eright to left\\u2066\\u200f\\u2028\\ufeff".encode(), b"\\xff\\xfe\\xc0\\xaf\\xed\\xa0\\x80",
        "\\u009b31m\\u0085".encode(), b"\\x1bP1;2|\\x1b\\\\ \\x0e\\x0f"]
      for piece in pieces:
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        s.sendall(piece + b"a text that is long enough to be shown as a text")
        s.shutdown(socket.SHUT_WR)
        s.recv(1)
      """, server.port)
    let round = "accept\nrecv\nrecv\nclose\n"
    server.program.write(String(repeating: round, count: 6))
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    server.program.closeInput()
    #expect(try server.program.finish() == .status(0), "\(server.program.errorText)")
    #expect(server.program.outputText.contains("a te"))
    let raw = server.program.outputText.unicodeScalars.filter(isHostile)
    #expect(raw.isEmpty, "\(raw.map { String($0.value, radix: 16) })")
    #expect(String(validating: server.program.output, as: UTF8.self) != nil)
  }

  private func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control: scalar != "\n"
    case .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}

/// A `server` role that listens, in a live session.
private final class Server {
  let program: Program
  let port: String

  init(options: [String] = [], json: Bool = true) throws {
    let arguments = ["run", "-"] + (json ? ["--json"] : []) + options
    program = try Program(sockratic: arguments, input: .open)
    program.write("server> socket tcp\nbind 0\nlisten\n")
    let program = program
    try program.wait("port", within: 15) { program.outputText.contains("LISTEN") }
    let bound = json ? "\"to\":\"127.0.0.1:" : "bound to 127.0.0.1:"
    let place = try #require(program.outputText.range(of: bound))
    port = String(program.outputText[place.upperBound...].prefix { $0.isNumber })
  }
}

private func python(_ source: String, _ arguments: String...) throws -> Program {
  try Program(["python3", "-c", source] + arguments)
}
