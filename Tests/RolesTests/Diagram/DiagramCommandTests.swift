internal import Foundation
internal import Testing

/// `diagram` as it is typed.
struct DiagramCommandTests {
  private static let story = """
    server> socket tcp; bind 0; listen
    client> socket tcp; connect server; send hello
    server> accept; recv

    """

  @Test func `what was sent before a FIN stands above it, where both came before accept`() throws {
    let text = try transcript(
      of: """
        server> socket tcp; bind 0; listen
        client> socket tcp; connect server; send early; shutdown write
        server> accept
        diagram

        """)
    let drawing = try #require(text.components(separatedBy: "> diagram").last)
    let data = try #require(drawing.firstRange(of: "─ \"early\" ─"))
    let end = try #require(drawing.firstRange(of: "─ FIN ─"))
    #expect(data.upperBound < end.lowerBound, "\(drawing)")
  }

  @Test func `a drawing and a page are written, and what was there keeps its permissions`() throws {
    let folder = try TemporaryFolder()
    let page = folder.path + "/talk.html"
    try Data("old".utf8).write(to: URL(filePath: page))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: page)
    let script = DiagramCommandTests.story + "diagram \(folder.path)/talk.svg\ndiagram \(page)\n"
    let text = try transcript(of: script)
    #expect(text.contains("talk.svg: "))
    let drawing = try String(contentsOfFile: folder.path + "/talk.svg", encoding: .utf8)
    #expect(drawing.hasPrefix("<svg xmlns="))
    #expect(drawing.contains(">connection</text>") && drawing.contains(">&quot;hello&quot;</text>"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func `the last rows alone are drawn when they are asked for`() throws {
    let text = try transcript(of: DiagramCommandTests.story + "diagram last 2\n")
    let rows = text.components(separatedBy: "seconds ").last?.split(separator: "\n").dropFirst()
    #expect(rows?.count == 2, "\(text)")
    #expect(text.contains("rows before these left out)"))
  }

  @Test func `a listener that closes resets what nobody has accepted`() throws {
    let text = try transcript(
      of: "server> socket tcp; bind 0; listen\nclient> socket tcp; connect server\n"
        + "server> close\ndiagram\n")
    let drawn = drawing(in: text)
    let close = try #require(drawn.firstIndex { $0.contains("close(3) = 0") }, "\(text)")
    #expect(drawn[close + 1].contains("─ RST ─") && drawn[close + 1].contains("►"), "\(text)")
  }

  @Test func `a partner's first datagrams are drawn where they came, though it tells later`() throws
  {
    let text = try transcript(
      of: "peer echo udp\nsocket udp; connect echo; send hi; recv\ndiagram\n")
    let drawn = drawing(in: text)
    let send = try #require(drawn.firstIndex { $0.contains("send(3,") }, "\(text)")
    #expect(drawn[send + 1].contains("\"hi\" ─") && drawn[send + 1].contains("►"), "\(text)")
    #expect(drawn[send + 2].contains("◄") && drawn[send + 2].contains(" 2 bytes "), "\(text)")
    #expect(drawn[send + 3].contains("receive queue 0 → 2"), "\(text)")
    #expect(drawn.count { $0.contains("◄") } == 1, "\(text)")
  }

  @Test(arguments: ["poll read @4 for 5s", "select read @4 for 5s"])
  func `what ends a wait for several sockets comes before the wait ends`(wait: String) throws {
    let text = try transcript(
      of: "s> socket tcp; bind 0; listen\nc> socket tcp; connect s\ns> accept\n\(wait)\n"
        + "c> send hi\ndiagram\n")
    let drawn = drawing(in: text)
    let send = try #require(drawn.firstIndex { $0.contains("send(3,") }, "\(text)")
    #expect(drawn[send + 1].contains("◄") && drawn[send + 1].contains("\"hi\" ─"), "\(text)")
    #expect(drawn[send + 2].contains(") = 1"), "\(text)")
  }

  private func drawing(in text: String) -> [Substring] {
    (text.components(separatedBy: "seconds ").last ?? "").split(separator: "\n")
  }

  @Test(arguments: [
    ("diagram", "there is nothing to draw yet", "`socket tcp`"),
    ("socket tcp\ndiagram talk.png", "expected a file that ends in .svg or .html", ""),
    ("socket tcp\ndiagram lst 3", "expected a file that ends in .svg or .html", "“last”"),
    ("socket tcp\ndiagram last 0", "a number from 1", "usage: diagram"),
    ("socket tcp\ndiagram last", "expected how many", "usage: diagram"),
    ("socket tcp\ndiagram last 3 a.svg b.svg", "one argument too many", ""),
    ("socket tcp\ndiagram /nowhere/a.svg", "cannot be written: ENOENT", ""),
  ])
  func `what cannot be drawn is said, with a next step`(
    _ script: String, _ problem: String, _ step: String
  ) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish() == .status(1))
    let text = program.errorText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains(problem) && (step.isEmpty || text.contains(step)), "\(text)")
  }
}
