internal import SystemCalls

/// Where each of TCP's states stands in a picture, and how the arrows run, in columns and rows.
enum StateMap {
  static let columns = 78
  static let rows = 22

  struct Arrow {
    var step: StateMachine.Step
    /// From column and row to column and row; a column of nil is the edge of the state there.
    var corners: [(column: Int?, row: Int)]
    var label: String
    /// A label with blanks at its ends stands on the arrow, any other beside it.
    var labelPlace: LineCanvas.Place
  }

  /// The middle of each state; CLOSED stands twice, so that no arrow goes all the way round.
  static let places: [(state: TCPState, column: Int, row: Int)] = [
    (.closed, 39, 0), (.listen, 12, 3), (.synSent, 66, 3), (.synReceived, 12, 7),
    (.established, 39, 7), (.finWait1, 12, 11), (.closeWait, 66, 11), (.finWait2, 12, 15),
    (.closing, 39, 15), (.lastAck, 66, 15), (.timeWait, 12, 19), (.closed, 66, 21),
  ]

  private static func arrow(
    _ from: TCPState, _ to: TCPState, _ corners: [(Int?, Int)], _ label: String, _ column: Int,
    _ row: Int
  ) -> Arrow {
    Arrow(
      step: StateMachine.Step(from: from, to: to),
      corners: corners.map { (column: $0.0, row: $0.1) }, label: label,
      labelPlace: LineCanvas.Place(column: column, row: row))
  }

  static let arrows = [
    arrow(.closed, .listen, [(nil, 0), (12, 0), (12, 2)], " listen ", 18, 0),
    arrow(.closed, .synSent, [(nil, 0), (66, 0), (66, 2)], " connect: SYN ", 47, 0),
    arrow(.listen, .synReceived, [(12, 4), (12, 6)], "SYN came", 3, 4),
    arrow(
      .synSent, .synReceived, [(62, 4), (62, 5), (15, 5), (15, 6)], " SYN came, too ", 30, 5),
    arrow(.synSent, .established, [(66, 4), (66, 7), (nil, 7)], "SYN-ACK", 68, 5),
    arrow(.synReceived, .established, [(nil, 7), (nil, 7)], " ACK ", 22, 7),
    arrow(
      .established, .finWait1, [(35, 8), (35, 9), (12, 9), (12, 10)], " close, shutdown: FIN ",
      13, 9),
    arrow(
      .established, .closeWait, [(43, 8), (43, 9), (66, 9), (66, 10)], " FIN came ", 49, 9),
    arrow(.finWait1, .finWait2, [(12, 12), (12, 14)], "ACK came", 14, 13),
    arrow(.finWait1, .closing, [(nil, 11), (39, 11), (39, 14)], " FIN came ", 24, 11),
    arrow(.finWait2, .timeWait, [(12, 16), (12, 18)], "FIN came", 14, 17),
    arrow(.closing, .timeWait, [(39, 16), (39, 19), (nil, 19)], "ACK came", 41, 17),
    arrow(.closeWait, .lastAck, [(66, 12), (66, 14)], "close: FIN", 68, 13),
    arrow(.lastAck, .closed, [(66, 16), (66, 20)], "ACK came", 68, 18),
    arrow(.timeWait, .closed, [(12, 20), (12, 21), (nil, 21)], " after 60 s ", 30, 21),
  ]
}
