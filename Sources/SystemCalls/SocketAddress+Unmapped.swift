extension SocketAddress {
  /// ::ffff:a.b.c.d as the IPv4 address that it stands for: a dual-stack socket's peer sees that.
  /// A path without the `./` that it may begin with.
  public var unmapped: SocketAddress {
    switch self {
    case .ipv6(let host, let port, _): host.mapped.map { .ipv4($0, port: port) } ?? self
    case .unixPath(let path) where path.starts(with: [0x2e, 0x2f]):
      .unixPath(Array(path.dropFirst(2).drop { $0 == 0x2f }))
    default: self
    }
  }
}
