internal import Log

extension Quantity {
  /// What is counted that a reader might not think of; nil where its name says it.
  var measure: String? {
    self == .delay ? "from send's entry to recv's return, typing in between included" : nil
  }
}
