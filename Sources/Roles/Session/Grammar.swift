/// A role and a verb: `server waits`, `you wait`.
func clause(_ role: String, _ third: String, _ second: String) -> String {
  "\(role) \(role == "you" ? second : third)"
}

/// `server has`, `you have`
func has(_ role: String) -> String { clause(role, "has", "have") }
