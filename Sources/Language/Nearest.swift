/// The candidate that is fewest edits away from the word, at most `limit` and in a word of up to four
/// letters one; the first of several.
public func nearest(
  to word: String, among candidates: some Sequence<String>, limit: Int = 2
) -> String? {
  let typed = Array(word.lowercased().unicodeScalars.prefix(64))
  let limit = typed.count <= 4 ? min(limit, 1) : limit
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let scalars = Array(candidate.lowercased().unicodeScalars)
    guard abs(scalars.count - typed.count) <= limit else { continue }
    let distance = editDistance(typed, scalars)
    // A word all of whose letters would change is no slip of the finger.
    guard distance <= limit, distance < max(typed.count, scalars.count) else { continue }
    if distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.candidate
}

/// Damerau and Levenshtein's distance: insertions, deletions, substitutions, and swaps of
/// neighbours (the variant that edits no substring twice).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var before: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      let substituted = previous[j] + (a[i] == b[j] ? 0 : 1)
      var least = min(substituted, previous[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
      row.append(least)
    }
    before = previous
    previous = row
  }
  return previous[b.count]
}
