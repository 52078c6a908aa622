import SystemCalls
import Testing

@testable import Explanations

@Suite struct CompletenessTests {
  @Test(arguments: manPages.map(\.call))
  func `every errno that the man page lists is explained, or cannot come up`(
    _ call: String
  ) throws {
    let listed = try #require(manPages.first { $0.call == call })
    for (name, verdict) in listed.errnos {
      let errno = try #require(Errno(name: name), "\(name)")
      let isProvoked = provocations.contains { $0.call == call && $0.errno == name }
      switch verdict {
      case .provoked: #expect(isProvoked, "\(call) \(name) has no provocation")
      case .explained(let reason), .impossible(let reason):
        #expect(!isProvoked, "\(call) \(name) is provoked after all")
        #expect(!reason.isEmpty)
      }
      if case .impossible = verdict { continue }
      #expect(hasExplanation(ofCall: call, errno), "\(call) \(name) has no explanation")
    }
  }

  @Test func `every provocation is of a pair that the table lists`() {
    for provocation in provocations {
      let listed = manPages.first { $0.call == provocation.call }
      let verdicts = listed?.errnos.filter { $0.0 == provocation.errno }
      #expect(verdicts?.count == 1, "\(provocation.testDescription)")
    }
  }

  @Test func `no pair is declared twice`() {
    let keys = Cause.all.flatMap { cause in cause.calls.map { "\($0) \(cause.error)" } }
    for (key, found) in Dictionary(grouping: keys, by: { $0 }) {
      #expect(found.count == 1, "\(key) is declared \(found.count) times")
    }
  }

  @Test func `the numbers are those of this machine's headers`() {
    for reason in Reason.allCases {
      #expect(Errno(reason.rawValue).name.first == "E", "\(reason)")
    }
    #expect(Errno(name: "ECONNREFUSED")?.rawValue == Reason.connectionRefused.rawValue)
    #expect(Errno(name: "EPIPE")?.rawValue == Reason.brokenPipe.rawValue)
  }

  @Test func `a pair without an explanation still has its name and meaning`() throws {
    let errno = try #require(Errno(name: "EXDEV"))
    let text = explanation(
      of: Call("listen", [Argument("sockfd", .descriptor(3))]),
      Outcome(result: -1, errno: errno, nanoseconds: 0), in: bare)
    #expect(text == "EXDEV: Invalid cross-device link.")
  }

  @Test func `a success has nothing to explain`() {
    #expect(
      explanation(
        of: Call("listen", []), Outcome(result: 0, errno: nil, nanoseconds: 0), in: bare) == "")
  }

  @Test func `every cause is worded, even where nothing at all is known`() {
    for cause in Cause.all {
      for call in cause.calls {
        let text = explanation(
          of: Call(call, [Argument("sockfd", .descriptor(3))]),
          Outcome(result: -1, errno: Errno(cause.error.rawValue), nanoseconds: 0), in: bare)
        expectQuiet(text)
      }
    }
  }

  private var bare: Situation {
    Situation(
      role: "client", socket: nil, others: [], isPrivileged: false, firstUnprivilegedPort: 1024,
      otherDescriptors: [])
  }
}
