internal import Foundation
internal import Testing

/// Something that writes pages or drawings: `sockratic` with these words and this input, in which FOLDER
/// stands for the folder that they are to come into.
private struct Maker: CustomTestStringConvertible {
  var name: String
  var words = ["run", "-"]
  var input = ""

  var testDescription: String { name }

  func make(in folder: String) throws {
    let program = try Program(
      sockratic: words.map { $0.replacing("FOLDER", with: folder) },
      input: .text(input.replacing("FOLDER", with: folder)))
    guard try program.finish(within: 120) == .status(0) else {
      throw Program.Failure(description: "\(name): \(program.errorText)\n\(program.outputText)")
    }
  }

  private static let diagram = """
    diagram FOLDER/diagram.svg
    diagram FOLDER/diagram.html

    """

  private static let states = """
    states FOLDER/states.svg
    states FOLDER/states.html
    states client FOLDER/role.svg
    states client@3 FOLDER/socket.svg
    states client@3 FOLDER/socket.html

    """

  private static func plots(_ quantities: String) -> String {
    quantities.split(separator: " ").map {
      "plot \($0) FOLDER/\($0).svg\nplot \($0) FOLDER/\($0).html\n"
    }.joined()
  }

  static let all = [
    Maker(
      name: "conversation",
      input: """
        server> socket tcp; bind 0; listen
        client> socket tcp; connect 127.0.0.1:1
        socket tcp; connect server; info watch; send "<b>&amp;\\x1b\\u{202e} 日本語"
        other> socket tcp; connect server; info watch
        server> accept; accept; recv @4
        repeat 20 every 2ms as n {
          client> send "tick {n}"
          server> recv @4
          other> send "tock {n}"
          server> recv @5
        }
        client> send repeat "ab" 40K
        server> recv @4 exactly 80K
        client> close

        """ + diagram + states + plots("cwnd rtt rto inflight queue throughput delay")
    ),
    Maker(
      name: "crowd",
      input: """
        repeat 60 as n {
          a> socket udp; sendto 127.0.0.1:1 "a long message that does not fit beside an arrow {n}"; close
        }

        """
          + "bcdefgh".map { "\($0)> socket udp; bind 0\nsendto \($0) hello; recv\n" }.joined()
          + "peer echo\ni> socket tcp; connect echo; send hello; recv\n" + diagram
    ),
    Maker(
      name: "wire",
      input: """
        wire up
        role server on bob
        socket udp; bind *:9000
        role client on alice
        socket udp; connect bob:9000
        wire delay 20ms
        wire drop 2nd datagram
        server> recv all
        client> repeat 40 every 5ms as n { send "tick {n}" }
        send ""

        """ + diagram + plots("delay throughput")
    ),
    Maker(name: "book", words: ["lesson", "book", "FOLDER"]),
  ]
}

/// What stands in a page with one fault, and what is to be said of it.
private let faulty: KeyValuePairs<String, (body: String, faults: Set<String>)> = [
  "good": ("<p>Good</p>", []),
  "contrast": ("<p style='color: #999; background: #fff'>Bad</p>", ["axe: color-contrast: p"]),
  "dark": (
    "<style>@media (prefers-color-scheme: dark) { p { background: #000; color: #444 } }</style>"
      + "<p>Bad</p>", ["axe: color-contrast: p"]
  ),
  "picture": (
    "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"/>'>",
    ["axe: image-alt: img"]
  ),
  "broken": ("<img alt='Bad' src='data:image/png,'>", ["no picture: data:image/png,"]),
  "wide": ("<p style='width: 700px'>Bad</p>", ["too wide: 708 of 360 pixels"]),
  "phone": ("<meta name='viewport' content='width=980'>", ["too wide: 980 of 360 pixels"]),
  "console": ("<script>console.error('bad')</script>", ["console: bad"]),
  "exception": ("<script>throw Error('bad')</script>", ["console: Uncaught"]),
  "network": (
    "<iframe title='Bad' src='http://127.0.0.1:9000/'></iframe>",
    ["request: http://127.0.0.1:9000/"]
  ),
  "hint": (
    "<link rel='preconnect' href='http://127.0.0.1:9000/'>", ["request: http://127.0.0.1:9000/"]
  ),
  "folder": ("<link rel='stylesheet' href='/dev/null'>", ["request: file:///dev/null"]),
  "drawing": (
    "<svg role='img' width='90' height='20'><title>Bad</title><rect width='90' height='20'"
      + " fill='#fff'></rect><text y='15' fill='#ddd'>Bad</text></svg>", ["hard to read: Bad"]
  ),
  "paper": (
    "<figure tabindex='0' style='overflow-x: auto'><p style='width: 1200px; text-align: right'>Bad</p>"
      + "</figure>",
    [
      "the end of <figure> is cut off", "<p> is wider than the paper", "missing: Bad",
    ]
  ),
]

private let faultyDrawing = """
  <svg xmlns="http://www.w3.org/2000/svg" width="900" height="20" role="img">
  <rect width="900" height="20" fill="#fff"/><text y="15" fill="#ddd">Bad</text></svg>
  """

@Suite(
  .enabled(
    if: Requirement.browser, "chromium, pdftotext, axe or a Japanese font is not installed"))
struct PicturesInBrowserTests {
  @Test(.enabled(if: Requirement.ownNetwork && Requirement.wire, "needs a network of its own"))
  func `a browser has nothing to say against what Sockratic draws`() throws {
    let folder = try TemporaryFolder()
    let folders = try Maker.all.map { maker in
      let own = "\(folder.path)/\(maker.name)"
      try FileManager.default.createDirectory(
        atPath: own, withIntermediateDirectories: false)
      try maker.make(in: own)
      return own
    }
    let faults = try Browser.faults(in: folders)
    #expect(faults == [])
  }

  @Test(.enabled(if: Requirement.ownNetwork, "needs a network of its own"))
  func `of a page that has a fault it says which`() throws {
    let folder = try TemporaryFolder()
    for (name, page) in faulty {
      _ = try folder.file(
        "\(name).html",
        """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
        <meta name="viewport" content="width=device-width"></head><body><main><h1>Page</h1>\(page.body)</main></body></html>
        """)
    }
    _ = try folder.file("drawing.svg", faultyDrawing)
    let lines = try Browser.faults(in: [folder.path])
    for (name, page) in faulty {
      #expect(said(of: "\(name).html", lines) == page.faults, "\(name)")
    }
    #expect(
      said(of: "drawing.svg", lines) == [
        "axe: svg-img-alt: svg", "hard to read: Bad", "too wide: 900 of 360 pixels",
        "too wide: 900 of 800 pixels",
      ])
  }

  /// Without where it was seen.
  private func said(of name: String, _ lines: [String]) -> Set<String> {
    Set(
      lines.filter { $0.hasPrefix("\(name), ") }.compactMap {
        $0.firstMatch(of: /: (.*)/).map { String($0.1) }
      })
  }
}
