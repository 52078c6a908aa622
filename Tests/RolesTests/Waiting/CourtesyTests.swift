import Testing

@testable import Roles

/// The stage lets others run while it takes in a flood.
struct CourtesyTests {
  private var time: UInt64 = 0

  @Test mutating func `a peer of short turns gets the processor after every few messages`() {
    #expect(offers(in: 400, eachTaking: 5_000) == 100)
  }

  @Test mutating func `who keeps the processor is offered it so seldom that little is lost`() {
    let slice: UInt64 = 3_000_000
    let offers = offers(in: 400_000, eachTaking: slice)
    #expect(offers > 1)
    #expect(UInt64(offers) * slice < time / 50)
  }

  /// How often it gives way in so many messages of a microsecond each.
  private mutating func offers(in messages: Int, eachTaking turn: UInt64) -> Int {
    var courtesy = Courtesy()
    var (offers, time) = (0, self.time)
    for _ in 0..<messages {
      time += 1000
      courtesy.giveWay(
        clock: { time },
        yield: {
          offers += 1
          time += turn
        })
    }
    self.time = time
    return offers
  }
}
