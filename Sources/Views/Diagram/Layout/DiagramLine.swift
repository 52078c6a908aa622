/// A line of a diagram on a grid of cells, as wide as a terminal's: what stands where.
///
/// The terminal and the drawing are made of the same lines.
struct DiagramLine: Sendable {
  /// Seconds since the beginning, at the left; empty where they are the same as above, or unknown.
  var time = ""
  /// One for each column, in their order.
  var rails: [Diagram.Rail]
  /// Columns on whose line something begins or is done here.
  var marks: [Mark] = []
  var texts: [Text] = []
  var shafts: [Shaft] = []
  /// It belongs to the line above.
  var goesOn = false

  struct Mark: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case call, failure, end }
    var column: Int
    var kind: Kind
  }

  struct Text: Hashable, Sendable {
    enum Tone: Hashable, Sendable { case call, failure, state, label, loss, note, name }
    /// The cell where it begins.
    var x: Int
    var text: String
    var tone: Tone
    /// Before it was cut.
    var whole: String?

    init(_ piece: DiagramGrid.Piece, _ tone: Tone) {
      (x, text, whole) = (piece.x, piece.text, piece.whole)
      self.tone = tone
    }
  }

  /// An arrow, or the part of it that is on this line.
  struct Shaft: Hashable, Sendable {
    /// From one cell to another.
    var from: Int
    var to: Int
    /// What stands at its beginning: a column, or the air.
    var startsAtColumn: Bool
    var end: End
    /// Which arrow of the diagram it is.
    var arrow: Int

    enum End: Hashable, Sendable {
      /// A head at a column.
      case arrives
      /// It is lost.
      case stops
      /// It is stopped, and not lost.
      case held
      /// It goes on below.
      case goesOn
    }
  }
}
