/// The role that a person starts with is called *you*, and verbs and pronouns follow that.
func isYou(_ role: String) -> Bool { role == "you" }

/// `server has`, `you have`: a role and a verb, at a sentence's beginning or inside it.
func clause(_ role: String, _ third: String, _ second: String) -> String {
  isYou(role) ? "you \(second)" : "\(role) \(third)"
}

/// `server's`, `your`
func possessive(_ role: String) -> String { isYou(role) ? "your" : "\(role)'s" }

func its(_ role: String) -> String { isYou(role) ? "your" : "its" }

/// The beginning of a sentence: a capital for plain words; the name of a role stays as it is typed.
func sentence(_ words: String) -> String {
  guard let word = words.split(separator: " ").first, let first = words.first,
    ["the", "you", "your", "its"].contains(word), !words.hasPrefix("you @")
  else { return words }
  return first.uppercased() + words.dropFirst()
}

/// `1 byte`, `2 bytes`
func count(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
