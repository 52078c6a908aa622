import Log
import Testing

/// One order, however long the session.
struct LogTests {
  private final class Memory: Spill {
    var blocks: [[UInt8]] = []
    var isFull = false

    func append(_ bytes: [UInt8]) -> Bool {
      if !isFull { blocks.append(bytes) }
      return !isFull
    }

    func forEachBlock(_ body: ([UInt8]) -> Bool) { _ = blocks.allSatisfy(body) }
  }

  @Test func `events are numbered and seen in order`() {
    let log = Log()
    var seen: [Int] = []
    log.observe { seen.append($0.seq) }
    for _ in 0..<3 { log.append(.note("n"), role: "you", time: 1) }
    #expect(seen == [1, 2, 3])
  }

  @Test func `old events spill, and all are still there, in order`() {
    let spill = Memory()
    let log = Log(spill: spill)
    for index in 0..<50_000 { log.append(.note("note \(index)"), time: 0) }
    var seqs: [Int] = []
    log.visit { seqs.append($0.seq) }
    #expect(seqs == Array(1...50_000))
    for end in [10, 49_990] {
      var count = 0
      log.visitEvents(while: { _ in
        count += 1
        return count < end
      })
      #expect(count == end)
    }
    #expect(log.count == 50_000)
    #expect(!spill.blocks.isEmpty)
    #expect(log.forgotten == 0)
  }

  @Test func `events that hold much data spill sooner`() {
    let spill = Memory()
    let log = Log(spill: spill)
    let text = String(repeating: "x", count: 1 << 20)
    for _ in 0..<40 { log.append(.note(text), time: 0) }
    let spilt = spill.blocks.reduce(0) { $0 + $1.count }
    #expect(spilt >= 31 << 20, "8 MiB stay in memory at most")
    var seqs: [Int] = []
    log.visit { seqs.append($0.seq) }
    #expect(seqs == Array(1...40))
  }

  @Test func `with a full disk the oldest are forgotten, and counted`() {
    let spill = Memory()
    spill.isFull = true
    let log = Log(spill: spill)
    for _ in 0..<50_000 { log.append(.note("n"), time: 0) }
    var seqs: [Int] = []
    log.visit { seqs.append($0.seq) }
    #expect(seqs.last == 50_000)
    #expect(seqs.count + log.forgotten == 50_000)
    #expect(seqs.count <= 2 * Log.kept)
  }
}
