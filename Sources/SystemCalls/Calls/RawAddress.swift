internal import Glibc

/// A socket address as the kernel reads it: sockaddr_in, sockaddr_in6, sockaddr_un.
struct RawAddress {
  let bytes: [UInt8]

  init(_ address: SocketAddress) {
    switch address {
    case .ipv4(let host, let port):
      bytes =
        native(UInt16(AF_INET)) + network(port) + network(host) + [UInt8](repeating: 0, count: 8)
    case .ipv6(let host, let port, let scope):
      let flow = [UInt8](repeating: 0, count: 4)
      bytes = native(UInt16(AF_INET6)) + network(port) + flow + host.bytes + native(scope)
    case .unixPath(let path):
      // The NUL that ends a path is counted, where there is room for one (unix(7)).
      bytes = native(UInt16(AF_UNIX)) + Array((path + [0]).prefix(108))
    case .unixAbstract(let name): bytes = native(UInt16(AF_UNIX)) + [0] + name
    case .unixUnnamed: bytes = native(UInt16(AF_UNIX))
    case .other(let family, let data): bytes = native(family) + data
    }
  }

  func lengthArgument(_ name: String) -> Argument {
    Argument(name, .addressLength(bytes.count))
  }

  func withSockaddr(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int) -> Int {
    bytes.withUnsafeBytes {
      body($0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
  }
}

/// Room for the address that a call gives back, reused from call to call.
final class AddressRoom {
  static let size = MemoryLayout<sockaddr_storage>.size
  private let storage = UnsafeMutablePointer<sockaddr_storage>.allocate(capacity: 1)
  let length = UnsafeMutablePointer<socklen_t>.allocate(capacity: 1)

  init() {
    storage.initialize(to: sockaddr_storage())
    length.initialize(to: 0)
  }

  deinit {
    storage.deallocate()
    length.deallocate()
  }

  var sockaddr: UnsafeMutablePointer<sockaddr> {
    UnsafeMutableRawPointer(storage).assumingMemoryBound(to: Glibc.sockaddr.self)
  }

  /// The address that was filled in, or nil if none was.
  var address: SocketAddress? {
    let count = min(Int(length.pointee), AddressRoom.size)
    return SocketAddress(raw: UnsafeRawBufferPointer(start: storage, count: count))
  }

  func emptied(_ addressName: String, _ lengthName: String) -> [Argument] {
    storage.pointee = sockaddr_storage()
    length.pointee = socklen_t(AddressRoom.size)
    return arguments(addressName, lengthName, filled: nil, returned: nil)
  }

  func filled(_ addressName: String, _ lengthName: String) -> [Argument] {
    arguments(addressName, lengthName, filled: address, returned: Int(length.pointee))
  }

  private func arguments(
    _ addressName: String, _ lengthName: String, filled: SocketAddress?, returned: Int?
  ) -> [Argument] {
    let pointer = UInt(bitPattern: storage)
    return [
      Argument(addressName, .addressRoom(pointer: pointer, filled: filled)),
      Argument(lengthName, .lengthRoom(given: AddressRoom.size, returned: returned)),
    ]
  }
}

extension SocketAddress {
  /// From a sockaddr of as many bytes as the kernel gave; nil if that is not even a family.
  public init?(raw: UnsafeRawBufferPointer) {
    guard raw.count >= 2 else { return nil }
    let family = raw.loadUnaligned(as: UInt16.self)
    let data = raw.dropFirst(2)
    if family == AF_INET, raw.count >= 8 {
      self = .ipv4(raw.network(UInt32.self, at: 4), port: raw.network(UInt16.self, at: 2))
    } else if family == AF_INET6, raw.count >= 24 {
      let host = IPv6Bytes(
        high: raw.network(UInt64.self, at: 8), low: raw.network(UInt64.self, at: 16))
      let scope = raw.count < 28 ? 0 : raw.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
      self = .ipv6(host, port: raw.network(UInt16.self, at: 2), scope: scope)
    } else if family == AF_UNIX {
      self = .init(unixData: data)
    } else {
      self = .other(family: family, bytes: Array(data))
    }
  }

  private init(unixData data: some Collection<UInt8>) {
    switch data.first {
    case nil: self = .unixUnnamed
    case 0: self = .unixAbstract(Array(data.dropFirst()))
    default: self = .unixPath(Array(data.prefix { $0 != 0 }))
    }
  }
}

extension UnsafeRawBufferPointer {
  /// An integer in network byte order.
  func network<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, at offset: Int
  ) -> Number {
    Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}

private func network(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

private func native(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number) { Array($0) }
}
