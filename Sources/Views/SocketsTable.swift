public import SystemCalls

/// One socket of the `sockets` command.
public struct SocketRow: Hashable, Sendable {
  public var role: String
  public var fd: Int32
  /// `tcp`, `udp6`, `unix`, …: `SocketRow.typeText` makes it from the numbers.
  public var type: String
  public var local: SocketAddress?
  public var remote: SocketAddress?
  /// Those of its network, by which a scope is named.
  public var interfaces = InterfaceNames.own
  /// `client @3`: who is at the other end, where the address does not say so.
  public var peer: String?
  /// `LISTEN`, `ESTABLISHED`, `UNCONNECTED`, …
  public var state: String
  /// Bytes that recv could return, and bytes not yet acknowledged (TCP) or the kernel's memory for what
  /// is not yet taken (the others).
  public var receiveQueue: Int
  public var sendQueue: Int
  /// For a listening socket: how many connections wait for accept, and how many may; else nil.
  public var acceptQueue: Int?
  public var backlog: Int?
  /// True when no process holds it any more.
  public var orphaned: Bool
  /// Of an epoll set, what it watches; nil for a socket.
  public var watched: [PollEntry]?
  /// `bob @4`: another descriptor of the very same socket, one that stands above.
  public var twin: String?

  public init(
    role: String, fd: Int32, type: String, local: SocketAddress?, remote: SocketAddress?,
    state: String, receiveQueue: Int = 0, sendQueue: Int = 0, acceptQueue: Int? = nil,
    backlog: Int? = nil, orphaned: Bool = false, watched: [PollEntry]? = nil
  ) {
    self.role = role
    self.fd = fd
    self.type = type
    self.local = local
    self.remote = remote
    self.state = state
    self.receiveQueue = receiveQueue
    self.sendQueue = sendQueue
    self.acceptQueue = acceptQueue
    self.backlog = backlog
    self.orphaned = orphaned
    self.watched = watched
  }

  /// `tcp`, `udp`, `tcp6`, `udp6`, `unix`, `unix-dgram`, `unix-seqpacket`, `raw`, `raw6`; for others
  /// the constants, `AF_PACKET SOCK_RAW`.
  public static func typeText(family: Int32, type: Int32, protocolNumber: Int32 = 0) -> String {
    let plain = type & 0xf
    if family == 2, plain == 2, protocolNumber == 1 { return "ping" }
    if family == 10, plain == 2, protocolNumber == 58 { return "ping6" }
    return typeNames[[family, plain]]
      ?? ConstantTable.addressFamily.text(Int(family)) + " "
      + ConstantTable.socketType.text(Int(plain))
  }
}

private let typeNames: [[Int32]: String] = [
  [2, 1]: "tcp", [2, 2]: "udp", [2, 3]: "raw", [10, 1]: "tcp6", [10, 2]: "udp6", [10, 3]: "raw6",
  [1, 1]: "unix", [1, 2]: "unix-dgram", [1, 5]: "unix-seqpacket",
]

/// The sockets of every role, as lines joined by line breaks: a table where it fits `width` columns,
/// else some lines for each socket.
public func socketsTable(_ rows: [SocketRow], width: Int, utf8: Bool) -> String {
  if rows.isEmpty { return "no sockets" }
  let table = table(of: rows, utf8: utf8)
  let width = max(20, width)
  let lines =
    table.width <= width
    ? table.lines : rows.flatMap { flowed(pieces(of: $0, utf8: utf8), width: width) }
  let remarks =
    rows.flatMap { watchedLines($0, width: width) } + rows.flatMap { twinLines($0, width: width) }
    + memoryLines(rows, width: width)
  return (lines + remarks).joined(separator: "\n")
}

private func table(of rows: [SocketRow], utf8: Bool) -> Table {
  Table(
    header: ["socket", "type", "local", "remote", "state", "queues"],
    rows: rows.map { row in
      [name(row), row.type, address(row.local, row), remote(row), row.state, queues(row)]
        .map { safeText($0, utf8: utf8) }
    })
}

private func pieces(of row: SocketRow, utf8: Bool) -> [String] {
  let addresses = [
    row.local.map { "local \(address($0, row))" }, row.remote.map { _ in "remote \(remote(row))" },
  ]
  let pieces = [name(row), row.type, row.state, queues(row)] + addresses.compactMap(\.self)
  return pieces.map { safeText($0, utf8: utf8) }
}

private func name(_ row: SocketRow) -> String {
  "\(row.role) " + (row.orphaned ? "(@\(row.fd))" : "@\(row.fd)")
}

private func address(_ address: SocketAddress?, _ row: SocketRow) -> String {
  address?.text(on: row.interfaces) ?? "-"
}

private func remote(_ row: SocketRow) -> String {
  let address = address(row.remote, row)
  return row.remote == .unixUnnamed ? row.peer ?? address : address
}

private func queues(_ row: SocketRow) -> String {
  if let watched = row.watched { return "watches \(watched.count)" }
  guard let waiting = row.acceptQueue else {
    let unit = row.countsMemory ? "mem " : ""
    return "recv \(row.receiveQueue) send \(unit)\(row.sendQueue)"
  }
  return "accept \(waiting)" + (row.backlog.map { "/\($0)" } ?? "")
}

/// `server @5 watches @3 EPOLLIN, @4 EPOLLIN|EPOLLET`; of many, the first and how many are left.
private func watchedLines(_ row: SocketRow, width: Int) -> [String] {
  guard let watched = row.watched, !watched.isEmpty else { return [] }
  var shown = watched.prefix(8).map { "@\($0.fd) \(ConstantTable.epollEvents.text($0.events))" }
  if watched.count > shown.count { shown.append("and \(watched.count - shown.count) more") }
  shown[0] = "\(name(row)) watches \(shown[0])"
  return flowed(shown, width: width)
}

extension SocketRow {
  /// Whether its send queue is known as memory only: every socket's but TCP's (SIOCOUTQ of unix(7)).
  fileprivate var countsMemory: Bool { !type.hasPrefix("tcp") && sendQueue > 0 }
}

/// `worker @4 is the same socket as server @4`
private func twinLines(_ row: SocketRow, width: Int) -> [String] {
  row.twin.map { wrapped("\(name(row)) is the same socket as \($0)", width: width) } ?? []
}

/// What `mem` means, once.
private func memoryLines(_ rows: [SocketRow], width: Int) -> [String] {
  guard rows.contains(where: \.countsMemory) else { return [] }
  let legend =
    "send mem: not the bytes sent, but the kernel's memory that they take, with its bookkeeping,"
    + " until the receiver has them"
  return wrapped(legend, width: width)
}
