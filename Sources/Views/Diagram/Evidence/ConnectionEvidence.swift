internal import SystemCalls

/// Who is connected with whom, and what proves that a connection was made.
///
/// A connect that went out is seen at the listener: its accept queue grows, or an accept returns with
/// the client's address. Those of Unix sockets, which have none, are accepted in their order.
struct ConnectionEvidence: Sendable {
  /// A connect that was entered.
  struct Attempt: Sendable {
    var socket: SocketBook.Socket
    var host: String?
    var remote: SocketAddress
    var tip: Diagram.Tip
    /// In whose accept queue it is known to wait.
    var listener: SocketBook.Socket?

    var hasArrived: Bool { listener != nil }
  }

  private var attempts: [Attempt] = []
  private var peers: [SocketBook.Socket: SocketBook.Socket] = [:]
  private static let most = 1024

  func peer(of socket: SocketBook.Socket) -> SocketBook.Socket? { peers[socket] }

  mutating func pair(_ ends: [SocketBook.Socket]) {
    guard ends.count == 2 else { return }
    (peers[ends[0]], peers[ends[1]]) = (ends[1], ends[0])
  }

  /// A second connect on the same socket asks after the first.
  mutating func begin(_ attempt: Attempt) {
    guard !attempts.contains(where: { $0.socket == attempt.socket }) else { return }
    attempts.append(attempt)
    if attempts.count > ConnectionEvidence.most { attempts.removeFirst() }
  }

  func attempt(of socket: SocketBook.Socket) -> Attempt? {
    attempts.first { $0.socket == socket }
  }

  /// Who would have to accept it first.
  func listener(ahead socket: SocketBook.Socket) -> SocketBook.Socket? {
    attempt(of: socket)?.listener
  }

  mutating func forget(_ socket: SocketBook.Socket) {
    attempts.removeAll { $0.socket == socket && !$0.hasArrived }
  }

  /// The accept queue has grown by so many.
  mutating func queue(
    _ count: Int, on listener: SocketBook.Socket, host: String?, at tip: Diagram.Tip,
    in book: SocketBook
  ) -> [Diagram.Arrow] {
    guard count > 0, let local = book.facts[listener]?.local?.unmapped else { return [] }
    let fitting = attempts.indices.filter {
      !attempts[$0].hasArrived && attempts[$0].host == host && attempts[$0].remote.reaches(local)
    }
    return fitting.prefix(count).map { index in
      attempts[index].listener = listener
      return Diagram.Arrow(.connection, from: attempts[index].tip, to: tip)
    }
  }

  /// An accept has returned a connection with that address at its other end.
  mutating func accept(
    _ new: SocketBook.Socket, by listener: SocketBook.Socket, from peer: SocketAddress?,
    on host: String?, at tip: Diagram.Tip, in book: SocketBook
  ) -> [Diagram.Arrow] {
    guard let local = book.facts[listener]?.local?.unmapped else { return [] }
    let fitting = attempts.indices.filter {
      attempts[$0].host == host && attempts[$0].remote.reaches(local)
    }
    let index =
      fitting.first { book.facts[attempts[$0].socket]?.local?.unmapped == peer }
      ?? fitting.first { book.facts[attempts[$0].socket]?.local == nil }
    guard let index else { return [] }
    let attempt = attempts.remove(at: index)
    pair([attempt.socket, new])
    return attempt.hasArrived ? [] : [Diagram.Arrow(.connection, from: attempt.tip, to: tip)]
  }
}

extension SocketAddress {
  /// Whether what is sent there comes to a socket that is bound to `local`; both unmapped.
  func reaches(_ local: SocketAddress) -> Bool {
    if self == local { return true }
    guard let port, port == local.port else { return false }
    return local.isWildcard || isWildcard
  }
}
