/// What a partner is like: a process to talk to that is no role.
public enum PartnerKind: String, Hashable, Sendable, CaseIterable {
  case echo, discard, chargen, daytime, http
  case slow, silent, rude, half, chatty, fragments, hostile

  /// One sentence, without a full stop.
  public var summary: String {
    switch self {
    case .echo: "sends back what it gets (RFC 862)"
    case .discard: "reads everything and answers nothing (RFC 863)"
    case .chargen: "sends a pattern of characters for ever (RFC 864)"
    case .daytime: "says what time it is and closes (RFC 867)"
    case .http: "answers GET and HEAD, as HTTP/1.1 asks, and says what it was asked"
    case .slow: "sends back what it gets, a byte at a time"
    case .silent: "takes the connection, reads nothing and says nothing"
    case .rude: "resets the connection when the first byte comes"
    case .half: "says one line, closes its sending side at once, and goes on reading"
    case .chatty: "talks first, never stops and never reads"
    case .fragments: "sends back what it gets, split where no message ends"
    case .hostile: "sends escape sequences, NULs, broken UTF-8 and a gigabyte without a line end"
    }
  }

  /// Whether it also exists for datagrams.
  public var isOverUDP: Bool {
    switch self {
    case .echo, .discard, .chargen, .daytime: true
    default: false
    }
  }
}

public enum PartnerTransport: String, Hashable, Sendable, CaseIterable {
  case tcp, udp
}

/// What `peer` asks for.
public enum PartnerRequest: Hashable, Sendable {
  /// Which there are, and what those that run have seen.
  case list
  /// nil: on a free port of the loopback.
  case start(PartnerKind, PartnerTransport, on: AddressReference?)
  /// nil: over whatever it is.
  case stop(PartnerKind, PartnerTransport?)
}
