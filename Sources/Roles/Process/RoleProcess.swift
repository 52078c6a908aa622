internal import CLinux
internal import Frames
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// A role: a process that makes the learner's calls, one action at a time, and no others.
public enum RoleProcess {
  /// The first argument that says that an executable is to be a role.
  public static let marker = "sockratic-role"

  /// Plays the role until the stage is gone. The arguments are those that `Spawn` gives.
  public static func run(arguments: [String]) -> Int32 {
    guard arguments.count >= 2 else { return 64 }
    let doors = arguments.dropFirst(2)
    guard let stream = takeStream(RoleDescriptor.others + Int32(doors.count)) else { return 71 }
    let player = Player(stream: stream)
    guard HostDoor.enter(doors) else {
      player.give(up: "\(arguments[1]) cannot get to its host: \(Errno(errno))")
      return 69
    }
    prepare(name: arguments[1])
    player.sayReady()
    var frames = FrameReader()
    while !player.isDeserted, let next = nextAssignment(&frames) { player.play(next) }
    return 0
  }

  /// What it says goes there; the descriptor is not for the learner to find.
  private static func takeStream(_ descriptor: Int32) -> SharedStream? {
    defer { close(descriptor) }
    return try? SharedStream(in: descriptor)
  }

  /// Everything that a role does before it is one: none of it is a network call.
  private static func prepare(name: String) {
    linux_die_with_parent()
    linux_name_process(name)
    linux_handle_role_signals()
    raiseDescriptorLimit()
  }

  /// A role may have to hold thousands of sockets; the soft limit is often 1024.
  static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 1 << 20)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  private static func nextAssignment(_ frames: inout FrameReader) -> Assignment? {
    do {
      while true {
        if let assignment = try frames.next(Assignment.self) { return assignment }
        guard try frames.fill(from: RoleDescriptor.actions) else { return nil }
      }
    } catch {
      return nil
    }
  }
}
