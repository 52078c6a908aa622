import Foundation
import Testing

/// A picture as it was looked at and found good: a file of the folder Pictures.
///
/// `SOCKRATIC_RENEW_PICTURES=1 swift test --filter PlotTests` writes them anew; look at the difference.
func expectPicture(_ text: String, named name: String, as form: String = "txt") throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Pictures/\(name).\(form)")
  if ProcessInfo.processInfo.environment["SOCKRATIC_RENEW_PICTURES"] == "1" {
    try Data((text + "\n").utf8).write(to: file)
  }
  let kept = try String(contentsOf: file, encoding: .utf8)
  #expect(text + "\n" == kept, "\(name) is now\n\(text)")
}
