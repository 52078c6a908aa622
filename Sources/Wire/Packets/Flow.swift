internal import SystemCalls

/// Packets of one protocol from one end to another: one direction of a connection.
struct Flow: Hashable {
  var source: SocketAddress
  var destination: SocketAddress
  var protocolNumber: UInt8

  var reversed: Flow {
    Flow(source: destination, destination: source, protocolNumber: protocolNumber)
  }

  init(source: SocketAddress, destination: SocketAddress, protocolNumber: UInt8) {
    self.source = source
    self.destination = destination
    self.protocolNumber = protocolNumber
  }

  init(_ header: PacketHeader) {
    self.init(
      source: header.source, destination: header.destination,
      protocolNumber: header.protocolNumber)
  }
}

/// Which packet of its flow a packet is: what its fate hangs on, so that the same traffic meets the
/// same fate whatever else was carried before it.
struct Place: Hashable {
  enum Kind: UInt8 {
    case datagram, syn, data, fin, rst, ack, other
  }

  var protocolNumber: UInt8
  /// Which flow of its protocol in this direction: 1 for the first. Ports differ from run to run.
  var flow: UInt32
  var kind: Kind
  /// The datagram's number, or the sequence number (of an ACK, the acknowledgement number) relative
  /// to the first; from 0.
  var number: UInt32
  /// How often it was sent before.
  var repetition: UInt32
}

extension TCPHeader {
  /// What a segment is, first of all: a SYN-ACK counts as a SYN, data with a FIN as data.
  var kind: Place.Kind {
    if flags.contains(.rst) { return .rst }
    if flags.contains(.syn) { return .syn }
    if length > 0 { return .data }
    return flags.contains(.fin) ? .fin : .ack
  }
}
