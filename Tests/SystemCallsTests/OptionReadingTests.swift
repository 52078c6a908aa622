import Foundation
import Glibc
import SystemCalls
import Testing

/// The options of whole sockets, compared with what another program is told.
@Suite struct OptionReadingTests {
  @Test(
    .enabled(if: canRun("python3"), "python3 is not installed"),
    arguments: [
      (AF_INET, SOCK_STREAM.rawValue), (AF_INET, SOCK_DGRAM.rawValue),
      (AF_INET6, SOCK_STREAM.rawValue), (AF_INET6, SOCK_DGRAM.rawValue),
      (AF_UNIX, SOCK_STREAM.rawValue), (AF_UNIX, SOCK_DGRAM.rawValue),
    ])
  func `a fresh socket's options are what python3 is told of one`(family: Int32, type: UInt32)
    throws
  {
    let ours = try optionsOfFreshSocket(family: family, type: Int32(type), protocolNumber: 0)
    #expect(ours.count > 20)
    let child = try Child(
      ["python3", "-c", asking, "\(family)", "\(type)"]
        + ours.map { reading in
          let option = reading.option
          return "\(option.name),\(option.level),\(option.number),\(reading.value.bytes.count)"
        })
    let theirs = child.finish().split(separator: "\n").map(String.init)
    #expect(theirs.count == ours.count)
    for (line, reading) in zip(theirs, ours) where reading.option.name != "SO_NETNS_COOKIE" {
      let bytes = reading.value.bytes.map { String(format: "%02x", $0) }.joined()
      #expect(line == "\(reading.option.name) \(bytes)")
    }
  }

  @Test func `looking leaves no descriptor behind, and the socket as it was`() throws {
    let view = try ProcessView(pid: getpid())
    let pair = try Pair()
    // Of this socket alone: other tests open and close descriptors of this process meanwhile.
    let inode = try #require(try view.descriptors().first { $0.fd == pair.client }?.socketInode)
    func holders() throws -> Int { try view.descriptors().count { $0.socketInode == inode } }
    let options = try view.options(of: pair.client)
    #expect(options.contains { $0.option.name == "TCP_NODELAY" && $0.value == .integer(0) })
    #expect(!options.contains { $0.option.name == "SO_ERROR" })
    #expect(try holders() == 1)
    #expect(throws: Errno(EBADF)) { _ = try view.options(of: 7777) }
    #expect(throws: Errno(ENOTSOCK)) { _ = try view.options(of: 0) }
    #expect(throws: Errno(EAFNOSUPPORT)) {
      _ = try optionsOfFreshSocket(family: 77, type: 1, protocolNumber: 0)
    }
  }

  /// More looks than other tests can have descriptors in this process: one left a look would show.
  @Test func `a thousand looks leave fewer than a thousand descriptors`() throws {
    let view = try ProcessView(pid: getpid())
    let pair = try Pair()
    let before = try view.descriptors().count
    for _ in 0..<1000 {
      _ = try view.options(of: pair.client)
      _ = try optionsOfFreshSocket(
        family: AF_INET, type: Int32(SOCK_STREAM.rawValue), protocolNumber: 0)
    }
    #expect(try view.descriptors().count < before + 1000)
  }
}

private let asking = """
  import socket, sys
  s = socket.socket(int(sys.argv[1]), int(sys.argv[2]))
  for word in sys.argv[3:]:
      name, level, number, size = word.split(',')
      number = getattr(socket, name, int(number))
      size = int(size)
      value = s.getsockopt(int(level), number, size) if size else b''
      print(name, value.hex())
  """
