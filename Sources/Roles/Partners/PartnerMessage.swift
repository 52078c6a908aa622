internal import Language
internal import Log
internal import SystemCalls

/// What a partner tells the stage, in the order in which it happened. Clients are numbered from 1.
enum PartnerMessage: Hashable, Sendable {
  /// It can be reached there.
  case ready(SocketAddress)
  /// It cannot: that call failed.
  case failed(call: String, Errno)
  /// A client is connected; over UDP, its first datagram came.
  case came(Int, local: SocketAddress, remote: SocketAddress)
  /// What a client asked, and what it was answered.
  case asked(Int, String)
  case left(Int, Account, Farewell)
  /// Whether it keeps bytes back until the client has taken those that it was sent.
  case holds(Int, Bool)
  case totals(Totals)
  /// It serves so many clients and takes no more until one of them leaves.
  case full(Int)
  /// So many messages had no room in the pipe and are lost.
  case lost(Int)

  /// Bytes that a client sent, and that it was sent.
  struct Account: Hashable, Sendable {
    var received = 0
    var sent = 0
  }

  /// How a conversation ended.
  enum Farewell: UInt8, Hashable, Sendable {
    /// The client's FIN, or its RST.
    case endOfFile, reset
    /// The partner was first: it closed, or sent the RST.
    case closed, resetByPartner
    /// The partner was stopped.
    case stopped
  }

  /// All that a partner has seen.
  struct Totals: Hashable, Sendable {
    /// Connections, or datagrams.
    var came = 0
    /// Connections that are open.
    var open = 0
    var account = Account()
  }
}

extension PartnerMessage: Coded {
  func encode(to writer: inout ByteWriter) {
    switch self {
    case .ready(let address):
      writer.put(UInt8(0))
      writer.put(address)
    case .failed(let call, let error):
      writer.put(UInt8(1))
      writer.put(call)
      writer.put(Int(error.rawValue))
    case .came(let client, let local, let remote):
      writer.put(2, client)
      writer.put(local)
      writer.put(remote)
    case .asked(let client, let text):
      writer.put(3, client)
      writer.put(text)
    case .left(let client, let account, let farewell):
      writer.put(4, client)
      writer.put(account)
      writer.put(farewell.rawValue)
    case .holds(let client, let holds):
      writer.put(5, client)
      writer.put(holds)
    case .totals(let totals):
      writer.put(6, totals.came)
      writer.put(totals.open)
      writer.put(totals.account)
    case .lost(let count): writer.put(7, count)
    case .full(let count): writer.put(8, count)
    }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .ready(try reader.value())
    case 1: self = .failed(call: try reader.string(), Errno(try reader.int32()))
    case 2:
      self = .came(try reader.int(), local: try reader.value(), remote: try reader.value())
    case 3: self = .asked(try reader.int(), try reader.string())
    case 4: self = .left(try reader.int(), try reader.value(), try Farewell(from: &reader))
    case 5: self = .holds(try reader.int(), try reader.bool())
    case 6:
      self = .totals(
        Totals(came: try reader.int(), open: try reader.int(), account: try reader.value()))
    case 7: self = .lost(try reader.int())
    case 8: self = .full(try reader.int())
    default: throw Malformed()
    }
  }
}

extension PartnerMessage.Account: Coded {
  func encode(to writer: inout ByteWriter) {
    writer.put(received)
    writer.put(sent)
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    received = try reader.int()
    sent = try reader.int()
  }
}

extension PartnerMessage.Farewell {
  fileprivate init(from reader: inout ByteReader) throws(Malformed) {
    guard let farewell = Self(rawValue: try reader.byte()) else { throw Malformed() }
    self = farewell
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ tag: UInt8, _ number: Int) {
    put(tag)
    put(number)
  }
}
