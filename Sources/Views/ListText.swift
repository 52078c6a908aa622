extension [String] {
  /// `server, client and echo`
  var formattedList: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
  }
}
