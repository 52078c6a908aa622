internal import Log
internal import SystemCalls

extension Command {
  static let epoll = Command(
    "epoll", "have the kernel keep the set of what to wait for", in: .waiting,
    .epoll(),
    discussion: """
      epoll create makes a set, which is a descriptor itself; add, modify and delete change what it \
      watches; wait tells what happened, without being handed the whole set each time.

      Level-triggered, as poll is, unless a descriptor is added with edge (ET): then only what is new \
      is told, once, and one has to receive until EAGAIN before waiting again. once (ONESHOT) tells \
      one event and then nothing until modify. A socket leaves the set by itself when its last descriptor is closed, duplicates included.

      epoll wait mask SIGINT is epoll_pwait: the signals that are named are blocked while it waits.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "server> epoll create",
          "server> epoll add @3 read", "client> socket tcp", "client> connect server",
          "server> epoll wait",
        ], shows: "epoll_wait(4, [3 EPOLLIN], 16, -1) = 1"),
      Example(
        ["socket udp", "epoll create", "epoll add @3 OUT|ET", "epoll wait", "epoll wait now"],
        shows: "epoll_wait(4, [], 16, 0) = 0"),
      Example(["epoll create", "epoll delete @9"], shows: "EBADF"),
      Example(
        ["socket udp", "epoll create", "epoll add @3 write", "epoll wait now mask SIGINT"],
        shows: "epoll_pwait(4, [3 EPOLLOUT], 16, 0, mask [SIGINT]) = 1"),
    ],
    errors: [
      PossibleError("EEXIST", "add: the set watches the descriptor already"),
      PossibleError("ENOENT", "modify, delete: the set does not watch the descriptor"),
      PossibleError("EPERM", "add: what the descriptor stands for cannot be waited for"),
      PossibleError("EINVAL", "no epoll set, or the set itself; wait: room for no event"),
      PossibleError("ELOOP", "add: sets that watch each other in a circle"),
      PossibleError("EINTR", "wait: the call was interrupted while it waited"),
      PossibleError("EMFILE", "create: the role has as many descriptors as it may"),
      PossibleError("EBADF", "a descriptor is not open"),
    ]
  ) { multiplexing in .act(.multiplex(multiplexing)) }
}
