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
  /// When the `wait` that is under way began, in nanoseconds.
  private var waitBegan: UInt64?

  init(_ played: PlayedLesson, _ language: ProgramLanguage) {
    self.played = played
    self.language = language
    places = played.programs.map { _ in 0 }
    for event in played.events { take(event) }
  }

  /// `sockratic`: the program that makes the wire.
  func data(commands: [[String]], sockratic: String) throws -> Data {
    let lives = zip(played.programs, commands).map { program, command -> [String: Any] in
      let arguments = program.orderedArguments.filter { $0.preset == nil }.map { argument in
        argument.kind == .port
          ? ["port": Int(argument.session) ?? 0] as [String: Any] : ["value": argument.session]
      }
      return [
        "name": program.name, "command": command, "arguments": arguments,
        "host": played.host(of: program) as Any? ?? NSNull(),
      ]
    }
    return try JSONSerialization.data(withJSONObject: [
      "lives": lives, "events": events, "start": language.start, "sockratic": sockratic,
      "hosts": Set(played.programs.compactMap(played.host)).sorted(),
    ])
  }

  private mutating func take(_ event: Event) {
    if case .typed(let text) = event.kind { noteStatement(text, event.time) }
    guard let life = played.life(event) else { return }
    switch event.kind {
    case .called: enter(life)
    case .waiting: add("waiting", life)
    case .returned(let returned): leave(returned, life)
    case .roleEnded(.signal(let signal)): add("ended", life, ["signal": signal])
    default: break
    }
  }

  // MARK: What is typed

  /// What is done to the wire, and time that passes, are not the programs' work.
  private mutating func noteStatement(_ text: String, _ time: UInt64) {
    let words = text.split(separator: " ")
    if let began = waitBegan {
      events.append(["event": "pause", "seconds": Double(time - began) / 1e9])
    }
    waitBegan = words.first == "wait" && words.contains("until") ? time : nil
    let isOrder = words.first == "wire" && !["show", "save"].contains(words.dropFirst().first)
    if isOrder, words.count > 1 {
      events.append(["event": "wire", "line": text])
    } else if !played.isTimed || !text.hasPrefix("repeat ") {
      events.append(["event": "settle"])
    }
  }

  // MARK: Calls

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

  /// The transfer that the call belongs to whose turn it is.
  private func transfer(_ life: Int) -> Transfer? {
    played.transfers[life].first { $0.calls.contains(places[life]) }
  }

  private mutating func enter(_ life: Int) {
    guard let call = call(life), let name = turn(life).name else { return }
    var members: [String: Any] = ["call": name]
    if case .asked? = call.place?.port { members["ask"] = Int(call.place?.address.port ?? 0) }
    guard let transfer = transfer(life) else { return add("called", life, members) }
    guard transfer.calls.lowerBound == places[life] else { return }
    members["total"] = transfer.total as Any? ?? NSNull()
    add("transfer", life, members)
  }

  private mutating func leave(_ returned: Returned, _ life: Int) {
    defer { places[life] += 1 }
    let turn = turn(life)
    var members: [String: Any] = [
      "interrupted": call(life)?.isInterrupted ?? false, "additions": turn.additions,
    ]
    if let port = call(life)?.chosenPort { members["learns"] = Int(port) }
    if let transfer = transfer(life) {
      guard places[life] == transfer.calls.upperBound - 1 else { return }
      let isOpen = played.undetermined[life].contains(places[life])
      if !isOpen, let hash = played.receivedHash(of: transfer, life) {
        members["hash"] = hexadecimal(hash)
      }
      return add("over", life, members)
    }
    if let hash = returned.call.received?.hash { members["hash"] = hexadecimal(hash) }
    add("returned", life, members)
  }
}

extension PlayedLesson {
  /// The process that plays the role at that time.
  func life(_ event: Event) -> Int? {
    programs.lastIndex { $0.role == event.role && $0.began <= event.seq }
  }

  /// The host on the wire that the process was on.
  func host(of program: RoleProgram) -> String? {
    for event in events where event.seq >= program.began && event.role == program.role {
      if case .roleStarted(let start) = event.kind { return start.host }
    }
    return nil
  }

  /// Of all that the calls of a transfer received; nil where the log no longer holds all of it.
  fileprivate func receivedHash(of transfer: Transfer, _ life: Int) -> UInt64? {
    guard transfer.name == "recv" else { return nil }
    var whole: [UInt8] = []
    for call in calls[life][transfer.calls] where call.outcome?.result ?? 0 > 0 {
      guard let bytes = call.call.received?.all else { return nil }
      whole += bytes
    }
    return whole.isEmpty ? nil : fnv1a(whole)
  }
}

extension Call {
  /// What the kernel wrote into the call's buffer.
  fileprivate var received: Bytes? {
    for argument in arguments {
      if case .buffer(_, let filled?) = argument.value { return filled }
    }
    return nil
  }
}

extension Bytes {
  /// Every byte, where what was kept and the hash tell.
  fileprivate var all: [UInt8]? {
    if isWhole { return kept }
    let zeros = [UInt8](repeating: 0, count: count)
    // Of what is discarded, nobody has looked at more than the first bytes.
    guard let first = kept.first, first == 0, hash == nil || hash == fnv1a(zeros) else {
      return nil
    }
    return kept.allSatisfy { $0 == 0 } ? zeros : nil
  }
}

/// As sixteen digits.
private func hexadecimal(_ hash: UInt64) -> String {
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
