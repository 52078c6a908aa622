import Lessons
import Testing

@testable import Views

/// What the comparison of transfers lets pass, and what it does not.
struct TransferSumTests {
  private let receiving = Transfer(calls: 0..<1, name: "recv", total: 10, piece: 128 << 10)
  private let sending = Transfer(calls: 0..<1, name: "send", total: nil, piece: 100)

  private func text(_ transfer: Transfer, _ lines: String..., isOpen: Bool = false) -> String {
    var sum = TransferSum(transfer)
    var rest = lines[...]
    sum.take(from: &rest)
    #expect(rest.isEmpty)
    return sum.text(isOpen: isOpen)
  }

  @Test func `a stream may come in other pieces`() {
    let one = text(receiving, #"recvfrom(4, "0123456789", 10, 0, NULL, NULL) = 10"#)
    let two = text(
      receiving, #"recvfrom(4, "012", 10, 0, NULL, NULL) = 3"#,
      #"recvfrom(4, "3456789", 7, 0, NULL, NULL) = 7"#)
    #expect(one == two)
    #expect(one == "recvfrom(4, …, 0) in all = 10, done")
  }

  @Test func `another amount, socket, flag, length or end is another transfer`() {
    let ended = #"recvfrom(4, "", 7, 0, NULL, NULL) = 0"#
    let first = #"recvfrom(4, "012", 10, 0, NULL, NULL) = 3"#
    let whole = text(receiving, first, ended)
    let others = [
      text(receiving, #"recvfrom(4, "01", 10, 0, NULL, NULL) = 2"#, ended),
      text(receiving, #"recvfrom(5, "012", 10, 0, NULL, NULL) = 3"#),
      text(receiving, #"recvfrom(4, "012", 10, MSG_PEEK, NULL, NULL) = 3"#),
      text(receiving, first, #"recvfrom(4, "", 10, 0, NULL, NULL) = 0"#),
      text(receiving, first, #"recvfrom(4, POINTER, 7, 0, POINTER, []) = ? ERESTARTSYS (To be …)"#),
      text(receiving, first),
    ]
    for other in others { #expect(other != whole) }
    #expect(Set(others).count == others.count)
  }

  @Test func `of a flood that is stopped the amount alone is open`() {
    let full = #"sendto(3, "00"..., 60, 0, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)"#
    let some = text(sending, #"sendto(3, "00"..., 100, 0, NULL, 0) = 40"#, full, isOpen: true)
    #expect(some == "sendto(3, …, 0) in all = AMOUNT, EAGAIN")
    let more = #"sendto(3, "00"..., 80, 0, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)"#
    #expect(some == text(sending, #"sendto(3, "00"..., 100, 0, NULL, 0) = 20"#, more, isOpen: true))
    #expect(some != text(sending, #"sendto(3, "00"..., 100, 0, NULL, 0) = 100"#, isOpen: true))
  }

  @Test func `a call of another kind is not the transfer's`() {
    var sum = TransferSum(receiving)
    var rest = [
      #"recvfrom(4, "012", 10, 0, NULL, NULL) = 3"#, "close(4) = 0",
      #"recvfrom(4, "3456789", 7, 0, NULL, NULL) = 7"#,
    ][...]
    sum.take(from: &rest)
    #expect(rest.count == 2)
    #expect(sum.text(isOpen: false) == "recvfrom(4, …, 0) in all = 3, goes on")
  }

  @Test func `what is left open is a statement of a lesson`() throws {
    for open in Undetermined.all {
      let lesson = try #require(ShippedLessons.all.first { $0.name.hasPrefix(open.lesson) })
      #expect(lesson.text.contains("\n\(open.role)> \(open.typed)\n"), "\(open)")
    }
  }
}
