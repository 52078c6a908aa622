import Foundation
import Log
import SystemCalls
import Testing

@testable import Views

/// A long log is drawn quickly, in little memory.
@Suite(.serialized) struct DiagramBoundTests {
  /// Of this thread's processor time, in seconds; unoptimised it takes five times as long.
  #if DEBUG
    private static let most = 20.0
  #else
    private static let most = 2.0
  #endif

  @Test func `100,000 events of a flood are drawn in 2 seconds and 200 MB`() throws {
    try expectFast { index, story in
      story.call("client", DiagramStory.send(3, "message \(index)"), 9)
      story.call("server", DiagramStory.recv(4, "message \(index)"), 9)
    }
  }

  @Test func `so are 100,000 of statements typed one by one`() throws {
    try expectFast { index, story in
      story.add("client", .typed("send message"))
      story.call("client", DiagramStory.send(3, "message \(index)"), 9)
      story.change("server", 4, .receiveQueue, "0", "9")
      story.add("server", .typed("recv"))
      story.call("server", DiagramStory.recv(4, "message \(index)"), 9)
    }
  }

  @Test func `so are 100,000 packets, each a little late`() throws {
    try expectFast { index, story in
      if index % 10 == 0 { story.add("client", .typed("send message")) }
      story.packet(index, "P.", .init(.delivered, delay: 3_000_000))
      story.wait(1)
    }
  }

  @Test func `so are 100,000 datagrams that nobody receives`() throws {
    try expectFast { index, story in
      if index == 0 {
        for event in DiagramStory.circle.events { story.add(event.role, event.kind) }
      }
      story.add("anna", .typed("sendto"))
      story.call(
        "anna",
        DiagramStory.named(
          "sendto", ("sockfd", .descriptor(3)), ("buf", .bytes(Bytes(Array("lost".utf8)))),
          ("len", .integer(4)), ("flags", .constant(0, table: .messageFlags)),
          ("dest_addr", .address(.loopback(port: 7002)))), 4)
      story.call("ben", DiagramStory.recv(3, "other"), 5)
    }
  }

  private func expectFast(_ more: (Int, inout DiagramStory) -> Void) throws {
    var story = DiagramStory()
    story.connect()
    var index = 0
    while story.events.count < 100_000 {
      more(index, &story)
      index += 1
    }
    let before = try memory()
    let start = processorTime()
    let diagram = story.diagram(most: 2000)
    let sizes = [
      diagramText(diagram, width: 78, utf8: true, keep: "").utf8.count,
      diagramPage(diagram).utf8.count,
    ]
    let seconds = processorTime() - start
    #expect(seconds < DiagramBoundTests.most, "it took \(seconds) s")
    #expect(try memory() < before + 200_000, "kB")
    #expect(sizes.allSatisfy { $0 > 1000 })
  }

  /// The most this process has had, in kB.
  private func memory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
  }
}
