import Foundation
import Log
import SystemCalls

@testable import Views

/// What the conductor is told: the programs, and the order of their calls.
struct ProgramPlan {
  private let played: PlayedLesson
  private let language: ProgramLanguage
  /// How far each program is.
  private var places: [Int]
  private var events: [[String: Any]] = []

  init(_ played: PlayedLesson, _ language: ProgramLanguage) {
    self.played = played
    self.language = language
    places = played.programs.map { _ in 0 }
    for event in played.events { take(event) }
  }

  func data(commands: [[String]]) throws -> Data {
    let lives = zip(played.programs, commands).map { program, command -> [String: Any] in
      let arguments = program.orderedArguments.filter { $0.preset == nil }.map { argument in
        argument.kind == .port
          ? ["port": Int(argument.session) ?? 0] as [String: Any] : ["value": argument.session]
      }
      return ["name": program.name, "command": command, "arguments": arguments]
    }
    return try JSONSerialization.data(withJSONObject: [
      "lives": lives, "events": events, "start": language.start,
    ])
  }

  /// The process that plays the role at that time.
  private func life(_ event: Event) -> Int? {
    played.programs.lastIndex { $0.role == event.role && $0.began <= event.seq }
  }

  private mutating func take(_ event: Event) {
    guard let life = life(event) else { return }
    switch event.kind {
    case .called: enter(life)
    case .waiting: add("waiting", life)
    case .returned(let returned): leave(returned, life)
    case .roleEnded(.signal(let signal)): add("ended", life, ["signal": signal])
    default: break
    }
  }

  private mutating func add(_ kind: String, _ life: Int, _ members: [String: Any] = [:]) {
    guard turn(life).name != nil || kind == "ended" else { return }
    var event = members
    event["event"] = kind
    event["life"] = life
    events.append(event)
  }

  private func call(_ life: Int) -> ProgramCall? {
    let calls = played.calls[life]
    return places[life] < calls.count ? calls[places[life]] : nil
  }

  private func turn(_ life: Int) -> ProgramTurn {
    guard let call = call(life) else { return ProgramTurn(name: nil) }
    let next =
      places[life] + 1 < played.calls[life].count ? played.calls[life][places[life] + 1] : nil
    var turn = language.turn(call, before: next?.call.name == "fcntl" ? next : nil)
    // No other process can see these.
    if ["signal", "dup", "dup2"].contains(call.call.name) { turn.name = nil }
    return turn
  }

  private mutating func enter(_ life: Int) {
    guard let call = call(life), let name = turn(life).name else { return }
    var members: [String: Any] = ["call": name]
    if case .asked? = call.place?.port { members["ask"] = Int(call.place?.address.port ?? 0) }
    add("called", life, members)
  }

  private mutating func leave(_ returned: Returned, _ life: Int) {
    let turn = turn(life)
    var members: [String: Any] = [
      "interrupted": call(life)?.isInterrupted ?? false, "additions": turn.additions,
    ]
    if let port = call(life)?.chosenPort { members["learns"] = Int(port) }
    if let hash = returned.call.receivedHash { members["hash"] = hash }
    add("returned", life, members)
    places[life] += 1
  }
}

extension Call {
  /// FNV-1a of what was received, as sixteen digits.
  fileprivate var receivedHash: String? {
    for argument in arguments {
      if case .buffer(_, let filled?) = argument.value, let hash = filled.hash {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }
    }
    return nil
  }
}
