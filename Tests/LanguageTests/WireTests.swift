import Log
import Testing

@testable import Language

private let onWire = Context(
  roles: ["server", "client"], currentRole: "client", hosts: ["alice", "bob"])

private let requests: [(String, WireRequest)] = [
  ("wire", WireRequest.status), ("wire up", .up([])),
  ("wire up anna ben carl", .up(["anna", "ben", "carl"])), ("wire down", .down),
  ("wire show", .show(last: nil)), ("wire show last 5", .show(last: 5)),
  ("wire show live", .live(true)), ("wire show live off", .live(false)),
  ("wire save a.pcapng", .save("a.pcapng")), ("wire loss 5%", .impair([.loss(0.05)], .every)),
  ("wire loss 0.5% from alice", .impair([.loss(0.005)], WireWay(from: "alice"))),
  (
    "wire delay 40ms jitter 500us to bob",
    .impair([.delay(40_000_000), .jitter(500_000)], WireWay(to: "bob"))
  ),
  ("wire delay 0.25s", .impair([.delay(250_000_000)], .every)),
  (
    "wire duplicate 1% reorder 2% corrupt 100%",
    .impair([.duplicate(0.01), .reorder(0.02), .corrupt(1)], .every)
  ),
  ("wire rate 1mbit", .impair([.rate(1_000_000, queue: nil)], .every)),
  (
    "wire rate 1.5gbit queue 64K from alice to bob",
    .impair([.rate(1_500_000_000, queue: 65536)], WireWay(from: "alice", to: "bob"))
  ),
  ("wire rate off", .impair([.rate(nil, queue: nil)], .every)),
  ("wire rate 9600bit mtu 576", .impair([.rate(9600, queue: nil), .mtu(576)], .every)),
  ("wire mtu off", .impair([.mtu(nil)], .every)),
  (
    "wire cut between alice and bob",
    .impair([.cut], WireWay(from: "alice", to: "bob", isMutual: true))
  ),
  ("wire mend to bob from alice", .impair([.mend], WireWay(from: "alice", to: "bob"))),
  ("wire clear", .impair([.clear], .every)),
  ("wire drop next SYN", .exact(WireExactOrder(.drop, .syn))),
  ("wire drop next syn-ack", .exact(WireExactOrder(.drop, .synACK))),
  (
    "wire drop 3rd data from alice",
    .exact(WireExactOrder(.drop, .data, ordinal: 3, WireWay(from: "alice")))
  ),
  ("wire drop 111th data", .exact(WireExactOrder(.drop, .data, ordinal: 111))),
  ("wire drop 22nd data", .exact(WireExactOrder(.drop, .data, ordinal: 22))),
  ("wire clear loss 5%", .impair([.clear, .loss(0.05)], .every)),
  ("wire drop 12th datagram", .exact(WireExactOrder(.drop, .datagram, ordinal: 12))),
  (
    "wire drop every syn to bob",
    .exact(WireExactOrder(.drop, .syn, ordinal: nil, WireWay(to: "bob")))
  ),
  ("wire hold every ACK", .exact(WireExactOrder(.hold, .ack, ordinal: nil))),
  ("wire hold", .exact(WireExactOrder(.hold, .packet))),
  ("wire hold from bob", .exact(WireExactOrder(.hold, .packet, WireWay(from: "bob")))),
  ("wire hold next ACK", .exact(WireExactOrder(.hold, .ack))), ("wire release", .release(nil)),
  ("wire release 2", .release(2)), ("wire seed 7", .seed(7)),
]

private let mistakes: [(String, Int, String)] = [
  ("wire u", 6, "expected what to do"), ("wire up bob bob", 13, "twice"),
  ("wire up server", 9, "is a role"), ("wire up echo", 9, "is a partner"),
  ("wire up send", 9, "is a command"), ("wire up localhost", 9, "loopback"),
  ("wire up Bob", 9, "cannot be a host's name"), ("wire down now", 11, "one argument too many"),
  ("wire show all", 11, "one argument too many"), ("wire show last", 15, "how many"),
  ("wire show last 0", 16, "how many"), ("wire drop every", 16, "SYN, SYN-ACK"),
  ("wire show last 5 live", 18, "one argument too many"), ("wire save", 10, "a file's path"),
  ("wire loss", 10, "a share from 0%"), ("wire loss 5", 11, "a share from 0%"),
  ("wire loss 101%", 11, "a share from 0%"), ("wire loss -1%", 11, "a share from 0%"),
  ("wire loss nan%", 11, "a share from 0%"), ("wire loss 1e1%", 11, "a share from 0%"),
  ("wire loss 1.2.3%", 11, "a share from 0%"), ("wire delay 40", 12, "a time up to 1 minute"),
  ("wire delay 61s", 12, "a time up to 1 minute"),
  ("wire delay 99999999999999s", 12, "a time up to 1 minute"),
  ("wire rate 1M", 11, "bits a second"), ("wire rate 0mbit", 11, "bits a second"),
  ("wire rate 999999999gbit", 11, "bits a second"), ("wire rate 1mbit queue", 22, "a size"),
  ("wire rate 1mbit queue 2G", 23, "the size “2G” is too large"),
  ("wire mtu 67", 10, "bytes from 68"),
  ("wire mtu 1501", 10, "bytes from 68"), ("wire loss 5% form alice", 14, "too many"),
  ("wire loss 5% from", 18, "a host"), ("wire loss 5% from bib", 19, "no host is called"),
  ("wire cut between alice bob", 24, "and"), ("wire cut between alice", 23, "and"),
  ("wire drop", 10, "which packet"), ("wire drop SYN", 11, "next, 1st, 2nd"),
  ("wire drop next", 15, "SYN, SYN-ACK"), ("wire drop 0th data", 11, "next, 1st"),
  ("wire drop 9999999th data", 11, "next, 1st"), ("wire drop next dada", 16, "SYN, SYN-ACK"),
  ("wire hold next from alice", 16, "the kind of packet before “from”"),
  ("wire drop next to bob", 16, "the kind of packet before “to”"),
  ("wire hold SYN", 11, "next, 1st"), ("wire release 0", 14, "how many"),
  ("wire release all", 14, "how many"), ("wire seed", 10, "seed"), ("wire seed x", 11, "seed"),
  ("wire cut mend", 10, "mend undoes the cut"), ("wire mend cut", 11, "cut undoes the mend"),
  ("wire loss 5% delay 1s loss 6%", 23, "loss undoes the loss"),
  ("wire loss 5% clear", 14, "clear undoes the loss"),
  ("wire rate off queue 3", 15, "without a rate nothing waits"),
  ("wire drop 3nd data", 11, "did you mean “3rd”"), ("wire hold 1nd", 11, "did you mean “1st”"),
  ("wire drop 11st data", 11, "did you mean “11th”"),
  ("wire drop 22th data", 11, "did you mean “22nd”"),
  ("wire drop 01st data", 11, "did you mean “1st”"),
  ("wire loss 5% from alice to alice", 28, "what alice sends itself"),
  ("wire drop next SYN to bob from bob", 32, "what bob sends itself"),
  ("wire cut between bob and bob", 26, "what bob sends itself"),
  ("wire from alice loss 5%", 6, "stand last"), ("wire to bob cut", 6, "stand last"),
  ("wire between alice and bob cut", 6, "stand last"),
  ("wire loss 5% from alice delay 1s", 14, "stand last"),
  ("wire drop from alice next SYN", 11, "stand last"),
  ("wire drop next from alice SYN", 16, "the kind of packet before"),
  ("wire hold from alice next SYN", 11, "stand last"),
  ("wire hold next SYN from alice now", 20, "stand last"),
  ("wire up router", 9, "router that stands in the cable"),
  ("role guest on bib", 15, "no host is called"), ("role bob", 6, "is a host"),
  ("role guest on", 14, "a host"), ("bob> socket tcp", 1, "is a host"),
]

