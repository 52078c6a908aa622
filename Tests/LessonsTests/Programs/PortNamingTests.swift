import Testing

/// Ports of a session's trace against those of a program's.
struct PortNamingTests {
  private func agree(_ ours: [Int], _ theirs: [Int]) -> Bool {
    let lines = [ours, theirs].map { [$0.map { "bind(3, htons(\($0)))" }] }
    let naming = PortNaming(lines[0], lines[1])
    return naming.named(lines[0], isOurs: true) == naming.named(lines[1], isOurs: false)
  }

  @Test(arguments: [
    ([40, 50, 40], [41, 51, 41]), ([40, 50, 60], [41, 51, 41]), ([40, 50, 40], [41, 51, 61]),
    ([0, 40], [0, 50]),
  ])
  func `the same ports agree, also where the kernel chose a number again`(
    ours: [Int], theirs: [Int]
  ) { #expect(agree(ours, theirs)) }

  @Test(arguments: [
    ([40, 50, 40, 50], [41, 51, 51, 51]), ([0, 40], [50, 40]), ([40, 0], [50, 60]),
    ([40, 50, 40, 50], [41, 51, 51, 41]),
  ])
  func `a port that stands for another one's does not`(ours: [Int], theirs: [Int]) {
    #expect(!agree(ours, theirs))
  }
}
