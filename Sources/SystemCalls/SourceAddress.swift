internal import Glibc

/// The address from which this host would go to another: what connect(2) of a datagram socket
/// chooses, without a packet. nil where no route leads there.
public func sourceAddress(towards destination: SocketAddress) -> SocketAddress? {
  let family = if case .ipv4 = destination { AF_INET } else { AF_INET6 }
  let socket = Glibc.socket(
    family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Int32(IPPROTO_UDP))
  guard socket >= 0 else { return nil }
  defer { close(socket) }
  let port = destination.port ?? 0
  let raw = RawAddress(destination.with(port: port == 0 ? 9 : port))
  guard raw.withSockaddr({ Int(connect(socket, $0, $1)) }) == 0 else { return nil }
  let room = AddressRoom()
  _ = room.emptied("addr", "addrlen")
  guard getsockname(socket, room.sockaddr, room.length) == 0 else { return nil }
  return room.address?.with(port: 0)
}

/// getnameinfo(3): the names of a host and of a service, numbers where there are none; or its status,
/// an EAI_ number. `flags` are NI_ ones.
public func names(
  of address: SocketAddress, flags: Int32 = 0
) -> (status: Int32, host: String, service: String) {
  var host = [CChar](repeating: 0, count: 1025)
  var service = [CChar](repeating: 0, count: 32)
  let status = RawAddress(address).withSockaddr {
    Int(getnameinfo($0, $1, &host, 1025, &service, 32, flags))
  }
  return (Int32(status), text(host), text(service))
}

private func text(_ room: [CChar]) -> String {
  String(decoding: room.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
