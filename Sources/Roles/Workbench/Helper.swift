internal import CLinux
internal import Frames
internal import Glibc
internal import Log
internal import SystemCalls

/// A process of this executable that does something for the stage on sockets of its own. It is given
/// one job, answers in messages, and can be killed at any time.
enum Helper {
  enum Ending { case done, interrupted, tooLate }

  /// Runs a helper to its end, handing on its messages as they come; ⌃C and `limit` (in nanoseconds)
  /// end it sooner. Of a host its doors are the last arguments.
  ///
  /// Throws if the process cannot be started, or ends in a way of its own.
  static func run<Message: Coded>(
    _ arguments: [String], on place: HostPlace? = nil, job: (any Coded)? = nil,
    executable: String, limit: UInt64, interruption: Interruption?, take: (Message) -> Void
  ) throws(Diagnostic) -> Ending {
    let doors = place?.doors ?? []
    let child: Child
    do throws(Errno) {
      child = try Child.spawn(
        executable, arguments: arguments + doors.map(\.argument), with: doors.map(\.descriptor))
    } catch {
      throw Diagnostic("a process for \(name(arguments)) could not be started: \(error)")
    }
    var hasEnded = false
    defer { if !hasEnded { end(child) } }
    give(job, to: child)
    let ending = listen(to: child, limit: limit, interruption, take: take)
    hasEnded = true
    let status = end(child, killing: ending != .done)
    if ending == .done, status & 0x7f != 0 {
      throw Diagnostic("the process for \(name(arguments)) ended by signal \(status & 0x7f)")
    }
    return ending
  }

  private static func name(_ arguments: [String]) -> String {
    String(arguments.first?.split(separator: "-").last ?? "this")
  }

  /// A helper that is gone already is noticed when it is listened to.
  private static func give(_ job: (any Coded)?, to child: Child) {
    guard let job else { return }
    var frames = FrameWriter()
    frames.add(job)
    try? frames.flush(to: child.input.number)
  }

  @discardableResult
  private static func end(_ child: Child, killing isKilled: Bool = true) -> Int32 {
    if isKilled { kill(child.pid, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private static func listen<Message: Coded>(
    to child: Child, limit: UInt64, _ interruption: Interruption?, take: (Message) -> Void
  ) -> Ending {
    var frames = FrameReader()
    let start = monotonicNanoseconds()
    let deadline = limit > .max - start ? .max : start + limit
    do {
      while true {
        while let message = try frames.next(Message.self) { take(message) }
        let now = monotonicNanoseconds()
        guard now < deadline else { return .tooLate }
        switch wait(for: child, (deadline - now) / 1_000_000 + 1, interruption) {
        case .interrupted: return .interrupted
        case .readable: if try !frames.fill(from: child.output.number) { return .done }
        case .nothing: continue
        }
      }
    } catch {
      return .done
    }
  }

  private enum News { case interrupted, readable, nothing }

  private static func wait(
    for child: Child, _ milliseconds: UInt64, _ interruption: Interruption?
  ) -> News {
    var entries = [child.output.number, interruption?.descriptor ?? -1].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&entries, 2, Int32(clamping: milliseconds)) > 0 else { return .nothing }
    if entries[1].revents != 0, interruption?.take() == true { return .interrupted }
    return entries[0].revents != 0 ? .readable : .nothing
  }
}

/// The other side: what a helper's process does.
struct HelperDesk {
  private var frames = FrameWriter()

  /// Takes the job, does it, and gives the status that the process ends with.
  static func serve<Job: Coded>(
    named name: String, _ body: (Job, inout HelperDesk) -> Void
  ) -> Int32 {
    linux_die_with_parent()
    linux_name_process(name)
    signal(SIGPIPE, SIG_IGN)
    var desk = HelperDesk()
    guard let job: Job = desk.job() else { return 1 }
    body(job, &desk)
    return 0
  }

  private func job<Job: Coded>() -> Job? {
    var frames = FrameReader()
    do {
      while true {
        if let job = try frames.next(Job.self) { return job }
        guard try frames.fill(from: RoleDescriptor.actions) else { return nil }
      }
    } catch {
      return nil
    }
  }

  /// Tells the stage; without it there is nothing left to do.
  mutating func tell(_ message: some Coded) {
    frames.add(message)
    do { try frames.flush(to: RoleDescriptor.messages) } catch { exit(1) }
  }
}

/// A helper's own calls are told to nobody.
final class NoObserver: CallObserver {
  func entered(_ call: Call) {}
  func returned(_ call: Call, _ outcome: Outcome) {}
}
