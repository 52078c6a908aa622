internal import Log
internal import SystemCalls

/// `fuzz 127.0.0.1:9000 "GET / HTTP/1.0\r\n\r\n" times 500 seed 7`
public struct FuzzRequest: Hashable, Sendable {
  public var target: FuzzTarget
  /// What a well-meaning client sends.
  public var template: Payload
  /// What is tried instead of inputs made from the template, if there is any.
  public var input: Payload?
  /// Whether the template must be answered, as it was when the line was saved.
  public var isAnswered = false
  public var times = 500
  /// The number of the first input.
  public var first = 1
  /// nil: one is chosen, and told.
  public var seed: UInt64?
  /// How long an answer may take; nil: measured with the template.
  public var milliseconds: Int?
  /// Where to put a script that shows again what was found.
  public var file: String?
}

public enum FuzzTarget: Hashable, Sendable {
  /// Whomever this socket of the role's is connected to, by the socket's own protocol.
  case peer(SocketReference)
  case address(AddressReference, isDatagram: Bool)
}

extension Parameter where Value == FuzzTarget {
  static func fuzzTarget() -> Parameter {
    let summary = """
      whom: the peer of a socket of the role's, or an address, by TCP unless udp is said; without \
      it the peer of the newest socket
      """
    return Parameter("[@FD | [udp] ADDRESS]", summary) { reader throws(Diagnostic) in
      reader.offer("[@FD | [udp] ADDRESS]", .several([.descriptors, .addresses]))
      guard let token = reader.peek, let word = token.keyword else { return .peer(.unnamed) }
      if word.hasPrefix("@") { return .peer(try Parameter<SocketReference>.socket().read(reader)) }
      if DataForm.named(word) != nil, !reader.isPartner(word) { return .peer(.unnamed) }
      let isDatagram = reader.accept("udp", usage: "[udp] ADDRESS", "datagrams")
      return .address(try reader.addressee(), isDatagram: isDatagram)
    }
  }
}

extension Reader {
  /// Whether a word that begins a form of data is a partner's name here: `fuzz echo "hello"`, where
  /// `echo 7 1` is an ICMP echo request.
  fileprivate func isPartner(_ word: String) -> Bool {
    PartnerKind(rawValue: word) != nil && peekSecond.flatMap { UInt($0.text) } == nil
  }

  static let fuzzWords: Set<String> = [
    "input", "times", "seed", "from", "within", "save", "answered",
  ]
}

extension Parameter where Value == Payload {
  static func template() -> Parameter {
    Parameter("TEMPLATE", "what a well-meaning client sends, as data; see help data") {
      reader throws(Diagnostic) in try reader.payload(until: Reader.fuzzWords)
    }
  }
}
