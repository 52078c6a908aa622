import Foundation
import Glibc
import SystemCalls
import Testing

@Suite struct UnixDiagnosisTests {
  private let calls = SocketCalls(observer: Recorder())

  private func inode(_ fd: Int32) throws -> UInt64 {
    try #require(try ProcessView(pid: getpid()).snapshot(of: fd)).inode
  }

  private func entry(_ fd: Int32) throws -> SocketDiagnosis.UnixEntry {
    try #require(try SocketDiagnosis().lookUpUnix(inode: try inode(fd)))
  }

  @Test func `a listener's queue and backlog are seen, and the peer once it is accepted`() throws {
    let listener = try calls.socket(family: AF_UNIX, type: stream, protocolNumber: 0)
    let client = try calls.socket(family: AF_UNIX, type: stream, protocolNumber: 0)
    defer { for socket in [listener, client] { close(socket) } }
    try calls.bind(listener, .unixUnnamed)
    try calls.listen(listener, backlog: 3)
    #expect(try entry(listener).isListening)
    #expect(try entry(listener).receiveQueue == 0)
    try calls.connect(client, try calls.getsockname(listener))
    #expect(try entry(listener).receiveQueue == 1)
    #expect(try entry(listener).sendQueue == 3)
    #expect(try entry(client).peerInode == 0)
    let server = try calls.accept(listener).0
    defer { close(server) }
    #expect(try entry(listener).receiveQueue == 0)
    #expect(try entry(client).peerInode == (try inode(server)))
    #expect(try entry(server).peerInode == (try inode(client)))
    #expect(try !entry(server).isListening)
  }

  @Test(arguments: [Int32(1), 5])
  func `what either end has shut down is seen at both`(type: Int32) throws {
    let pair = try calls.socketpair(family: AF_UNIX, type: type | 0x80000, protocolNumber: 0)
    defer { close(pair[1]) }
    #expect(Glibc.send(pair[0], "abc", 3, 0) == 3)
    #expect(try entry(pair[1]).receiveQueue == 3)
    try calls.shutdown(pair[0], how: 1)
    #expect(try entry(pair[0]).shutdown == 2)
    #expect(try entry(pair[1]).shutdown == 1)
    close(pair[0])
    #expect(try entry(pair[1]).shutdown == 3)
    #expect(try entry(pair[1]).peerInode == 0)
  }

  @Test func `a socket that is not there, or is none of AF_UNIX, is an error`() throws {
    let internet = try calls.socket(family: AF_INET, type: stream, protocolNumber: 0)
    defer { close(internet) }
    let diagnosis = try SocketDiagnosis()
    let inode = try inode(internet)
    #expect(throws: Errno(ENOENT)) { try diagnosis.lookUpUnix(inode: inode) }
    #expect(throws: Errno.self) { try diagnosis.lookUpUnix(inode: 0) }
  }

  @Test(.enabled(if: canRun("ss"), "ss is not installed"))
  func `ss sees the same peers and queues`() throws {
    let pair = try calls.socketpair(family: AF_UNIX, type: stream, protocolNumber: 0)
    defer { for end in pair { close(end) } }
    #expect(Glibc.send(pair[0], "hello", 5, 0) == 5)
    let (one, two) = (try inode(pair[0]), try inode(pair[1]))
    let lines = try Child(["ss", "-Hx"]).finish().split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    let line = try #require(lines.first { $0.count > 7 && $0[5] == "\(two)" })
    #expect(line[2] == "\(try entry(pair[1]).receiveQueue)")
    #expect(line[7] == "\(try entry(pair[1]).peerInode)")
    #expect(line[7] == "\(one)")
  }
}
