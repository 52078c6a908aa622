internal import Log

/// What `diagram` is to draw, and where.
public struct DiagramRequest: Hashable, Sendable {
  /// Only the last so many rows; nil for as many as there are room for.
  public var last: Int?
  /// nil: on the terminal.
  public var file: String?
}

extension Command {
  static let diagram = Command(
    "diagram", "draw who did what, and what travelled, as a ladder", in: .facts,
    .drawnRows(),
    .drawing(after: ["last"]),
    discussion: """
      A column for each role, in the order in which they came, and time runs down: at the left the \
      seconds since the session began. A call stands on its role's column when it was made, with its \
      result; a role that waits has a thick line until its call returns. What changed of a socket \
      stands beside it.

      An arrow is drawn only where two events prove it: the call that sent something, and what shows \
      that it came (a queue that grew, a call that returned it, a state). What nobody has received is \
      not drawn. A connect that is refused has an arrow that comes back. Partners have columns, too. \
      Between hosts of the wire every packet is an arrow of its own: one that is lost ends on its way \
      in a cross, one that you hold in a bar, one that is late arrives further down, and a duplicate \
      arrives twice. The log tells what roles did at the same time one after the other: there the \
      diagram says meanwhile.

      What comes in floods is counted, as everywhere. The terminal gets the last 200 rows; a FILE that \
      ends in .svg is a drawing for slides, one in .html a page with the drawing and the same as a \
      table. Both have up to 2000 rows, follow the reader's choice of light or dark, and load nothing.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "connect server",
          "diagram",
        ], shows: " connection "),
      Example(
        [
          "a> socket udp", "bind 0", "b> socket udp", "sendto a hello", "a> recv", "diagram last 4",
        ], shows: "\"hello\""),
      Example(["diagram"], shows: "there is nothing to draw yet"),
    ]
  ) { last, file in .diagram(DiagramRequest(last: last, file: file)) }
}

extension Parameter where Value == Int? {
  /// `last 20`
  fileprivate static func drawnRows() -> Parameter {
    Parameter("[last N]", "only the last N rows: calls, changes, packets") {
      reader throws(Diagnostic) in
      guard reader.accept("last", usage: "[last N]", "only the last so many rows") else {
        return nil
      }
      let token = try reader.next("how many", usage: "N", .nothing)
      guard token.kind == .word, let count = Int(token.text), count > 0 else {
        throw reader.unexpected(token, expected: "how many, a number from 1")
      }
      return count
    }
  }
}
