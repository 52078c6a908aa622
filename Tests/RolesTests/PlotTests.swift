internal import Foundation
internal import Testing

/// `plot` of what really happened, and rounds that keep a pace.
struct PlotTests {
  private let pair = """
    server> socket udp; bind 0
    client> socket udp; connect server

    """

  @Test func `rounds with a pace begin no sooner than it says`() throws {
    let log = try log(of: pair + "repeat 6 every 30ms as n { client> send \"{n}\" }\n")
    let begun = log.filter { $0.kind == "round" }.compactMap { $0.number("time") }
    #expect(begun.count == 6)
    for (index, time) in begun.enumerated() {
      #expect(time - begun[0] >= index * 30_000_000 - 3_000_000)
    }
    #expect(log.filter { $0.kind == "returned" && $0.text("call") == "send" }.count == 6)
  }

  @Test func `a call that sleeps holds up no pace, only its own role's next`() throws {
    let text = try transcript(
      of: pair + """
        server> recv all
        client> repeat 4 every 10ms { send tick }
        send ""
        plot delay

        """)
    #expect(text.contains("client @3 → server @3: 5 sent, 5 received"), "\(text)")
  }

  @Test func `info watch logs numbers while something goes on`() throws {
    let log = try log(
      of: """
        server> socket tcp; bind 0; listen
        client> socket tcp; connect server; info watch
        server> accept
        client> send "hello"
        server> recv
        plot cwnd
        plot rtt of client

        """)
    let measured = log.filter { $0.kind == "measured" }
    #expect(measured.count >= 2)
    #expect(measured.allSatisfy { ($0.number("cwnd") ?? 0) > 0 && $0.role == "client" })
    let pictures = log.filter { $0.kind == "output" }.compactMap { $0.text("text") }
    #expect(pictures.contains { $0.hasPrefix("cwnd in segments, client @3\n") })
    #expect(pictures.contains { $0.hasPrefix("rtt in ") })
  }

  @Test func `a drawing and a page are written, and nothing where they cannot be`() throws {
    let folder = try TemporaryFolder()
    let script = """
      server> socket udp; bind 0
      client> socket udp; connect server
      repeat 5 every 10ms as n { client> send "tick {n}"; server> recv }
      plot delay \(folder.path)/delay.svg
      plot throughput of server last 60s \(folder.path)/rate.html
      plot delay of server \(folder.path)/none/delay.svg

      """
    let text = try transcript(of: script, status: 1).split { $0.isWhitespace || $0 == "#" }
      .joined(separator: " ")
    #expect(text.contains("/delay.svg: 5 values of delay"), "\(text)")
    #expect(text.contains("/rate.html: 50 values of throughput"), "\(text)")
    let drawing = try String(contentsOfFile: folder.path + "/delay.svg", encoding: .utf8)
    #expect(drawing.hasPrefix("<svg xmlns="))
    #expect(drawing.contains(">client @3 → server @3: 5 sent, 5 received</text>"))
    let page = try String(contentsOfFile: folder.path + "/rate.html", encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<h1>throughput of server @3 against time</h1>"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test(arguments: [
    ("plot cwnd", "no cwnd was measured", "`info watch`"),
    ("plot delay of you", "no delay was measured of you", "have one role send"),
    (
      "socket tcp\nplot queue of @3 last 2s", "no queue was measured of you @3",
      "noted"
    ),
    ("plot throughput", "no throughput was measured", "`recv all discard`"),
    ("plot weather", "expected cwnd, rtt", "usage: plot"),
    ("plot cwnd of", "a socket such as @4", "usage: plot"),
    ("plot cwnd last 0s", "a time such as", ""),
    ("plot cwnd @3", "a file that ends in .svg or .html", ""),
    ("plot cwnd lst 3s", "a file that ends in .svg or .html", "“last”"),
    ("plot cwnd last 3s a.svg b.svg", "one argument too many", ""),
    ("plot cwnd cwnd.png", "a file that ends in .svg or .html", "usage: plot"),
    (
      "socket udp; bind 0; sendto you hello; recv; plot throughput",
      "has received 5 bytes in one call, which gives no rate", "`recv all discard`"
    ),
    ("repeat 3 every 0ms { socket udp }", "a time from 1ms to 60s", ""),
    ("repeat 3 every soon { socket udp }", "a time from 1ms to 60s", ""),
  ])
  func `with nothing to draw it says how to come by something`(
    _ line: String, _ problem: String, _ step: String
  ) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(line + "\n"))
    #expect(try program.finish() == .status(1))
    let text = program.errorText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains(problem) && (step.isEmpty || text.contains(step)), "\(text)")
  }
}

@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct PlotOnWireTests {
  /// Ticks over TCP and UDP at once, one way 400 ms long.
  private let ticks = """
    wire up
    role server on bob
    socket udp; bind *:9000
    role client on alice
    socket udp; connect bob:9000
    wire delay 400ms
    wire drop 2nd datagram
    server> recv all
    client> repeat 5 every 20ms as n { send "tick {n}" }
    send ""
    server> plot delay of server

    """

  @Test func `a pace does not wait for packets that are late`() throws {
    let log = try log(of: ticks)
    let sent = log.filter { $0.text("call") == "send" && $0.kind == "returned" }
    let times = sent.prefix(5).compactMap { $0.number("time") }
    // With a wait for each it would be two seconds.
    #expect(times[4] - times[0] < 1_500_000_000)
    let picture = log.last { $0.kind == "output" }?.text("text") ?? ""
    #expect(
      picture.contains("client @3 → server @3: 6 sent, 5 received, 1 lost by the wire"),
      "\(picture)")
    #expect(picture.contains("×"))
  }

  @Test func `a lost segment holds back the ones behind it, a lost datagram nothing`() throws {
    let script = """
      wire up
      role server on bob
      socket tcp; bind *:9000; listen
      role other on bob
      socket udp; bind *:9001
      role client on alice
      socket tcp; connect bob:9000; set nodelay on
      socket udp; connect bob:9001
      server> accept
      wire delay 20ms
      wire drop 3rd data
      wire drop 3rd datagram
      server> recv all
      other> recv all
      client> repeat 8 every 20ms as n { send @3 "tick {n}"; send @4 "tick {n}" }
      wait client until client@3.unacked == 0
      client> close @3
      send @4 ""

      """
    let log = try log(of: script, ["--deadline", "20s"])
    let received = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
    let stream = received.filter { $0.role == "server" }.compactMap(\.bytes)
    #expect(stream.joined() == (1...8).map { "tick \($0)" }.joined())
    // What had arrived behind tick 3 had to wait for it, and came together with it.
    let segments = log.filter { $0.text("from") == "alice" && ($0.number("sequence") ?? 0) > 12 }
    let repeated = try #require(segments.firstIndex { $0.number("sequence") == 13 && !$0.isLost })
    if segments[..<repeated].contains(where: { $0.number("sequence") == 19 }) {
      #expect(stream.contains { $0.hasPrefix("tick 3tick 4") }, "\(stream)")
    }
    let datagrams = received.filter { $0.role == "other" }.compactMap(\.bytes)
    #expect(datagrams == [1, 2, 4, 5, 6, 7, 8].map { "tick \($0)" } + [""])
  }
}

extension LoggedEvent {
  /// A packet that the wire was told to drop.
  fileprivate var isLost: Bool { text("fate") == "dropped" }
}
