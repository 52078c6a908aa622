internal import Foundation

/// Opens pages and drawings in Chromium, which has no network.
enum Browser {
  /// What Sources/… of the repository lie in.
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The accessibility checker. It is put there by:
  ///
  ///     python3 -m pip install --no-deps --require-hashes --target .build-browser \
  ///       -r Tests/RolesTests/Browser/requirements.txt
  static let axe =
    repository.appending(path: ".build-browser/axe_playwright_python/axe.min.js").path

  /// What is wrong with the pages and drawings of folders, a line for each fault and place: see check.py.
  static func faults(in folders: [String], within seconds: Double = 300) throws -> [String] {
    let script = repository.appending(path: "Tests/RolesTests/Browser/check.py").path
    let program = try Program(
      Requirement.inOwnNetwork + ["python3", script, "--axe", axe] + folders,
      environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    let exit = try program.finish(within: seconds)
    let lines = program.outputText.split(separator: "\n").map(String.init)
    guard let last = lines.last, last.hasSuffix(" \(lines.count - 1) faults"),
      exit == .status(lines.count > 1 ? 1 : 0)
    else { throw Program.Failure(description: program.outputText + program.errorText) }
    return Array(lines.dropLast())
  }
}
