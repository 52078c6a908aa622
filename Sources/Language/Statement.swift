public import SystemCalls

/// A parsed line: whose it is, and what is to be done, in order.
public struct Line: Hashable, Sendable {
  /// The role named before `>`; nil for the current one.
  public var role: String?
  /// In the order of the line; empty for a blank line, a comment, or `server>` alone.
  public var statements: [Statement]

  public init(role: String?, statements: [Statement]) {
    self.role = role
    self.statements = statements
  }
}

/// One command of a line, with the text it was typed as and its column, counted from 1.
public struct Statement: Hashable, Sendable {
  public var text: String
  public var column: Int
  public var order: Order
  /// The captured values that were put into it.
  public var values: [StatementValue]

  public init(text: String, column: Int, order: Order, values: [StatementValue] = []) {
    self.text = text
    self.column = column
    self.order = order
    self.values = values
  }
}

extension Statement {
  /// The column of a word behind the command's name, where it is no part of another word; nil if it is
  /// not there as it was typed.
  func column(of word: String) -> Int? {
    let text = Array(text)
    let wanted = Array(word)
    let start = text.firstIndex { $0 == " " } ?? text.endIndex
    guard !wanted.isEmpty, text.count - start > wanted.count else { return nil }
    let isWord = { (index: Int) in
      text.indices.contains(index) && (text[index].isLetter || text[index].isNumber)
    }
    let place = (start...(text.count - wanted.count)).first { index in
      text[index..<(index + wanted.count)].elementsEqual(wanted) && !isWord(index - 1)
        && !isWord(index + wanted.count)
    }
    return place.map { column + $0 }
  }
}

/// What a statement comes to.
public enum Order: Hashable, Sendable {
  /// For the role: system calls.
  case act(Action)
  /// `! ECONNREFUSED`: the call before must have failed so.
  case expectFailure(Errno)
  case use(SocketReference)
  /// `sockets`: of every role.
  case sockets
  /// `role` alone: list them. `role NAME`: make it the current one, insisting on the spelling.
  case roles
  /// A new role starts on that host of the wire.
  case role(String, on: String?)
  /// The current role's waiting call, or the named role's.
  case interrupt(String?)
  case kill(String, signal: Int32)
  /// nil: say which it is.
  case trace(TraceMode?)
  /// nil: say whether it is on.
  case explain(Bool?)
  case wait(role: String, until: Fact?, milliseconds: Int?)
  case pause(milliseconds: Int)
  case check(Fact)
  case history(Int?)
  case source(String)
  case help(String?)
  case lesson(LessonRequest)
  case quit
  /// What the library and the host know of names and interfaces: no call of a role's.
  case names(NameRequest)
  case partner(PartnerRequest)
  /// Receives until these bytes have come; they must come in that time.
  case expect(SocketReference, [UInt8], isNext: Bool, milliseconds: Int?)
  /// nil: of the current role; of all its sockets; on the terminal.
  case transcript(role: String?, descriptor: Int32?, file: String?)
  case repeated(Repetition)
  /// nil: list the values.
  case bind(Binding?)
  /// A statement that uses a value which the line itself gives: read again when it is its turn.
  case deferred(DeferredStatement)
  /// nil: list what is allowed.
  case allow(AllowedHosts?)
  case probe(ProbeRequest)
  case fuzz(FuzzRequest)
  /// `info`: what the kernel knows of one connection; or whether its changes are told from now on.
  case info(SocketReference, InfoRequest)
  /// `queues`, `timers`: of one socket, or of all that the role has.
  case queues(SocketReference)
  case timers(SocketReference)
  /// `options`: of one socket; `all` has those that few programs need, too.
  case options(SocketReference, all: Bool)
  case wire(WireRequest)
  case plot(PlotRequest)
  case states(StatesRequest)
  case diagram(DiagramRequest)
  case export(ExportRequest)
  case code
}

/// What `info` asks for.
public enum InfoRequest: Hashable, Sendable {
  case show, watch, unwatch
}

public enum TraceMode: String, Hashable, Sendable, CaseIterable {
  case short, full, off
}

/// `server@4.state == LISTEN`: something that can be observed of a role's sockets.
public struct Fact: Hashable, Sendable {
  public var role: String
  /// nil: holds if it holds of any socket of the role.
  public var descriptor: Int32?
  public var subject: String
  public var comparison: Comparison
  /// As written: `LISTEN`, `5`, `ECONNREFUSED`, `127.0.0.1:9000`, or another fact's subject.
  public var value: String

  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  public init(
    role: String, descriptor: Int32?, subject: String, comparison: Comparison, value: String
  ) {
    self.role = role
    self.descriptor = descriptor
    self.subject = subject
    self.comparison = comparison
    self.value = value
  }
}
