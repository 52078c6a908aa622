internal import CLinux
internal import Frames
internal import Glibc
internal import Language
internal import Log

/// A partner's line to the stage. It never waits for the stage to listen: what has no room is counted.
final class PartnerVoice {
  private var frames = FrameWriter()
  private var lost = 0
  /// Set once the stage no longer reads.
  private(set) var isDeserted = false
  /// How much may wait to be read, in bytes, besides what the pipe holds.
  private static let room = 64 << 10

  init() { _ = fcntl(RoleDescriptor.messages, F_SETFL, O_NONBLOCK) }

  /// Whether something waits for the pipe.
  var isWaiting: Bool { frames.pendingCount > 0 }

  func say(_ message: PartnerMessage) {
    guard frames.pendingCount < PartnerVoice.room else {
      lost += 1
      return
    }
    if lost > 0 { frames.add(PartnerMessage.lost(lost)) }
    lost = 0
    frames.add(message)
  }

  /// Writes what the pipe takes now.
  func flush() {
    do { try frames.flushPart(to: RoleDescriptor.messages) } catch { isDeserted = true }
  }

  /// Writes all of it, waiting at most a second.
  func finish() {
    for _ in 0..<100 where isWaiting && !isDeserted {
      flush()
      var entry = pollfd(fd: RoleDescriptor.messages, events: Int16(POLLOUT), revents: 0)
      if isWaiting { poll(&entry, 1, 10) }
    }
  }
}
