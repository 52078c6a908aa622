internal import Foundation
internal import Glibc
internal import Log
internal import Testing

@testable import Roles

/// `wire save`: a whole file or none.
struct WireSavingTests {
  @Test func `packets are saved whole or not at all, over what was there`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("saved.pcapng", "old")
    let text = try transcript(of: WireCommandTests.connected + "wire save \(path)\n")
    #expect(text.replacing("\n  # ", with: " ").contains("saved.pcapng is written"), "\(text)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.starts(with: [0x0a, 0x0d, 0x0d, 0x0a]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["saved.pcapng"])
  }

  @Test func `a pipe, a folder and what is write-protected are not written over`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/taken"
    for (make, reason) in [
      ({ mkfifo(path, 0o600) }, "it is a pipe"), ({ mkdir(path, 0o700) }, "it is a folder"),
      ({ close(creat(path, 0o400)) }, "is write-protected"),
    ] as [(() -> Int32, String)] {
      #expect(make() == 0)
      var before = stat()
      var after = stat()
      stat(path, &before)
      for command in ["wire save", "transcript"] {
        let program = try Program(
          sockratic: ["run", "-"],
          input: .text("wire up; role a on bob; socketpair; send hi\n\(command) \(path)\n"))
        #expect(try program.finish(within: 60) == .status(1))
        #expect(program.errorText.contains(reason), "\(program.errorText)")
        stat(path, &after)
        #expect(after.st_ino == before.st_ino)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
      remove(path)
    }
  }
}
