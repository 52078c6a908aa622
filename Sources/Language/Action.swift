public import SystemCalls

/// What a statement asks a role to do, in the role's own terms.
///
/// The parser makes it with references that are still open (the role's newest socket, another
/// role's address); the stage closes them before the role is told.
public enum Action: Hashable, Sendable {
  case socket(family: Int32, type: Int32, protocolNumber: Int32)
  case bind(SocketReference, AddressReference)
  case listen(SocketReference, backlog: Int32)
  case accept(SocketReference)
  case connect(SocketReference, AddressReference)
  /// `send`, or `sendto` where there is an address. `all` repeats until everything is sent.
  case send(SocketReference, Payload, flags: Int32, all: Bool, to: AddressReference?)
  /// `recv`, or `recvfrom` where `sender` is true.
  case receive(SocketReference, Extent, flags: Int32, discard: Bool, sender: Bool)
  case shutdown(SocketReference, how: Int32)
  case close(SocketReference)
  case getsockname(SocketReference)
  case getpeername(SocketReference)
  case setsockopt(SocketReference, OptionSetting)
  case getsockopt(SocketReference, SocketOption)
  case signal(Int32, ignored: Bool)
  /// Non-blocking calls, and waiting for several descriptors at once.
  case multiplex(Multiplexing)
}

/// Which socket a call is made on.
public enum SocketReference: Hashable, Sendable {
  /// None was named: for `accept` the newest listening socket, else the one chosen with `use`, else
  /// the newest open one.
  case unnamed
  /// `@4`: handed to the kernel as it is, open or not.
  case descriptor(Int32)
}

/// An address as typed.
public enum AddressReference: Hashable, Sendable {
  case literal(SocketAddress)
  /// `9000`: a port on the loopback of the socket's own family.
  case loopback(port: UInt16)
  /// `*:9000`: a port on every address, of the socket's own family.
  case any(port: UInt16)
  /// A bare word: a role, where it is bound. If no such role exists it is never asked of the DNS.
  case role(String)
  /// `name.example:80` (also `localhost:80`): a role's name, a host, then the resolver.
  case name(String, port: UInt16)
}

/// Data as typed, kept as a recipe so that four gigabytes of zeros cost nothing.
public enum Payload: Hashable, Sendable {
  case bytes([UInt8])
  case zeros(Int)
  /// The same bytes for the same seed on every machine.
  case random(Int, seed: UInt64)
  case repeated([UInt8], times: Int)
  /// A file's content; the stage reads it and replaces this by `bytes`.
  case file(String)
}

/// How much `recv` and `recvfrom` ask for.
public enum Extent: Hashable, Sendable {
  /// One call with a buffer of this size, in bytes.
  case once(Int)
  /// As many calls as it takes to have this many bytes.
  case exactly(Int)
  /// Calls until these bytes have arrived.
  case until([UInt8])
  /// Calls until EOF.
  case all
}
