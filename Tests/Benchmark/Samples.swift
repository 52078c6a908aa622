internal import Glibc

/// Times of one thing, in milliseconds.
struct Samples {
  private var sorted: [Double] = []

  mutating func add(_ milliseconds: Double) {
    let place = sorted.firstIndex { $0 > milliseconds } ?? sorted.endIndex
    sorted.insert(milliseconds, at: place)
  }

  var median: Double { sorted.isEmpty ? .nan : sorted[sorted.count / 2] }

  /// How far the middle half of the samples lies apart, as a part of the median.
  var spread: Double {
    guard sorted.count > 3 else { return 0 }
    return (sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]) / median
  }
}

/// Takes samples of several things in turn (A B A B), so that what else the machine does is shared
/// between them. A first round warms the caches and does not count.
func interleaved(_ rounds: Int, _ measure: [() throws -> Double]) throws -> [Samples] {
  var samples = Array(repeating: Samples(), count: measure.count)
  for round in 0...rounds {
    for (index, measure) in measure.enumerated() {
      let milliseconds = try measure()
      if round > 0 { samples[index].add(milliseconds) }
    }
  }
  return samples
}

/// Milliseconds of the monotonic clock.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}
