public import SystemCalls

/// Something that happened; everything that Sockratic shows is a function of a sequence of these.
public struct Event: Hashable, Sendable {
  /// 1, 2, 3, … in the order of the log.
  public var seq: Int
  /// Nanoseconds of the monotonic clock.
  public var time: UInt64
  /// The role concerned, where one is.
  public var role: String?
  public var kind: Kind

  public init(seq: Int, time: UInt64, role: String?, kind: Kind) {
    self.seq = seq
    self.time = time
    self.role = role
    self.kind = kind
  }

  /// The calls come by the thousand: what is larger stands elsewhere, so that they are small.
  public enum Kind: Hashable, Sendable {
    /// A statement as it was typed, without its role prefix.
    case typed(String)
    case roleStarted(RoleStart)
    case called(Call)
    case returned(Returned)
    /// The call just entered sleeps in the kernel.
    case waiting(Call)
    indirect case state(StateChange)
    case roleEnded(RoleEnd)
    /// Something worth saying that is no failure.
    case note(String)
    /// Why the kernel answered as it did, and what to try.
    case explanation(String)
    indirect case diagnostic(Diagnostic)
    /// What a command was asked to show (`sockets`, `help`, …): finished text, lines apart.
    case output(String)
    /// The same where it is a program: its lines stay as they are, however long.
    case source(String)
    /// What a lesson says.
    case prose(Prose)
    /// A round of a `repeat` begins.
    case round(Round)
    /// A `repeat` is over.
    case repeated(Repeated)
    /// An action of so many calls that they are not all shown is over.
    case transferred(Transfer)
    /// A host sent a packet over the wire.
    indirect case packet(PacketSeen)
    /// A look at a connection that is watched.
    case measured(Measurement)
  }
}

/// The process of a role, and where it is.
public struct RoleStart: Hashable, Sendable {
  public var pid: Int32
  /// Its host on the wire; nil for one that is on the machine itself.
  public var host: String?
  /// Those of its network.
  public var interfaces: InterfaceNames

  public init(pid: Int32, host: String? = nil, interfaces: InterfaceNames = .own) {
    self.pid = pid
    self.host = host
    self.interfaces = interfaces
  }
}

/// One round of a `repeat`.
public struct Round: Hashable, Sendable {
  /// From 1.
  public var number: Int
  public var of: Int
  /// 1 for a `repeat` that was typed, 2 for one in its block, …
  public var depth: Int

  public init(number: Int, of count: Int, depth: Int) {
    self.number = number
    of = count
    self.depth = depth
  }
}

/// What became of a `repeat`.
public struct Repeated: Hashable, Sendable {
  /// The rounds that were done to their end.
  public var rounds: Int
  /// How many were asked for.
  public var of: Int
  public var depth: Int
  /// How long all of it took.
  public var nanoseconds: UInt64

  public init(rounds: Int, of count: Int, depth: Int, nanoseconds: UInt64) {
    self.rounds = rounds
    of = count
    self.depth = depth
    self.nanoseconds = nanoseconds
  }
}

/// What a `send all`, `recv all`, `recv exactly` or `recv until` came to.
public struct Transfer: Hashable, Sendable {
  /// Sent; else received.
  public var isSent: Bool
  public var bytes: Int
  /// How many there were to be; nil where only the end tells.
  public var of: Int?
  public var calls: Int
  /// From the first byte to the last.
  public var nanoseconds: UInt64

  public init(isSent: Bool, bytes: Int, of total: Int?, calls: Int, nanoseconds: UInt64) {
    self.isSent = isSent
    self.bytes = bytes
    of = total
    self.calls = calls
    self.nanoseconds = nanoseconds
  }
}

/// A call that came back.
public struct Returned: Hashable, Sendable {
  public var call: Call
  public var outcome: Outcome
  /// True when it came back after the role had been seen waiting in it.
  public var late: Bool

  public init(call: Call, outcome: Outcome, late: Bool) {
    self.call = call
    self.outcome = outcome
    self.late = late
  }
}

/// One property of one socket that changed, learnt from outside its process.
public struct StateChange: Hashable, Sendable {
  /// The descriptor; for a socket that no process holds any more, the one it had last.
  public var fd: Int32
  /// What changed.
  public var property: Property
  /// What it was and is: `CLOSED` and `LISTEN`, or `0` and `1`.
  public var from: String
  public var to: String
  public var local: SocketAddress?
  public var remote: SocketAddress?
  /// True when no process holds the socket any more and only the kernel still does.
  public var orphaned: Bool

  public enum Property: String, Hashable, Sendable, CaseIterable {
    case state
    case local
    case remote
    case acceptQueue = "accept queue"
    case receiveQueue = "receive queue"
    /// Of datagrams, what all that are queued take in the kernel's memory: said where the length of
    /// the first stayed the same.
    case receiveMemory = "receive memory"
    /// Of the error queue, what all in it takes in the kernel's memory.
    case errorMemory = "error memory"
    case sendQueue = "send queue"
    case drops
    /// What changed of a watched connection's figures: `to` says all of it, `from` is empty.
    case info
    /// Of a Unix socket: what it can do no more, whichever end ended it.
    case shutdown
  }

  public init(
    fd: Int32, property: Property, from: String, to: String, local: SocketAddress?,
    remote: SocketAddress?, orphaned: Bool
  ) {
    self.fd = fd
    self.property = property
    self.from = from
    self.to = to
    self.local = local
    self.remote = remote
    self.orphaned = orphaned
  }
}

public enum RoleEnd: Hashable, Sendable {
  case status(Int32)
  case signal(Int32)
}

/// A mistake in what was typed: what, where, and what to do. Nothing of the line was executed.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong: `unknown command “lisen”`.
  public var message: String
  /// A next step, if there is one: `did you mean “listen”?`
  public var advice: String?
  /// The line it is about, and the column, counted in characters from 1.
  public var line: String?
  public var column: Int?
  /// What in the line it is about, as it was typed: where that stands is the column, while there is none.
  public var word: String?
  /// Where the line stands, when it comes from a file.
  public var file: String?
  public var lineNumber: Int?

  public var description: String { advice.map { "\(message): \($0)" } ?? message }

  public init(
    _ message: String, advice: String? = nil, at word: String? = nil, line: String? = nil,
    column: Int? = nil, file: String? = nil, lineNumber: Int? = nil
  ) {
    self.word = word
    self.message = message
    self.advice = advice
    self.line = line
    self.column = column
    self.file = file
    self.lineNumber = lineNumber
  }
}
