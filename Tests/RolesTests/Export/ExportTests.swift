internal import Foundation
internal import Testing

/// `export`, as a user meets it: which files there are, and which are left alone.
struct ExportTests {
  @Test func `without a name nothing is written over, and with one it is`() throws {
    let folder = try TemporaryFolder()
    let mine = try folder.file("server.py", "# mine")
    let refused = try export("export python server", in: folder, status: 1)
    #expect(refused.errorText.contains("server.py is there already"))
    #expect(try String(contentsOfFile: mine, encoding: .utf8) == "# mine")
    try export("export python server server.py", in: folder)
    #expect(try String(contentsOfFile: mine, encoding: .utf8).contains("listener.listen(128)"))
  }

  @Test func `every role goes into a folder, and one onto the terminal`() throws {
    let folder = try TemporaryFolder()
    try export("export c ./", in: folder)
    for name in ["server.c", "client.c"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
    }
    try export("export python new/", in: folder)
    for name in ["new/server.py", "new/client.py"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
    }
    let refused = try export("export c both.c", in: folder, status: 1).errorText
    #expect(refused.contains("both.c is one file, and there is one for each role"))
    #expect(refused.contains("name the role before the file"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/both.c"))
    let missing = try export("export c no/such/", in: folder, status: 1).errorText
    #expect(missing.contains("no/such/ cannot be written: ENOENT"))
    let shown = try export("export swift client -", in: folder)
    #expect(shown.outputText.contains("connect(sock, $0, $1)"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/-"))
  }

  @Test func `a role that was killed and came again has two programs`() throws {
    let folder = try TemporaryFolder()
    try export("kill client\nclient> socket udp\nexport python", in: folder)
    let first = try String(contentsOfFile: "\(folder.path)/client.py", encoding: .utf8)
    let second = try String(contentsOfFile: "\(folder.path)/client-2.py", encoding: .utf8)
    #expect(first.contains("SOCK_STREAM") && !first.contains("SOCK_DGRAM"))
    #expect(second.contains("SOCK_DGRAM") && !second.contains("SOCK_STREAM"))
    let shown = try export(
      "kill client\nclient> socket udp\nexport python client only.py", in: folder)
    let last = try String(contentsOfFile: "\(folder.path)/only.py", encoding: .utf8)
    #expect(last.contains("Usage: python3 only.py") && last.contains("SOCK_DGRAM"))
    #expect(shown.outputText.contains("client's last process did, the 2nd of that name"))
  }
}
