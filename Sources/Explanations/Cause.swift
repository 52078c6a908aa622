internal import SystemCalls

/// One thing the kernel says no with: the calls it can answer so, and why it did.
struct Cause: Sendable {
  /// Canonical names, see `Failure.canonical`.
  var calls: [String]
  var error: Reason
  var explain: @Sendable (Failure) -> Explained

  init(_ calls: [String], _ error: Reason, _ explain: @escaping @Sendable (Failure) -> Explained) {
    self.calls = calls
    self.error = error
    self.explain = explain
  }

  static func cause(ofCall name: String, _ errno: Errno) -> Cause? {
    table[Key(call: name, errno: errno.rawValue)]
      ?? likeness[name].flatMap { cause(ofCall: $0, errno) }
  }

  /// Calls that fail as another does, except where they have a cause of their own.
  private static let likeness = [
    "sendmsg": "sendto", "sendmmsg": "sendmsg", "write": "send", "writev": "send",
    "recvmsg": "recvfrom", "recvmmsg": "recvmsg", "read": "recv", "readv": "recv",
    "pselect": "select", "epoll_pwait": "epoll_wait", "sockatmark": "ioctl",
  ]

  struct Key: Hashable {
    var call: String
    var errno: Int32
  }

  /// Every declared cause. A pair may be declared once only; a test sees to it.
  static let all: [Cause] =
    descriptors + socketCreation + addressInUse + addressNotAvailable + permissions
    + invalidArguments + connectionRefused + connecting + unreachable + notConnected + broken
    + blocking + operations + messages + paths + resources + options + groups + ancillary
    + multiplexing + requests

  private static let table: [Key: Cause] = Dictionary(
    all.flatMap { cause in
      cause.calls.map { (Key(call: $0, errno: cause.error.rawValue), cause) }
    },
    uniquingKeysWith: { first, _ in first })
}

/// A cause in words, and a next step.
struct Explained: Hashable, Sendable {
  var why: String
  var next: String

  init(_ why: String, next: String = "") {
    self.why = why
    self.next = next
  }

  var text: String { sentence(next.isEmpty ? why : "\(why) \(next)") }
}

/// The errnos that have causes, by their numbers on Linux (errno-base.h, errno.h), which are the same
/// on x86 and Arm.
enum Reason: Int32, Sendable, CaseIterable {
  case notPermitted = 1
  case noEntry = 2
  case noProcess = 3
  case interrupted = 4
  case badDescriptor = 9
  case wouldBlock = 11
  case noMemory = 12
  case permissionDenied = 13
  case fileExists = 17
  case noDevice = 19
  case notDirectory = 20
  case invalidArgument = 22
  case tooManyFilesInSystem = 23
  case tooManyFiles = 24
  case inappropriateRequest = 25
  case noSpace = 28
  case readOnlyFileSystem = 30
  case brokenPipe = 32
  case nameTooLong = 36
  case tooManyLinks = 40
  case notSocket = 88
  case destinationRequired = 89
  case messageTooLong = 90
  case wrongType = 91
  case noProtocolOption = 92
  case protocolNotSupported = 93
  case typeNotSupported = 94
  case operationNotSupported = 95
  case familyNotSupported = 97
  case addressInUse = 98
  case addressNotAvailable = 99
  case networkUnreachable = 101
  case connectionAborted = 103
  case connectionReset = 104
  case noBuffers = 105
  case isConnected = 106
  case notConnected = 107
  case tooManyReferences = 109
  case timedOut = 110
  case connectionRefused = 111
  case hostUnreachable = 113
  case alreadyConnecting = 114
  case inProgress = 115
  case outOfDomain = 33
  case protocolError = 71
}
