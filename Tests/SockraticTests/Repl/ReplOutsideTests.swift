import Foundation
import PseudoTerminal
import Testing

/// What happens to a socket while nobody types: by somebody outside, or by a timer of the kernel's.
@Suite struct ReplOutsideTests {
  @Test func `a stranger's connection, data and end are told at an idle prompt`() throws {
    let person = try Person()
    try person.hold(["socket tcp": "you>", "bind 0": "you>", "listen": "you>"])
    let bound = try #require(person.transcript.first { $0.contains("bound to 127.0.0.1:") })
    let port = try #require(UInt16(bound.split(separator: ":").last ?? ""))
    let stranger = try Stranger(connectedTo: port)
    try person.seeScreen("the connection") { isTold("accept queue 0 → 1", $0) }
    try person.hold(["accept": "you>"])
    stranger.send("hello")
    try person.seeScreen("the data") { isTold("receive queue 0 → 5", $0) }
    person.terminal.send("nonsense")
    stranger.close()
    try person.seeScreen("the end, and the line that is being typed") {
      isTold("ESTABLISHED → CLOSE_WAIT", $0) && $0.currentLine.hasPrefix("you> nonsense")
    }
  }

  private func isTold(_ change: String, _ screen: Screen) -> Bool {
    (screen.scrolledOff + screen.lines).contains { $0.hasSuffix(change) }
  }
}

/// A socket of nobody that Sockratic knows.
private final class Stranger {
  private var fd: Int32

  init(connectedTo port: UInt16) throws {
    fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
  }

  deinit { close() }

  func send(_ text: String) { _ = text.withCString { Foundation.send(fd, $0, strlen($0), 0) } }

  func close() {
    if fd >= 0 { Foundation.close(fd) }
    fd = -1
  }
}
