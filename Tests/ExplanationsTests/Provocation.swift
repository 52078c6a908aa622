import Foundation
import Glibc
import Synchronization
import SystemCalls
import Testing

@testable import Explanations

/// A failure that can be had on this machine, and how.
struct Provocation: Sendable, CustomTestStringConvertible {
  var call: String
  var errno: String
  var how: String
  /// nil where this machine cannot do it.
  var body: @Sendable (Bench) throws -> Attempt?

  init(
    _ call: String, _ errno: String, _ how: String,
    _ body: @escaping @Sendable (Bench) throws -> Attempt?
  ) {
    self.call = call
    self.errno = errno
    self.how = how
    self.body = body
  }

  var testDescription: String { "\(call) \(errno): \(how)" }

  /// Runs it on a thread of its own, which may give up privileges and ends with it.
  func run() throws -> Attempt? {
    let result = ResultBox()
    let done = DispatchSemaphore(value: 0)
    let body = body
    Thread {
      result.set(Result { try body(Bench()) })
      done.signal()
    }.start()
    guard done.wait(timeout: .now() + 20) == .success else { throw Unprepared(what: "deadline") }
    do {
      return try result.get()
    } catch let problem as Unprepared where problem.lacksIPv6 {
      return nil
    }
  }
}

/// One result, handed from a thread to another.
private final class ResultBox: Sendable {
  private let result = Mutex<Result<Attempt?, any Error>?>(nil)

  func set(_ new: Result<Attempt?, any Error>) { result.withLock { $0 = new } }
  func get() throws -> Attempt? { try result.withLock { try $0?.get() } }
}

/// Every provocation there is.
let provocations: [Provocation] =
  descriptorProvocations + optionProvocations + socketProvocations + bindProvocations
  + listenerProvocations
  + connectProvocations + sendProvocations + receiveProvocations + pathProvocations
  + unixProvocations
  + interruptions + privilegeProvocations + messageProvocations + removalProvocations
  + multiplexingProvocations + requestProvocations

@Suite struct ProvocationTests {
  @Test(arguments: provocations)
  func `the kernel says so here, and the explanation speaks of this very situation`(
    _ provocation: Provocation
  ) throws {
    guard let attempt = try provocation.run() else {
      print("skipped: \(provocation.testDescription): not possible on this machine")
      let required = ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1"
      #expect(!required || geteuid() != 0, "\(provocation.testDescription)")
      return
    }
    #expect(attempt.result == -1)
    #expect(Errno(attempt.errno) == Errno(name: provocation.errno), "\(Errno(attempt.errno).name)")
    #expect(hasExplanation(ofCall: provocation.call, Errno(attempt.errno)))
    let text = attempt.text
    for mention in attempt.mentions { #expect(text.contains(mention), "\(text)") }
    #expect(text.contains("`"), "no next step: \(text)")
    expectQuiet(text)
    if ProcessInfo.processInfo.environment["SOCKRATIC_SHOW"] != nil {
      print("\(provocation.testDescription)\n    \(text)")
    }
  }
}
