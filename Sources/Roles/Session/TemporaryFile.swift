internal import CLinux
internal import Glibc
public import Log

/// Where the log's old events go: a file without a name, so that nothing of it outlives the process.
/// It is made when it is first needed.
public final class TemporaryFile: Spill {
  private var file: OwnDescriptor?
  private var blocks: [(offset: Int, count: Int)] = []
  private var end = 0
  private var hasFailed = false

  public init() {}

  /// False if the disk is full or there is no place for temporary files.
  public func append(_ bytes: [UInt8]) -> Bool {
    guard !hasFailed, let descriptor = opened() else { return false }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress, $0.count, end + written)
      }
      guard count > 0 || count < 0 && errno == EINTR else { return false }
      written += max(count, 0)
    }
    blocks.append((end, bytes.count))
    end += bytes.count
    return true
  }

  public func forEachBlock(_ body: ([UInt8]) -> Bool) {
    guard let file else { return }
    for block in blocks {
      var bytes = [UInt8](repeating: 0, count: block.count)
      let count = pread(file.number, &bytes, block.count, block.offset)
      if count == block.count, !body(bytes) { return }
    }
  }

  private func opened() -> Int32? {
    if let file { return file.number }
    let descriptor = linux_open_unnamed()
    guard descriptor >= 0 else {
      hasFailed = true
      return nil
    }
    file = try? OwnDescriptor.moved(descriptor)
    return file?.number
  }
}
