internal import Language
internal import Log

/// The roles of a session, with what the session remembers of them.
public struct Cast {
  let stage: Stage
  var currentRole = "you"
  var lastActor: String?
  var values: [String: String] = [:]

  /// Ends every role.
  public func end() { stage.end() }
}

extension Stage {
  /// Every event that is still known, also of what these roles did before they came to this log.
  func visitStory(_ body: (Event) -> Void) {
    guard let earlierLog else { return log.visit(body) }
    var start = UInt64.max
    earlierLog.visitEvents { event in
      start = event.time
      return false
    }
    log.visit { if $0.time < start { body($0) } }
    earlierLog.visit(body)
    log.visit { if $0.time >= start { body($0) } }
  }
}

extension Session {
  /// Those who play now.
  public var cast: Cast {
    Cast(stage: stage, currentRole: currentRole, lastActor: lastActor, values: values)
  }

  /// Nobody yet, on a stage of their own.
  public func emptyCast() -> Cast {
    let fresh = Stage(executable: stage.executable, log: stage.log)
    fresh.remarksMade = stage.remarksMade
    fresh.isolate()
    return Cast(stage: fresh)
  }

  /// Others play from now on, in this session's log and with its settings. Those who played before
  /// stay as they are, unseen, until they play again or are let go.
  public func replaceCast(by cast: Cast) {
    if cast.stage.log !== stage.log { cast.stage.earlierLog = cast.stage.log }
    cast.stage.log = stage.log
    cast.stage.explains = stage.explains
    cast.stage.interruption = stage.interruption
    cast.stage.willSleep = stage.willSleep
    stage = cast.stage
    currentRole = cast.currentRole
    lastActor = cast.lastActor
    values = cast.values
  }
}
