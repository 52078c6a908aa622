public import SystemCalls

/// A partner that runs, as the `peer` command shows it.
public struct PartnerRow: Hashable, Sendable {
  public var label: String
  public var address: SocketAddress
  public var isStream: Bool
  /// Connections, or datagrams; and how many connections are open.
  public var came: Int
  public var open: Int
  /// Bytes.
  public var received: Int
  public var sent: Int

  public init(
    label: String, address: SocketAddress, isStream: Bool, came: Int, open: Int, received: Int,
    sent: Int
  ) {
    self.label = label
    self.address = address
    self.isStream = isStream
    self.came = came
    self.open = open
    self.received = received
    self.sent = sent
  }

  /// `2 connections, 1 open; 5 bytes in, 5 out`
  public var seen: String {
    let unit = isStream ? "connection" : "datagram"
    return "\(came) \(unit)\(came == 1 ? "" : "s")\(isStream ? ", \(open) open" : "");"
      + " \(received) \(received == 1 ? "byte" : "bytes") in, \(sent) out"
  }
}

/// The partners that run, or what there are, as lines joined by line breaks.
public func partnersText(
  running: [PartnerRow], kinds: [(name: String, summary: String)], width: Int, utf8: Bool
) -> String {
  let rows = running.flatMap { row in
    flowed(
      ["\(row.label) is at \(row.address)", row.seen].map { safeText($0, utf8: utf8) },
      width: max(20, width))
  }
  if !rows.isEmpty {
    let names = kinds.map(\.name).joined(separator: ", ")
    return (rows + [""] + wrapped("`help peer` says what each is like: \(names)", width: width))
      .joined(separator: "\n")
  }
  let column = kinds.map(\.name.count).max() ?? 0
  let list = kinds.flatMap { kind in
    wrapped(kind.summary, width: max(20, width) - column - 2).enumerated().map { index, line in
      padded(index == 0 ? kind.name : "", to: column) + "  " + line
    }
  }
  return (["no partner runs", ""] + list).joined(separator: "\n")
}
