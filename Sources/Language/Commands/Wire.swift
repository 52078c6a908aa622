extension Command {
  static let wire = Command(
    "wire", "a private network whose packets can be seen, lost and late", in: .wire,
    .wire(),
    discussion: """
      wire up makes hosts: each is a network of its own, with the kernel's own TCP, at 10.0.0.1 and \
      fd00::1, 10.0.0.2 and fd00::2, and so on. Between them is one cable, which carries every packet \
      as it is until it is told otherwise. role NAME on HOST puts a new role on a host; what it sends \
      to another host crosses the cable, and a host's name stands for its address, as in connect \
      bob:9000. A server there binds to *:9000: 9000 alone is the loopback of its host, which no \
      other host reaches. The roles that were there before stay where they are.

      Packets get lost and late by chance, and the same seed has the same packet of the same \
      traffic meet the same fate. drop and hold mean one packet exactly, or every one of a kind. \
      In wire show the numbers of TCP count from 0, a packet stands where it was sent, and what is \
      not said to be lost, dropped or held has arrived; a corrupted one has, too, and the kernel there \
      drops it for its checksum. Where nobody has an address, or a packet is \
      too big, a router that stands in the cable answers: 10.0.0.254 or fd00::fe. IPv6 relies on an \
      mtu of 1280 bytes; below that, longer packets of IPv6 do not get through at all.

      A saved file has each packet twice, as it was sent and as it arrived: two interfaces. In \
      Wireshark the filter \(WireRequest.sentFilter) shows one side. Its analysis takes the second \
      for a retransmission: for that, export what the filter shows, and open the new file. The \
      record is there until the next wire up, also after wire down.

      A setting stays until it is set again, for the direction that it was set for: loss 0%, delay \
      0s, rate off, mtu off, mend, or clear for all of them. wire alone lists what is set, the orders \
      that wait for their packets with how many have come, and the packets in your hand. The wire ends with wire down or with \
      the session, and leaves nothing behind. Where the system allows no such network, wire up says \
      what is in the way.
      """,
    forms: WireWord.forms,
    examples: [
      Example(["wire up", "wire"], shows: "10.0.0.2"),
      Example(
        [
          "wire up", "role server on bob", "socket tcp; bind *:9000; listen",
          "role client on alice", "wire show live", "socket tcp; connect bob:9000",
        ], shows: "alice → bob   SYN"),
      Example(
        [
          "wire up", "role client on alice", "socket udp", "wire drop next datagram",
          "sendto bob:9000 lost", "wire show",
        ], shows: "dropped"),
      Example(["wire up anna ben carl", "wire loss 5% delay 40ms from anna"], shows: "carl"),
    ]
  ) { request in .wire(request) }
}
