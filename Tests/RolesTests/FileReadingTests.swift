import Foundation
import Log
import Roles
import Testing

/// Files that are pipes.
struct FileReadingTests {
  @Test func `a pipe is read to its end, however slowly it is written`() throws {
    let pipe = Pipe()
    Thread.detachNewThread {
      let writer = pipe.fileHandleForWriting
      writer.write(Data("socket ".utf8))
      while !isEmpty(pipe) { sched_yield() }
      writer.write(Data("tcp\n".utf8))
      try? writer.close()
    }
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(try readFile(path, atMost: 1 << 20, waits: true) == Array("socket tcp\n".utf8))
  }

  @Test func `what is typed does not wait for a pipe's writer`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let program = try Program(
      sockratic: ["run", "-"], input: .text("socket udp\nsend file \(path)\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("\(path) cannot be read: it is a pipe"))
    #expect(!program.outputText.contains("send(3"))
  }
}

private func isEmpty(_ pipe: Pipe) -> Bool {
  var count: Int32 = 0
  let answer = ioctl(pipe.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &count)
  return answer != 0 || count == 0
}
