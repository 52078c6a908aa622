internal import Glibc

/// A file of at most 8 KiB, such as /proc holds; nil if it cannot be read.
public func readSmallFile(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  return withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 1) { room in
    let count = read(descriptor, room.baseAddress, room.count)
    return count >= 0 ? String(decoding: room[..<count], as: UTF8.self) : nil
  }
}
