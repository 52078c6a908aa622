internal import Log
internal import SystemCalls

extension Parameter where Value == Extent {
  /// The buffer of one recv has at most a gibibyte.
  private static var largestBuffer: Int { 1 << 30 }

  /// How much to receive; a buffer of 4096 bytes if left out.
  static func extent() -> Parameter {
    Parameter(
      "[SIZE | exactly N | until TEXT | all]",
      "one call with a buffer of SIZE bytes, 4096 if left out; or as many calls as it takes"
    ) { reader throws(Diagnostic) in
      reader.offer("SIZE", .nothing)
      if reader.accept("exactly", "as many calls as it takes to have N bytes") {
        return .exactly(try reader.size("N", least: 1))
      }
      if reader.accept("until", "until these bytes have arrived") {
        return .until(try reader.shortBytes("a text", usage: "TEXT"))
      }
      if reader.accept("all", "until the peer sends no more") { return .all }
      guard let token = reader.peek, token.keyword?.utf8.first?.isDigit == true else {
        return .once(4096)
      }
      reader.skip()
      return .once(try reader.size(token, least: 0, most: largestBuffer))
    }
  }
}
