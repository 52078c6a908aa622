/// SplitMix64, with no help of the library's, whose ways of drawing numbers may change: the same seed
/// makes the same inputs on every machine and with every version.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// 0 up to, and without, `count`; 0 if that is 0.
  mutating func below(_ count: Int) -> Int { count > 0 ? Int(next() % UInt64(count)) : 0 }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}

/// Inputs made of a template.
struct Mutator {
  static let longest = 64 << 10

  let template: [UInt8]
  let seed: UInt64

  /// The input of that number, from 1; each follows from the template, the seed and its number alone.
  func input(_ number: Int) -> [UInt8] {
    var numbers = SplitMix64(seed: seed)
    var random = SplitMix64(seed: numbers.next() ^ UInt64(number) &* 0xd134_2543_de82_ef95)
    var input = template
    // One change in half of the inputs, so that what it does can be told; up to eight in the others.
    let changes = 1 << random.pick([0, 0, 0, 0, 1, 1, 2, 3])
    for _ in 0..<changes { Mutator.change(&input, &random) }
    if input == template { Mutator.insert([random.pick(bytes)], into: &input, &random) }
    return Array(input.prefix(Mutator.longest))
  }

  private static func change(_ input: inout [UInt8], _ random: inout SplitMix64) {
    switch random.below(11) {
    case 0: flipBit(&input, &random)
    case 1: replace(1, of: &input, by: [random.pick(bytes)], &random)
    case 2: insert([random.pick(bytes)], into: &input, &random)
    case 3, 4: insert(random.pick(texts), into: &input, &random)
    case 5: replace(1 + random.below(4), of: &input, by: random.pick(texts), &random)
    case 6: replace(1 + random.below(max(1, input.count / 4)), of: &input, by: [], &random)
    case 7: repeatPart(of: &input, &random)
    case 8: input.removeLast(random.below(input.count + 1))
    case 9: replaceNumber(in: &input, &random)
    default: insertRun(into: &input, &random)
    }
  }

  private static func flipBit(_ input: inout [UInt8], _ random: inout SplitMix64) {
    guard !input.isEmpty else { return }
    input[random.below(input.count)] ^= 1 << UInt8(random.below(8))
  }

  private static func insert(
    _ new: [UInt8], into input: inout [UInt8], _ random: inout SplitMix64
  ) {
    let place = random.below(input.count + 1)
    input.insert(contentsOf: new, at: place)
  }

  private static func replace(
    _ count: Int, of input: inout [UInt8], by new: [UInt8], _ random: inout SplitMix64
  ) {
    let start = random.below(input.count)
    input.replaceSubrange(start..<min(start + count, input.count), with: new)
  }

  private static func repeatPart(of input: inout [UInt8], _ random: inout SplitMix64) {
    guard !input.isEmpty else { return }
    let start = random.below(input.count)
    let end = start + 1 + random.below(input.count - start)
    let part = input[start..<end]
    let times = min(random.pick([1, 2, 8, 64]), longest / part.count)
    for _ in 0..<times { input.insert(contentsOf: part, at: start) }
  }

  /// As long as buffers are, and one off.
  private static func insertRun(into input: inout [UInt8], _ random: inout SplitMix64) {
    let length = random.pick([15, 31, 63, 127, 255, 511, 1023, 4095, 8191]) + random.below(3)
    let byte = random.pick([UInt8(ascii: "A"), 0, 0xff, UInt8(ascii: "9"), 0x20])
    insert([UInt8](repeating: byte, count: length), into: &input, &random)
  }

  private static func replaceNumber(in input: inout [UInt8], _ random: inout SplitMix64) {
    let digits = input.indices.filter { (0x30...0x39).contains(input[$0]) }
    guard !digits.isEmpty else { return insert(random.pick(numbers), into: &input, &random) }
    let place = random.pick(digits)
    let rest = input[place...].prefix { (0x30...0x39).contains($0) }
    input.replaceSubrange(rest.indices, with: random.pick(numbers))
  }
}

/// Bytes at the edges of what programs tell apart.
private let bytes: [UInt8] = [
  0x00, 0x01, 0x04, 0x07, 0x08, 0x09, 0x0a, 0x0d, 0x1a, 0x1b, 0x20, 0x22, 0x23, 0x24, 0x25, 0x26,
  0x27, 0x28, 0x2c, 0x2d, 0x2e, 0x2f, 0x3a, 0x3b, 0x3c, 0x3d, 0x3f, 0x40, 0x5b, 0x5c, 0x60, 0x7b,
  0x7c, 0x7f, 0x80, 0xc0, 0xe2, 0xfe, 0xff,
]

/// What often meets a program that did not think of it.
private let texts: [[UInt8]] =
  [
    "%n", "%s%s%s%s", "%x", "%00", "../../../", "..\\..\\", "\r\n", "\r\n\r\n", "\n", "\0",
    "\0\0\0\0",
    "'", "\"", "<!--", "]]>", "{{", "}}", "${x}", "\u{1b}[2J", "\u{feff}", "\u{202e}", "e\u{301}",
  ].map { Array($0.utf8) } + [
    [0xff, 0xfe], [0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0],
    [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff, 0xf4, 0xff, 0xfd, 0x06],
  ]

private let numbers: [[UInt8]] = [
  "0", "-1", "1", "127", "128", "255", "256", "32767", "32768", "65535", "65536", "2147483647",
  "2147483648", "4294967295", "4294967296", "9223372036854775808", "18446744073709551616",
  "-2147483649", "1e309", "0x10", "00", "99999999999999999999999999",
].map { Array($0.utf8) }
