internal import Log

/// Demonstrations, played command by command.
extension LessonPlayer {
  /// Says which command comes next; false if there is none.
  func announce(_ block: Transcript) -> Bool {
    guard block.isMeant(privileged: stage.isPrivileged),
      block.exchanges.indices.contains(place.exchange)
    else { return false }
    let line = setter.filled(block.exchanges[place.exchange].command.text)
    stage.show(.note("Enter plays `\(line)`"))
    return true
  }

  /// Says again what comes next, after something else was done.
  func remind() {
    if question == nil, case .demonstration(let block)? = part { _ = announce(block) }
  }

  /// Whether somebody types what comes next instead of pressing Enter.
  func isNextCommand(_ line: String, of block: Transcript) -> Bool {
    guard block.exchanges.indices.contains(place.exchange),
      let command = block.exchanges[place.exchange].command.filled(with: stage.values)
    else { return false }
    return stage.means(line, as: command)
  }

  /// Plays the demonstration's next command, on what the lesson has built up to here.
  func playNextCommand(of block: Transcript, isTyped: Bool = false) throws(Diagnostic) {
    restoreIfChanged()
    try play(block.exchanges[place.exchange], isTyped: isTyped) { [self] in
      place.exchange += 1
      flow()
    }
  }

  /// Plays a command in sight, asking first where it does what a lesson may not do unasked.
  func play(
    _ exchange: Exchange, isTyped: Bool = false, then goOn: @escaping () -> Void
  ) throws(Diagnostic) {
    guard let line = exchange.command.filled(with: stage.values) else {
      throw refusal(
        "this cannot be played: a name in “\(exchange.command.text)” has no value",
        advice: "`reset` begins the step again")
    }
    if let intrusion = try stage.intrusion(of: line), permissions[intrusion] != true {
      if permissions[intrusion] == false { return goOn() }
      return ask(intrusion, to: "play `\(line)`") { [self] isAllowed throws(Diagnostic) in
        if isAllowed { try play(exchange, then: goOn) } else { goOn() }
      }
    }
    let came = try stage.perform(line, isTyped: isTyped)
    var values = stage.values
    if exchange.difference(from: came, as: line, values: &values) == nil { stage.values = values }
    goOn()
  }

  /// Asks whether the lesson may do something, naming what and why.
  func ask(
    _ intrusion: String, to purpose: String,
    then goOn: @escaping (_ isAllowed: Bool) throws(Diagnostic) -> Void
  ) {
    question = Question(intrusion: intrusion, goOn: goOn)
    stage.show(
      .note("To \(purpose), this lesson wants to \(intrusion). Is that all right? yes or no"))
  }

  func answer(_ line: String) throws(Diagnostic) {
    guard let question else { return }
    self.question = nil
    let isAllowed = ["yes", "y"].contains(trimmed(line).lowercased())
    permissions[question.intrusion] = isAllowed
    if !isAllowed { stage.show(.note("It is left out.")) }
    try question.goOn(isAllowed)
  }
}
