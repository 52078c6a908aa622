public import Log

/// What `plot` is to draw.
public struct PlotRequest: Hashable, Sendable {
  public var quantity: Quantity
  /// Whose: nil for every role's; nil for each of its sockets.
  public var role: String?
  public var descriptor: Int32?
  /// Only what was measured so many milliseconds before the last that was; nil for all.
  public var last: Int?
  /// nil: on the terminal.
  public var file: String?
}

extension Command {
  static let plot = Command(
    "plot", "draw what was measured against time", in: .facts,
    .quantity(),
    .plottedSocket(),
    .plottedTime(),
    .drawing(after: ["of", "last"]),
    discussion: """
      Every mark is a measured value, and stands where its time and its value are; time counts from \
      the first of them. Where several sockets were measured there is a picture of each, of the three \
      newest at most.

      A FILE that ends in .svg is a drawing for slides, one in .html a page with the drawing and the same \
      as tables. They have the four newest sockets on the same axes, each with dashes and marks of its \
      own, and time counts from the first value of all. A line holds each value until the next one. Of a \
      flood each column of pixels shows the least and the greatest value. They follow the reader's choice of light or dark, and load nothing.

      All of it comes from what the session has noted. The figures of cwnd, rtt, rto and inflight are \
      those of TCP_INFO: info watch must have been said before, and from then on they are looked at \
      every 2 ms while something goes on, and after each statement.
      """,
    forms: Quantity.allCases.map { Topic.Form("plot \($0.rawValue)", $0.meaning) },
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "info watch",
          "connect server", "server> accept", "client> send hello", "plot cwnd",
        ], shows: "cwnd in segments, client @3"),
      Example(
        [
          "server> socket udp", "bind 0", "client> socket udp", "connect server",
          "repeat 5 every 20ms as n { client> send \"tick {n}\"; server> recv }",
          "plot delay of server",
        ], shows: "client @3 → server @3: 5 sent, 5 received"),
      Example(["plot queue"], shows: "no queue was measured"),
    ]
  ) { quantity, socket, last, file in
    .plot(
      PlotRequest(
        quantity: quantity, role: socket?.role, descriptor: socket?.descriptor, last: last,
        file: file))
  }
}

extension Quantity {
  /// What exactly is measured.
  fileprivate var meaning: String {
    switch self {
    case .cwnd: "the congestion window, in segments: how many may be on their way; needs info watch"
    case .rtt: "the round trip as TCP has smoothed it; needs info watch"
    case .rto: "how long TCP waits before it sends again; needs info watch"
    case .inflight: "segments that were sent and are not acknowledged; needs info watch"
    case .queue:
      "bytes that wait in a socket: received and not fetched by a call (of datagrams, what the"
        + " first has), or handed over and not sent; whenever that changed"
    case .throughput:
      "what calls have received, in bits a second: their bytes in each fiftieth of the time from the"
        + " first of them to the last, so that one call alone has none; where nothing was received,"
        + " what was sent"
    case .delay:
      "of each message, from the beginning of the call that sent it to the return of the call that"
        + " received it (of a stream: its last byte), waiting for whatever comes before it included,"
        + " and, where you type the commands, the time until you have typed the one that receives: let"
        + " the receiver wait in recv first, or use a script or repeat, to see the way alone. It is drawn"
        + " at the time when it was sent; × is one that was never received. Both ends must be roles;"
        + " datagrams are known by their content"
    }
  }
}

/// Whose measurements.
struct PlottedSocket: Sendable {
  var role: String
  var descriptor: Int32?
}

extension Parameter where Value == Quantity {
  static func quantity() -> Parameter {
    .choice(
      Quantity.allCases.map(\.rawValue).joined(separator: "|"), "what; see below",
      Quantity.allCases.map { ($0.rawValue, $0, "") })
  }
}

extension Parameter where Value == PlottedSocket? {
  /// `of @4`, `of server@4`, `of server`.
  static func plottedSocket() -> Parameter {
    Parameter("[of @FD | ROLE[@FD]]", "whose; of every role if left out") {
      reader throws(Diagnostic) in
      guard reader.accept("of", usage: "[of SOCKET]", "of one socket, or of one role") else {
        return nil
      }
      let token = try reader.next(
        "a socket such as @4 or server@4", usage: "SOCKET", .several([.descriptors, .roles]))
      let (role, descriptor) = try reader.conversation(token, token.keyword ?? token.text)
      return PlottedSocket(role: role ?? reader.factRole, descriptor: descriptor)
    }
  }
}

extension Parameter where Value == Int? {
  /// In milliseconds.
  static func plottedTime() -> Parameter {
    Parameter(
      "[last TIME]",
      "only the end of it, as in last 5s: from so long before the last measurement on (a queue is"
        + " known for as long as its socket is open)"
    ) {
      reader throws(Diagnostic) in
      guard reader.accept("last", usage: "[last TIME]", "only the end of it") else { return nil }
      let token = try reader.next("a time", usage: "TIME", .nothing)
      guard token.kind == .word, let time = milliseconds(ofTime: token.text), time > 0,
        time <= Int(Int32.max)
      else { throw reader.unexpected(token, expected: "a time such as 500ms or 5s") }
      return time
    }
  }
}
