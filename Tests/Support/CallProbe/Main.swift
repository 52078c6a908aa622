import Glibc
import SystemCalls

/// Makes many different calls, and prints the lines that strace should have printed for them.
///
/// With the name of a call, it sleeps in that call until it is killed, having printed its pid and
/// what strace should have printed by then.
@main
enum CallProbe {
  static func main() {
    unblockSignals()
    let recorder = Recorder()
    let calls = SocketCalls(observer: recorder)
    if CommandLine.arguments.count > 1 {
      say("\(getpid())")
      sleepIn(CommandLine.arguments[1], calls, recorder)
    } else {
      signal(SIGPIPE, SIG_IGN)
      catchAlarms()
      Glibc.close(firstMark)
      Conversation(calls: calls).run()
      Glibc.close(lastMark)
      for (call, outcome) in recorder.returned { say(straceLine(for: call, outcome)) }
    }
  }

  /// A failing close on each side of what is to be compared.
  static let firstMark: Int32 = -1000
  static let lastMark: Int32 = -1001

  /// A parent may have blocked some, of which one is pending: a mask would let it in later.
  private static func unblockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    sigprocmask(SIG_UNBLOCK, &all, nil)
  }

  /// A handler without SA_RESTART, so that the alarm interrupts.
  private static func catchAlarms() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, nil)
  }
}

final class Recorder: CallObserver {
  var returned: [(Call, Outcome)] = []
  var isAnnouncing = false

  func entered(_ call: Call) {
    if isAnnouncing { say(straceEntry(for: call) + "\n" + straceLine(forKilledIn: call)) }
  }

  func returned(_ call: Call, _ outcome: Outcome) { returned.append((call, outcome)) }
}

/// Written at once: a signal may end the process at any moment.
func say(_ line: String) {
  let bytes = Array("\(line)\n".utf8)
  write(1, bytes, bytes.count)
}

/// Every so often, until it is set to 0: the first alarm may come before the call sleeps.
func setAlarm(milliseconds: Int) {
  let interval = timeval(tv_sec: 0, tv_usec: milliseconds * 1000)
  var timer = itimerval(it_interval: interval, it_value: interval)
  setitimer(0, &timer, nil)
}
