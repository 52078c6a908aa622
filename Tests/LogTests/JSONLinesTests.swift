import Foundation
import Log
import SystemCalls
import Testing

/// The log for programs, as the README's reference has it.
struct JSONLinesTests {
  private func object(_ kind: Event.Kind) throws -> [String: Any] {
    let line = Event(seq: 5, time: 77, role: "server", kind: kind).jsonLine()
    return try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test(arguments: Sample.kinds) func `every event is one line of JSON without controls`(
    _ kind: Event.Kind
  ) throws {
    let line = Event(seq: 5, time: 77, role: "server", kind: kind).jsonLine()
    #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f })
    let object = try object(kind)
    #expect(object["seq"] as? Int == 5)
    #expect(object["time"] as? Int == 77)
    #expect(object["role"] as? String == "server")
    #expect(object["event"] is String)
  }

  @Test func `a failed call has its errno by name, its duration and strace's line`() throws {
    let object = try object(
      .returned(Returned(call: Sample.call, outcome: Sample.failed, late: true)))
    #expect(object["event"] as? String == "returned")
    #expect(object["call"] as? String == "recvfrom")
    #expect(object["result"] as? Int == -1)
    #expect(object["errno"] as? String == "ECONNREFUSED")
    #expect(object["nanoseconds"] as? Int == 1234)
    #expect(object["late"] as? Bool == true)
    #expect((object["strace"] as? String)?.hasPrefix("recvfrom(4, ") == true)
    let arguments = try #require(object["arguments"] as? [String: Any])
    #expect(arguments["sockfd"] as? Int == 4)
    #expect(arguments["flags"] as? String == "MSG_PEEK")
    #expect(arguments["src_addr"] as? String == "127.0.0.1:9000")
  }

  @Test func `data is base64, with its length and hash`() throws {
    let arguments = try #require(try object(.called(Sample.call))["arguments"] as? [String: Any])
    let data = try #require(arguments["buf"] as? [String: Any])
    let text = try #require(data["base64"] as? String)
    #expect(Data(base64Encoded: text) == Data("hi\0\u{1b}".utf8))
    #expect(data["length"] as? Int == 4)
    #expect((data["fnv1a"] as? String)?.count == 16)
  }

  @Test func `base64 is what Foundation makes of the same bytes`() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ count) }
      #expect(base64(bytes) == Data(bytes).base64EncodedString())
    }
  }

  @Test func `a state has both ends and says whose it was`() throws {
    let object = try object(.state(Sample.change))
    #expect(object["fd"] as? Int == 3)
    #expect(object["property"] as? String == "accept queue")
    #expect(object["from"] as? String == "0")
    #expect(object["to"] as? String == "1")
    #expect(object["local"] as? String == "0.0.0.0:1")
    #expect(object["remote"] is NSNull)
    #expect(object["orphaned"] as? Bool == true)
  }

  @Test func `an end has a status or a signal by name`() throws {
    #expect(try object(.roleEnded(.status(3)))["status"] as? Int == 3)
    #expect(try object(.roleEnded(.signal(9)))["signal"] as? String == "SIGKILL")
  }

  @Test func `a packet says from where to where, what it is and what became of it`() throws {
    let object = try object(.packet(Sample.packets[0]))
    #expect(object["event"] as? String == "packet")
    #expect(object["number"] as? Int == 3)
    #expect(object["from"] as? String == "alice" && object["to"] as? String == "bob")
    #expect(object["source"] as? String == "0.0.0.0:1")
    #expect(object["destination"] as? String == "127.0.0.1:2")
    #expect(object["protocol"] as? String == "tcp")
    #expect(object["flags"] as? [String] == ["SYN", "ACK"])
    #expect(object["sequence"] as? Int == 0 && object["acknowledgement"] as? Int == 1)
    #expect(object["data"] as? Int == 0 && object["window"] as? Int == 65160)
    #expect(object["length"] as? Int == 60)
    #expect(object["fate"] as? String == "delivered" && object["delay"] as? Int == 7)
    #expect(object["copies"] as? Int == 2)
    #expect(object["corrupted"] as? Bool == true && object["keptBack"] as? Bool == true)
    #expect(object["overtakes"] as? Int == 3)
    #expect(object["remarks"] as? [String] == ["retransmission", "zero window"])
  }

  @Test func `a role on a host is told of with that host's interfaces`() throws {
    var log = JSONLog()
    let call = Call(
      "setsockopt", [Argument("optval", .optionValue(.membership6(group: .any, interface: 1)))])
    let start = RoleStart(pid: 7, host: "bob", interfaces: InterfaceNames([1: "odd0"]))
    let events: [(String, Event.Kind)] = [
      ("far", .roleStarted(start)), ("far", .called(call)), ("near", .called(call)),
    ]
    let lines = events.map { log.line(for: Event(seq: 1, time: 2, role: $0, kind: $1)) }
    #expect(lines[0].contains(#""host":"bob""#), "\(lines)")
    #expect(lines[1].contains(#"if_nametoindex(\"odd0\")"#), "\(lines)")
    #expect(lines[2].contains(#"if_nametoindex(\"lo\")"#), "\(lines)")
  }

  @Test func `a packet of another protocol than TCP has what that has`() throws {
    let objects = try Sample.packets.map { try object(.packet($0)) }
    #expect(objects[1]["flags"] as? [String] == [] && objects[1]["acknowledgement"] is NSNull)
    #expect(objects[2]["protocol"] as? String == "udp" && objects[2]["data"] as? Int == 5)
    #expect(objects[3]["type"] as? Int == 3 && objects[3]["code"] as? Int == 1)
    #expect(objects[4]["identification"] as? Int == 9 && objects[4]["offset"] as? Int == 1480)
    #expect(objects[5]["protocol"] as? Int == 47)
    #expect(objects[6]["malformed"] as? String == "no bytes" && objects[6]["protocol"] is NSNull)
    #expect(objects.suffix(10).allSatisfy { $0["to"] is NSNull })
    #expect(
      objects.suffix(10).compactMap { $0["fate"] as? String } == [
        "delivered", "lost", "dropped", "cut", "queue full", "too big", "no such host", "malformed",
        "held", "released",
      ])
  }
}
