internal import Testing

@testable internal import Roles

/// What fuzzing is made of, without a service.
struct FuzzPartsTests {
  private let template = Array("GET /a?n=12 HTTP/1.0\r\n\r\n".utf8)

  @Test func `the same seed makes the same inputs, another one others`() {
    let mutators = [7, 7, 8].map { Mutator(template: template, seed: $0) }
    let inputs = mutators.map { mutator in (1...200).map(mutator.input) }
    #expect(inputs[0] == inputs[1])
    #expect(zip(inputs[0], inputs[2]).count { $0 == $1 } < 20)
    // As they were when this was written: a seed that somebody noted must go on meaning the same.
    #expect(fnv(inputs[0]) == 16_558_502_074_357_433_311)
  }

  private func fnv(_ inputs: [[UInt8]]) -> UInt64 {
    inputs.joined().reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  @Test(arguments: [[0x41], Array("hello\n".utf8), [UInt8](repeating: 0, count: 16 << 10)])
  func `inputs differ from the template and from one another, and are bounded`(template: [UInt8]) {
    let mutator = Mutator(template: template, seed: 3)
    let inputs = (1...500).map(mutator.input)
    #expect(inputs.allSatisfy { $0.count <= Mutator.longest })
    #expect(inputs.count { $0 == template } < 10)
    #expect(Set(inputs).count > 150)
  }

  @Test(arguments: [
    ("%n", 2), ("\0", 1), ("ab", 2), ("needle", 6),
  ])
  func `what matters is all that is left`(needle: String, count: Int) {
    let wanted = Array(needle.utf8)
    var random = SplitMix64(seed: 1)
    for length in [0, 1, 10, 100, 1000] {
      let before = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) | 0x80 }
      var shrinking = Shrinking(budget: 2000) { contains($0, wanted) }
      #expect(shrinking.smallest(of: before + wanted + before) == wanted)
      #expect(shrinking.budget > 0)
    }
  }

  @Test func `parts that are far apart are both kept, and what is between becomes plain`() {
    var shrinking = Shrinking(budget: 2000) { $0.first == 1 && $0.last == 2 && $0.count >= 9 }
    let input = [1] + (0..<200).map { UInt8($0) } + [2]
    #expect(shrinking.smallest(of: input) == [1] + Array("AAAAAAA".utf8) + [2])
  }

  @Test(arguments: [1, 2, 600, 601, 4000])
  func `the least length is found in few tries`(least: Int) {
    var shrinking = Shrinking(budget: 100) { $0.count >= least }
    let input = (0..<max(5000, least)).map { UInt8(truncatingIfNeeded: $0) }
    #expect(shrinking.smallest(of: input) == [UInt8](repeating: 0x41, count: least))
    #expect(shrinking.budget > 80)
  }

  @Test func `a budget is kept to, and what is left still does it`() {
    var tries = 0
    var shrinking = Shrinking(budget: 50) {
      tries += 1
      return $0.count { $0 == 7 } >= 100
    }
    let smallest = shrinking.smallest(of: (0..<1000).map { UInt8($0 % 9) })
    #expect(tries <= 50 && smallest.count { $0 == 7 } >= 100)
  }

  private func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    !bytes.ranges(of: wanted).isEmpty
  }
}
