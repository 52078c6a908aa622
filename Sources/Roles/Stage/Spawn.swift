internal import CLinux
internal import Frames
internal import Glibc
internal import SystemCalls

/// A descriptor of the stage's own: 300 or above, closed on exec, closed when it is let go.
///
/// It stays clear of the numbers that a role's pipes get, so that one can become the other.
final class OwnDescriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Moves a fresh descriptor up, closing the low one.
  static func moved(_ low: Int32) throws(Errno) -> OwnDescriptor {
    let high = fcntl(low, F_DUPFD_CLOEXEC, 300)
    let error = errno
    close(low)
    guard high >= 0 else { throw Errno(error) }
    return OwnDescriptor(high)
  }

  static func pipe() throws(Errno) -> (read: OwnDescriptor, write: OwnDescriptor) {
    var ends: [Int32] = [0, 0]
    guard linux_pipe(&ends) == 0 else { throw Errno(errno) }
    let read: OwnDescriptor
    do throws(Errno) {
      read = try moved(ends[0])
    } catch {
      close(ends[1])
      throw error
    }
    return (read, try moved(ends[1]))
  }
}

/// A child of the same executable.
struct Child {
  var pid: pid_t
  /// What the child reads.
  var input: OwnDescriptor
  /// What the child writes; never blocks here.
  var output: OwnDescriptor

  /// Starts the executable with those arguments, in that folder or in this process's; its descriptors
  /// 200 and 201 are the pipes' ends, and those that follow are the `others`.
  static func spawn(
    _ executable: String, arguments: [String], in folder: String? = nil,
    with others: [OwnDescriptor] = []
  ) throws(Errno) -> Child {
    let input = try OwnDescriptor.pipe()
    let output = try OwnDescriptor.pipe()
    _ = fcntl(output.read.number, F_SETFL, O_NONBLOCK)
    linux_widen_pipe(output.read.number, Int32(FrameReader.roomSize))
    let pid = try start(
      executable, arguments: arguments, in: folder,
      descriptors: ([input.read, output.write] + others).map(\.number))
    return Child(pid: pid, input: input.write, output: output.read)
  }

  private static func start(
    _ executable: String, arguments: [String], in folder: String?, descriptors: [Int32]
  ) throws(Errno) -> pid_t {
    var words = arguments.map { strdup($0) } + [nil]
    var environment = inheritedEnvironment() + [nil]
    defer { for word in words + environment { free(word) } }
    var pid: pid_t = 0
    let error = linux_spawn(
      &pid, executable, &words, &environment, folder, descriptors,
      descriptors.indices.map { RoleDescriptor.actions + Int32($0) }, Int32(descriptors.count))
    guard error == 0 else { throw Errno(error) }
    return pid
  }

  /// The stage's environment, with Swift's interactive crash report off: the stage reports a crash.
  private static func inheritedEnvironment() -> [UnsafeMutablePointer<CChar>?] {
    var variables = [strdup("SWIFT_BACKTRACE=enable=no")]
    var entry = linux_environment()
    while let variable = entry?.pointee {
      if strncmp(variable, "SWIFT_BACKTRACE=", 16) != 0 { variables.append(strdup(variable)) }
      entry = entry.map { $0 + 1 }
    }
    return variables
  }
}
