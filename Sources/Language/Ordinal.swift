/// `1st`, `2nd`, `3rd`, `4th`, … `11th`, …
public func ordinalText(_ number: Int) -> String {
  if (11...13).contains(number % 100) { return "\(number)th" }
  return switch number % 10 {
  case 1: "\(number)st"
  case 2: "\(number)nd"
  case 3: "\(number)rd"
  default: "\(number)th"
  }
}
