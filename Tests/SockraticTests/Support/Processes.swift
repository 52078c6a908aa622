import Foundation
import Glibc

/// Whether a process is there, a zombie not counted.
func isAlive(_ process: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let end = stat.lastIndex(of: ")")
  else { return false }
  return !["Z", "X"].contains(stat[end...].dropFirst(2).prefix(1))
}

/// The living children of a process.
func children(of parent: Int32) -> [Int32] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return names.compactMap { Int32($0) }.filter { process in
    guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = stat.lastIndex(of: ")")
    else { return false }
    return stat[end...].split(separator: " ").dropFirst(2).first == "\(parent)"
  }
}

/// Waits until something holds, at most so many seconds. Says whether it does.
func eventually(within seconds: Double = 20, _ condition: () -> Bool) -> Bool {
  let deadline = Date().addingTimeInterval(seconds)
  while !condition() {
    guard Date() < deadline else { return false }
    usleep(2000)
  }
  return true
}

/// Whether a program that a test needs is there; where SOCKRATIC_REQUIRE_ALL is 1, the test runs
/// anyway, and fails if it is not.
func isInstalled(_ program: String) -> Bool {
  let environment = ProcessInfo.processInfo.environment
  if environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  return (environment["PATH"] ?? "").split(separator: ":").contains {
    access("\($0)/\(program)", X_OK) == 0
  }
}
