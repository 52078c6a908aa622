internal import SystemCalls

/// What `trace full` says once in a session, because the kernel's names surprise.
struct Teaching: Sendable {
  private var said: Set<String> = []

  /// What this call is the first to show.
  mutating func lessons(of call: Call, _ outcome: Outcome) -> [String] {
    var lessons: [String] = []
    if let lesson = nameLessons[call.name], said.insert(call.name).inserted {
      lessons.append(lesson)
    }
    if outcome.errno?.name == "EINTR", !call.name.hasPrefix("epoll"), said.insert("EINTR").inserted
    {
      lessons.append(interruptionLesson)
    }
    return lessons
  }
}

/// The kernel's name for a library function: strace shows the kernel's.
func kernelName(of name: String) -> String { kernelNames[name] ?? name }

private let kernelNames = [
  "send": "sendto", "recv": "recvfrom", "signal": "rt_sigaction", "select": "pselect6",
  "pselect": "pselect6", "sockatmark": "ioctl",
]

private let nameLessons = [
  "send": "send is the kernel's sendto without an address: there is no system call of its own.",
  "recv": "recv is the kernel's recvfrom that does not ask for the sender's address.",
  "signal": "signal is the kernel's rt_sigaction, with the flags that the C library adds.",
  "pselect": "pselect is the kernel's pselect6, which takes the mask in a struct with its size.",
  "sockatmark": "sockatmark is an ioctl with SIOCATMARK, of which the C library makes the result.",
  "select": "select is the kernel's pselect6, which could also set a signal mask while it waits.",
]

private let interruptionLesson =
  "A call that a signal interrupts: strace shows the kernel's own ERESTARTSYS or another"
  + " ERESTART, the program gets EINTR."