struct WireTests {
  @Test(arguments: requests)
  func `a line of wire is read as`(_ text: String, _ expected: WireRequest) throws {
    #expect(try order(text, onWire) == .wire(expected))
  }

  @Test(arguments: mistakes)
  func `a mistake has its column`(_ text: String, _ column: Int, _ message: String) throws {
    let diagnostic = try refusal(text, onWire)
    #expect(diagnostic.description.contains(message), "\(diagnostic.description)")
    #expect(diagnostic.column == column, "\(diagnostic.description)")
  }

  @Test func `a role is put on a host, which is not doubted where no host is known`() throws {
    #expect(try order("role guest on bob", onWire) == .role("guest", on: "bob"))
    #expect(try order("role guest on carl") == .role("guest", on: "carl"))
    #expect(
      try order("wire loss 1% from carl") == .wire(.impair([.loss(0.01)], WireWay(from: "carl"))))
  }

  @Test func `a host's name stands for an address where a port follows`() throws {
    #expect(
      try order("connect bob:9000", onWire) == .act(.connect(.unnamed, .host("bob", port: 9000))))
    #expect(
      try order("connect bob.example:9000", onWire)
        == .act(.connect(.unnamed, .name("bob.example", port: 9000))))
    #expect(try refusal("connect bob", onWire).advice == "as in bob:9000")
  }

  @Test(arguments: [
    ("wire lo", ["loss"]), ("wire re", ["reorder", "release"]), ("wire show l", ["live", "last"]),
    ("wire show live o", ["off"]), ("wire loss 5% de", ["delay"]), ("wire loss 5% f", ["from"]),
    ("wire loss 5% from a", ["alice"]), ("wire cut bet", ["between"]),
    ("wire cut between alice a", ["and"]), ("wire drop n", ["next"]), ("wire drop e", ["every"]),
    ("wire drop next S", ["SYN", "SYN-ACK"]), ("wire hold next data t", ["to"]),
    ("wire rate o", ["off"]), ("wire rate 1mbit q", ["queue"]), ("role guest o", ["on"]),
    ("role guest on b", ["bob"]), ("connect b", ["bob:"]),
  ])
  func `TAB goes on`(_ text: String, _ expected: [String]) {
    let found = completions(for: text, cursorAt: text.count, in: onWire) { _ in [] }
    #expect(found.candidates.map(\.text) == expected)
  }

  @Test(arguments: [
    ("wire ", "[up|show|loss|delay|drop|…]"), ("wire loss ", "N%"),
    ("wire drop ", "next|3rd|every KIND"),
    ("wire drop next ", "KIND"), ("wire loss 5% from ", "HOST"), ("wire rate ", "RATE|off"),
    ("role guest ", "[on HOST]"),
  ])
  func `the hint says how it goes on`(_ text: String, _ expected: String) {
    #expect(hint(for: text, in: onWire) == expected)
  }

  @Test func `help on wire says that a saved file has each packet twice, and how to see one side`()
    throws
  {
    let page = help(on: try #require(command(named: "wire")), width: 1000)
    #expect(page.contains("has each packet twice"))
    #expect(page.contains("frame.interface_name == \"sent\""))
  }

  @Test func `help on wire has every word, and how each is used`() throws {
    let page = help(on: try #require(command(named: "wire")), width: 120)
    for word in WireWord.allCases {
      #expect(page.contains("wire \(word.rawValue)\(word.usage.isEmpty ? "" : " \(word.usage)")"))
      #expect(page.contains(word.summary))
    }
    #expect(reference().contains("`wire release [N]`"))
  }
}
