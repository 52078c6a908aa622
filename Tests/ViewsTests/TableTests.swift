import Foundation
import SystemCalls
import Testing
import Views

@Suite struct TableTests {
  private let rows = [
    SocketRow(
      role: "server", fd: 3, type: "tcp", local: .loopback(port: 9000), remote: nil,
      state: "LISTEN", acceptQueue: 1, backlog: 128),
    SocketRow(
      role: "server", fd: 4, type: "tcp", local: .loopback(port: 9000),
      remote: .loopback(port: 50312), state: "ESTABLISHED", receiveQueue: 5),
    SocketRow(
      role: "client", fd: 3, type: "tcp", local: .loopback(port: 50312),
      remote: .loopback(port: 9000), state: "FIN_WAIT_2", orphaned: true),
  ]

  private func table(_ width: Int) -> [String] {
    socketsTable(rows, width: width, utf8: true).split(separator: "\n").map(String.init)
  }

  @Test func `sockets fit eighty columns as a table`() {
    #expect(
      table(80) == [
        "socket       type  local            remote           state        queues",
        "server @3    tcp   127.0.0.1:9000   -                LISTEN       accept 1/128",
        "server @4    tcp   127.0.0.1:9000   127.0.0.1:50312  ESTABLISHED  recv 5 send 0",
        "client (@3)  tcp   127.0.0.1:50312  127.0.0.1:9000   FIN_WAIT_2   recv 0 send 0",
      ])
  }

  @Test func `in a narrow window every socket has lines of its own`() {
    #expect(
      table(60).prefix(4) == [
        "server @3  tcp  LISTEN  accept 1/128  local 127.0.0.1:9000",
        "server @4  tcp  ESTABLISHED  recv 5 send 0",
        "  local 127.0.0.1:9000  remote 127.0.0.1:50312",
        "client (@3)  tcp  FIN_WAIT_2  recv 0 send 0",
      ])
  }

  @Test(arguments: [20, 40, 60, 80, 120]) func `no line is wider than the window`(width: Int) {
    let long = SocketRow(
      role: "a-role-with-a-long-name", fd: 12, type: "tcp6",
      local: .ipv6(.init(high: .max, low: .max), port: 65535, scope: 0),
      remote: .unixPath(Array(repeating: 0xff, count: 108)), state: "ESTABLISHED")
    let text = socketsTable(rows + [long], width: width, utf8: true)
    #expect(text.split(separator: "\n").allSatisfy { displayWidth($0) <= width })
    #expect(text.contains("ESTABLISHED"))
  }

  @Test func `types have the names of the socket command`() {
    #expect(SocketRow.typeText(family: 2, type: 1) == "tcp")
    #expect(SocketRow.typeText(family: 10, type: 2 | 0x800) == "udp6")
    #expect(SocketRow.typeText(family: 1, type: 1) == "unix")
    #expect(SocketRow.typeText(family: 16, type: 3) == "AF_NETLINK SOCK_RAW")
  }

  @Test func `roles show what each is doing, and which is the current one`() {
    let roles = [
      RoleRow(role: "server", pid: 812, activity: .waits(Sample.accept()), isCurrent: false),
      RoleRow(role: "client", pid: 9, activity: .idle, isCurrent: true),
      RoleRow(role: "flood", pid: 10, activity: .runs("send all zeros 1G"), isCurrent: false),
    ]
    #expect(
      rolesTable(roles, width: 80, utf8: true).split(separator: "\n") == [
        "   role    pid  doing",
        "   server  812  waits in accept(3)",
        "*  client  9    idle",
        "   flood   10   runs send all zeros 1G",
      ])
    #expect(
      rolesTable(roles, width: 30, utf8: true).split(separator: "\n") == [
        "server  pid 812", "  waits in accept(3)", "client  pid 9  idle  current",
        "flood  pid 10", "  runs send all zeros 1G",
      ])
  }

  @Test func `a scope is named by the interfaces of the role's own network`() {
    let address = SocketAddress.ipv6(.init(high: 0xfe80 << 48, low: 1), port: 80, scope: 1)
    var role = RoleRow(
      role: "far", pid: 1, host: "bob", activity: .waits(Sample.connect(address)), isCurrent: true)
    var socket = SocketRow(
      role: "far", fd: 3, type: "udp6", local: address, remote: address, state: "CONNECTED")
    (role.interfaces, socket.interfaces) = (
      InterfaceNames([1: "odd0"]), InterfaceNames([1: "odd0"])
    )
    #expect(rolesTable([role], width: 80, utf8: true).contains("connect(3, [fe80::1%odd0]:80)"))
    for width in [30, 120] {
      let text = socketsTable([socket], width: width, utf8: true)
      #expect(text.components(separatedBy: "[fe80::1%odd0]:80").count == 3, "\(text)")
    }
  }

  @Test func `a send queue that is known as memory only is said to be memory`() {
    let unix = SocketRow(
      role: "a", fd: 3, type: "unix", local: .unixUnnamed, remote: .unixUnnamed,
      state: "CONNECTED", sendQueue: 768)
    let text = socketsTable([unix] + rows, width: 120, utf8: true)
    #expect(text.contains("recv 0 send mem 768\n"))
    #expect(text.contains("recv 5 send 0\n"))
    #expect(text.contains("\nsend mem: not the bytes sent, but the kernel's memory"))
    #expect(!socketsTable(rows, width: 120, utf8: true).contains("mem"))
  }

  @Test func `another descriptor of a socket is said to be the same socket`() {
    var passed = rows[1]
    (passed.role, passed.twin) = ("worker", "server @4")
    let text = socketsTable(rows + [passed], width: 80, utf8: true)
    #expect(text.hasSuffix("\nworker @4 is the same socket as server @4"))
  }

  @Test func `nothing to show is said`() {
    #expect(socketsTable([], width: 80, utf8: true) == "no sockets")
    #expect(rolesTable([], width: 80, utf8: true) == "no roles")
  }
}
