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
  /// `others` are options of other levels with the same short name: the socket decides.
  case getsockopt(SocketReference, SocketOption, others: [SocketOption] = [])
  case signal(Int32, ignored: Bool)
  case socketpair(family: Int32, type: Int32, protocolNumber: Int32)
  case sendmsg(SocketReference, Envelope, flags: Int32)
  /// Room for the data, buffer by buffer, and for ancillary data, in bytes.
  case recvmsg(SocketReference, into: [Int], control: Int, flags: Int32)
  case unlink([UInt8])
  /// The messages are sent in this order.
  case sendmmsg(SocketReference, [Envelope], flags: Int32)
  /// Room for so many messages, each as `recvmsg` has it; nil waits for ever.
  case recvmmsg(
    SocketReference, count: Int, into: [Int], control: Int, flags: Int32, milliseconds: Int?)
  /// What a socket shares with every other descriptor.
  case descriptor(DescriptorCall)
  /// Non-blocking calls, and waiting for several descriptors at once.
  case multiplex(Multiplexing)
}

/// Calls that every descriptor takes, and what ioctl(2) asks of a socket.
public enum DescriptorCall: Hashable, Sendable {
  /// Room for so many bytes.
  case read(SocketReference, Int)
  case write(SocketReference, Payload)
  /// Room for the data, buffer by buffer, in bytes.
  case readv(SocketReference, [Int])
  case writev(SocketReference, [Payload])
  case dup(SocketReference)
  /// The number that the second descriptor is to have.
  case dup2(SocketReference, Int32)
  /// FIONREAD and so on, which ask for a number; FIONBIO is handed one.
  case ioctl(SocketReference, request: Int32, Int32?)
  case sockatmark(SocketReference)
}

/// What `sendmsg` sends beside its flags.
public struct Envelope: Hashable, Sendable {
  public var address: AddressReference?
  public var buffers: [Payload]
  public var ancillary: [Ancillary]

  public init(address: AddressReference?, buffers: [Payload], ancillary: [Ancillary]) {
    self.address = address
    self.buffers = buffers
    self.ancillary = ancillary
  }
}

/// Ancillary data as typed.
public enum Ancillary: Hashable, Sendable {
  /// `fd @4 @5`
  case descriptors([Int32])
  /// `credentials`; what is not named is the role's own, which the stage knows.
  case credentials(pid: Int32?, uid: UInt32?, gid: UInt32?)
  /// `source 127.0.0.2`
  case source(UInt32)
  /// `source ::1`
  case source6(IPv6Bytes)
  /// `ttl 1`, `tos 16`, `hoplimit 1`, `tclass 16`: a number of IP's header.
  case header(HeaderField, Int32)
}

/// A field of the IP header that ancillary data can set for one datagram.
public enum HeaderField: UInt8, Hashable, Sendable, CaseIterable {
  case ttl, tos, hoplimit, tclass
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
  /// `bob:9000`, where a host of the wire is called that.
  case host(String, port: UInt16)
  /// `[fe80::1%lo]:9000`: a scope that is named by its interface.
  case scoped(IPv6Bytes, port: UInt16, interface: String)
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
