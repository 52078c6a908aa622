internal import Log
internal import SystemCalls

extension Command {
  static let leave = Command(
    "leave", "leave the lesson, or a multicast group", in: .lessons,
    .groupToLeave(),
    discussion: """
      Alone, it leaves the lesson: its roles end, and those that were there before it come back; \
      learn goes on where it was left. With a group it is setsockopt with IP_DROP_MEMBERSHIP or \
      IPV6_LEAVE_GROUP, and undoes join.
      """,
    examples: [
      Example(
        ["server> socket tcp", "learn first-client", "leave", "sockets"], shows: "server @3"),
      Example(["socket udp", "leave 239.1.2.3 on 127.0.0.1"], shows: "EADDRNOTAVAIL"),
    ],
    errors: [
      PossibleError("EADDRNOTAVAIL", "the socket has not joined the group there"),
      PossibleError("ENODEV", "there is no such interface"),
      PossibleError("EPROTO", "the socket is a TCP one, which is in no group"),
    ]
  ) { group in group.map { .act(.setsockopt($0.socket, $0.setting)) } ?? .lesson(.leave) }
}

/// A group and the socket that is to leave it.
struct GroupToLeave: Sendable {
  var socket: SocketReference
  var setting: OptionSetting
}

extension Parameter where Value == GroupToLeave? {
  static func groupToLeave() -> Parameter {
    let summary = "a multicast group that was joined, and where; without it, the lesson is left"
    return Parameter("[[@FD] GROUP [on INTERFACE]]", hint: "", summary) {
      reader throws(Diagnostic) in
      guard !reader.isAtEnd else { return nil }
      let socket = try Parameter<SocketReference>.socket().read(reader)
      return GroupToLeave(socket: socket, setting: try reader.groupSetting(joining: false))
    }
  }
}
