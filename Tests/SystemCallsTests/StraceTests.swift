import Foundation
import Glibc
import SystemCalls
import Testing

/// strace itself is what the notation is compared with.
@Suite struct StraceTests {
  @Test(.enabled(if: canRun("strace"), "strace is not installed"))
  func `every line of a long conversation is strace's own`() throws {
    let trace = try Trace()
    let child = try trace.start([])
    let ours = child.finish().split(separator: "\n").map(String.init)
    let theirs = try trace.lines(from: "close(-1000", to: "close(-1001")
    #expect(ours.count == theirs.count)
    #expect(ours.count > 300)
    for (our, their) in zip(ours, theirs) { #expect(our == their) }
  }

  @Test(
    .enabled(if: canRun("strace"), "strace is not installed"),
    arguments: [
      "accept", "connect", "send", "recv", "recvfrom", "recvmsg", "accept4", "poll", "ppoll",
      "select", "epoll_wait", "pselect", "epoll_pwait", "read", "readv", "recvmmsg", "writev",
    ])
  func `a call that never returned is printed as strace does`(name: String) throws {
    let trace = try Trace()
    let child = try trace.start([name])
    let pid = try #require(Int32(child.line()))
    if name.hasPrefix("epoll_") { for _ in 1...2 { _ = child.line() } }
    let entry = child.line()
    let line = child.line()
    let view = try ProcessView(pid: pid)
    try eventually { try view.runState() == UInt8(ascii: "S") }
    kill(pid, SIGKILL)
    _ = child.finish()
    #expect(try trace.lines().last == line)
    #expect(line.hasPrefix(entry))
    let kernelNames = ["recv": "recvfrom(", "select": "pselect6(", "pselect": "pselect6("]
    #expect(entry.hasPrefix(kernelNames[name] ?? name))
  }

  @Test func `an argument that only strace shows is there from the start`() {
    let call = Call(
      "send", [Argument("sockfd", .descriptor(3)), Argument("buf", .bytes(Bytes([1])))])
    #expect(straceEntry(for: call) == #"sendto(3, "\1", NULL, 0"#)
  }
}

/// The calls that the probe makes on purpose.
private let traced =
  "%network,close,rt_sigaction,unlink,fcntl,poll,ppoll,select,pselect6,epoll_create1,epoll_ctl,epoll_wait,"
  + "epoll_pwait,read,write,readv,writev,dup,dup2,ioctl"

/// A run of the probe under strace.
private final class Trace {
  private let file = "/tmp/sockratic-strace-\(getpid())-\(UInt32.random(in: 0 ... .max))"

  init() throws {}

  deinit { unlink(file) }

  func start(_ arguments: [String]) throws -> Child {
    try Child(
      ["strace", "-e", "trace=\(traced)", "-o", file, probe] + arguments)
  }

  /// The lines of calls between two others; those that report signals are not calls.
  func lines(from first: String = "", to last: String = "+++") throws -> [String] {
    let all = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
    let start = first.isEmpty ? 0 : (all.firstIndex { $0.hasPrefix(first) } ?? 0) + 1
    let end = all[start...].firstIndex { $0.hasPrefix(last) } ?? all.count
    return all[start..<end].filter { !$0.hasPrefix("---") }
  }
}
