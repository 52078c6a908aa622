/// What can stand after `wire`: help, completion and the reader all read this list.
enum WireWord: String, CaseIterable {
  case up, down, show, save
  case loss, delay, jitter, duplicate, reorder, corrupt, rate, mtu, cut, mend, clear
  case drop, hold, release, seed

  /// What follows the word.
  var usage: String {
    switch self {
    case .up: "[HOST …]"
    case .down, .cut, .mend, .clear: ""
    case .show: "[last N|live [off]]"
    case .save: "FILE"
    case .loss, .duplicate, .reorder, .corrupt: "N%"
    case .delay, .jitter: "TIME"
    case .rate: "RATE|off [queue SIZE]"
    case .mtu: "N|off"
    case .drop: "next|3rd|every KIND"
    case .hold: "[next|3rd|every KIND]"
    case .release: "[N]"
    case .seed: "N"
    }
  }

  var summary: String {
    switch self {
    case .up: "make the hosts and the cable between them; alice and bob if none is named"
    case .down: "end the roles on the hosts, and the hosts"
    case .show:
      """
      the packets so far, or the last N; live: each from now on, between the calls; live off: no more
      """
    case .save: "all packets, sent and arrived, as a pcapng file, which Wireshark reads"
    case .loss: "so many of a hundred packets get lost"
    case .delay: "each arrives so much later, as in 40ms"
    case .jitter: "the delay varies by so much, up and down; order is kept"
    case .duplicate: "so many arrive twice"
    case .reorder: "so many are kept back, for 50 ms at most, so that the next one overtakes them"
    case .corrupt:
      "so many have one bit changed: a checksum finds it, and the receiver's kernel drops the packet"
    case .rate: "so many bits a second, as in 1mbit, and what may queue for it, as in 64K"
    case .mtu: "longer packets are cut in pieces, or answered with an ICMP that says so"
    case .cut: "nothing passes until mend"
    case .mend: "the cable is whole again"
    case .clear:
      "nothing is done to packets any more, and no drop or hold waits; what is held stays held"
    case .drop:
      "that one packet is lost: next SYN, 3rd data from alice; every: all such, until clear"
    case .hold: "it is kept in your hand until release; hold alone keeps the next packet"
    case .release:
      "let held packets go, the oldest first: N of them, or all; nothing else is done to them"
    case .seed: "another course of chance; the same seed has the same packets lost"
    }
  }

  var candidate: Candidate { Candidate(rawValue, summary) }

  /// Whether it says what is done to packets, so that several may stand together.
  var isSetting: Bool {
    switch self {
    case .loss, .delay, .jitter, .duplicate, .reorder, .corrupt, .rate, .mtu, .cut, .mend, .clear:
      true
    default: false
    }
  }

  static let settings = allCases.filter(\.isSetting)

  /// Whether an earlier setting of the same line would never hold.
  func undoes(_ earlier: WireWord) -> Bool {
    self == earlier || self == .clear || [self, earlier] == [.cut, .mend]
      || [self, earlier] == [.mend, .cut]
  }

  static let forms: [Topic.Form] =
    [Topic.Form("wire", "the hosts, their addresses, and what is done to packets")]
    + allCases.map { word in
      Topic.Form(
        ["wire", word.rawValue, word.usage].filter { !$0.isEmpty }.joined(separator: " "),
        word.summary)
    } + [
      Topic.Form(
        "KIND",
        "SYN, SYN-ACK, FIN, RST, data (a segment with some), ACK (one with nothing else), datagram (of"
          + " UDP), or packet (any)"),
      Topic.Form("… from HOST", "only what this host sends; it stands last"),
      Topic.Form("… to HOST", "only what is for it"),
      Topic.Form("… between A and B", "only what these two send each other"),
    ]
}
