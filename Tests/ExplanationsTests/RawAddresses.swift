import Glibc
import SystemCalls

/// A sockaddr as bytes: these tests call the kernel with nothing of the product in between.
func sockaddrBytes(_ address: SocketAddress) -> [UInt8] {
  switch address {
  case .ipv4(let host, let port):
    return [2, 0] + bigEndian(port) + bigEndian(host) + [UInt8](repeating: 0, count: 8)
  case .ipv6(let host, let port, let scope):
    return [10, 0] + bigEndian(port) + [0, 0, 0, 0] + host.bytes + bigEndian(scope).reversed()
  case .unixPath(let path): return [1, 0] + path + [0]
  case .unixAbstract(let name): return [1, 0, 0] + name
  case .unixUnnamed: return [1, 0]
  case .other(let family, let bytes): return bigEndian(family).reversed() + bytes
  }
}

private func bigEndian<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

private func address(_ bytes: ArraySlice<UInt8>) -> SocketAddress? {
  let bytes = Array(bytes)
  guard bytes.count >= 2 else { return nil }
  func number(_ range: Range<Int>) -> UInt32 { bytes[range].reduce(0) { $0 << 8 | UInt32($1) } }
  switch bytes[0] {
  case 2: return .ipv4(number(4..<8), port: UInt16(number(2..<4)))
  case 10:
    let scope = number(24..<28).byteSwapped
    return IPv6Bytes(bytes: bytes[8..<24]).map {
      .ipv6($0, port: UInt16(number(2..<4)), scope: scope)
    }
  case 1 where bytes.count == 2: return .unixUnnamed
  case 1 where bytes[2] == 0: return .unixAbstract(Array(bytes[3...]))
  case 1: return .unixPath(Array(bytes[2...].prefix { $0 != 0 }))
  default: return nil
  }
}

/// Calls `body` with a sockaddr and its length.
func withSockaddr<R>(
  _ address: SocketAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
) -> R {
  let bytes = sockaddrBytes(address)
  return bytes.withUnsafeBytes { raw in
    withUnsafePointer(to: sockaddr_storage()) { _ in
      var storage = sockaddr_storage()
      return withUnsafeMutableBytes(of: &storage) { room in
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw.prefix(room.count)))
        return room.withMemoryRebound(to: sockaddr.self) { pointers in
          guard let pointer = pointers.baseAddress else { preconditionFailure("no storage") }
          return body(pointer, socklen_t(bytes.count))
        }
      }
    }
  }
}

/// What getsockname or getpeername says; nil where it fails.
func name(
  _ fd: Int32,
  _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
) -> SocketAddress? {
  var room = [UInt8](repeating: 0, count: 128)
  var length = socklen_t(room.count)
  let result = room.withUnsafeMutableBytes { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) { pointers in
      pointers.baseAddress.map { ask(fd, $0, &length) } ?? -1
    }
  }
  return result == 0 ? address(room.prefix(Int(length))) : nil
}
