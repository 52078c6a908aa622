import Testing

@testable import Lessons

/// What of a report and its check is the same, though the packets took another course.
struct CallCourseTests {
  private func agree(_ reported: [Deed], _ came: [Deed]) -> Bool {
    var values: [String: String] = ["own": "40001"]
    return CallCourse(came).agrees(with: CallCourse(reported), &values)
  }

  private func deed(_ line: String, _ output: String...) -> Deed {
    Deed(line: line, isPlayed: false, output: output)
  }

  @Test func `a stream may come in other pieces, but not more or less of it`() {
    let reported = [
      deed("server> recv exactly 200K discard", "recv(4, …, 4096, 0) waits"),
      deed("client> send all zeros 200K", "send(3, …) = 204800", "server< recv × 129 = 188 KiB"),
    ]
    let other = { (pieces: String...) in
      [reported[0], Deed(line: reported[1].line, isPlayed: false, output: pieces)]
    }
    #expect(agree(reported, other("send(3, …) = 204800", "server< recv × 131 = 188 KiB")))
    #expect(
      agree(
        reported,
        other("server< recv(4, …) = 1448", "send(3, …) = 204800", "server< recv × 130 = 187 KiB")))
    #expect(!agree(reported, other("send(3, …) = 204800", "server< recv × 131 = 100 KiB")))
    #expect(!agree(reported, other("send(3, …) = 204800")))
    #expect(
      agree(
        [deed("a> recv", "recv(3, x) = 5", "recv(3, y) = 3")], [deed("a> recv", "recv(3, z) = 8")]))
    #expect(
      !agree(
        [deed("a> recv", "recv(3, x) = 5", "recv(3, y) = 3")], [deed("a> recv", "recv(3, z) = 9")]))
  }

  @Test
  func `whether a call slept, and below which line its end stands, is a matter of the moment`() {
    let failure = "connect(3, 10.0.0.2:1) = -1 ECONNREFUSED (Connection refused)"
    let slow = [
      deed(
        "client> connect bob:1", "connect(3, 10.0.0.2:1) waits", "  client @3   CLOSED → SYN_SENT"),
      deed("server> socket tcp", "socket(AF_INET, SOCK_STREAM, 0) = 3", "client< " + failure),
    ]
    let fast = [
      deed("client> connect bob:1", failure),
      deed("server> socket tcp", "socket(AF_INET, SOCK_STREAM, 0) = 3"),
    ]
    #expect(agree(slow, fast) && agree(fast, slow))
    #expect(
      !agree(slow, [deed(fast[0].line, failure.replacing("REFUSED", with: "RESET")), fast[1]]))
    #expect(!agree(slow, [slow[0], fast[1]]))
  }

  @Test func `what a call says of a stream's bytes counts, and the end of it`() {
    let end = deed("a> recv", "recv(3, \"\", 4096, 0) = 0")
    #expect(!agree([end], [deed("a> recv", "recv(3, x, 4096, 0) = 1")]))
    #expect(!agree([deed("a> recv", "recv(3, x) = 1")], [deed("a> recv", "recv(3, y) = 1")]))
    let bound = deed("a> getsockname", "getsockname(3) = 0 10.0.0.1:{own}")
    #expect(agree([bound], [deed("a> getsockname", "getsockname(3) = 0 10.0.0.1:40001")]))
    #expect(!agree([bound], [deed("a> getsockname", "getsockname(3) = 0 10.0.0.1:40002")]))
  }

  @Test func `who waits for what a report tells of waits until each role has come as far`() {
    let reported = CallCourse([
      deed("a> recv", "recv(3, x) = 1", "recv(3, x) = 1", "b< close(3) = 0")
    ])
    #expect(
      CallCourse([deed("a> recv", "recv(3, x) = 2", "b< close(3) = 0")]).isAsFar(as: reported))
    #expect(!CallCourse([deed("a> recv", "recv(3, x) = 2")]).isAsFar(as: reported))
  }
}
