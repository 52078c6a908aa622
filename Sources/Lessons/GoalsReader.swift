/// Reads a `goals` block.
enum GoalsReader {
  static func read(_ fence: Fence, _ mistakes: inout Mistakes) -> Goals {
    var goals = Goals(line: fence.line, goals: [], keeps: [])
    for (line, text) in fence.numbered where !text.allSatisfy(\.isBlank) {
      do {
        if text.hasPrefix("let ") || text == "let" {
          goals.keeps.append(try keep(text, line))
        } else {
          goals.goals.append(try goal(text, line))
        }
      } catch {
        mistakes.add(error)
      }
    }
    if fence.content.allSatisfy({ $0.allSatisfy(\.isBlank) }) {
      mistakes.add(
        .goalsBlock, fence.line, "a goals block without a goal", expected: "FACT -- TEXT")
    }
    return goals
  }

  private static func goal(_ text: String, _ line: Int) throws(LineMistake) -> Goal {
    let (fact, said) = parted(text + " ", at: " -- ") ?? (trimmed(text), "")
    guard !said.isEmpty else {
      throw LineMistake(
        .goalText, line, "a goal without a text", expected: "FACT -- what the learner reads")
    }
    return Goal(fact: try FactText.fact(fact, line), text: said, line: line)
  }

  private static func keep(_ text: String, _ line: Int) throws(LineMistake) -> Keep {
    let form = "let NAME = FACT, such as let port = server.port"
    guard let (name, fact) = parted(String(text.dropFirst(3)), at: "="), isValueName(name) else {
      throw LineMistake(.keep, line, "a let that is not understood", expected: form)
    }
    return Keep(name: name, fact: try FactText.value(fact, line), line: line)
  }
}
