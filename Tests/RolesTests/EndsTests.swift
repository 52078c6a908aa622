internal import Foundation
internal import Glibc
internal import Testing

private let connected = """
  server> socket tcp
  bind 0
  listen
  client> socket tcp
  connect server
  server> accept

  """

struct EndsTests {
  @Test func `killing a role shows its peer that the kernel closed the connection`() throws {
    let log = try log(of: connected + "kill server\ncheck client.state == CLOSE_WAIT\n")
    let shapes = log.map(\.shape)
    #expect(shapes.contains("client state state ESTABLISHED → CLOSE_WAIT"))
    let end = try #require(log.first { $0.kind == "role-ended" })
    #expect(end.role == "server" && end.text("signal") == "SIGKILL")
  }
}
