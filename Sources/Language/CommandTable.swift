/// Every command, in the order of help: by group, and within a group as they are learnt.
public let commands: [Command] = [
  .socket, .bind, .getsockname, .getpeername, .setsockopt, .getsockopt, .close,
  .socketpair, .unlink,
  .listen, .accept, .connect, .shutdown,
  .send, .sendto, .recv, .recvfrom, .expect, .sendmsg, .recvmsg, .sendmmsg, .recvmmsg,
  .read, .write, .readv, .writev, .dup, .dup2, .ioctl, .sockatmark,
  .nonblocking, .accept4, .poll, .ppoll, .select, .pselect, .epoll,
  .use, .role, .interrupt, .kill, .signal,
  .peer,
  .sockets, .wait, .check, .trace, .explain, .transcript, .diagram, .states,
  .plot, .export, .code,
  .getaddrinfo, .getnameinfo, .interfaces, .services,
  .repeated, .let,
  .wire,
  .probe, .fuzz, .allow,
  .learn, .next, .hint, .solution, .skip, .goals, .back, .goto, .reset, .progress, .lessons, .leave,
  .save,
  .history, .source, .help, .quit,
  .join, .options, .info, .queues, .timers,
]

/// The command with that name or alias.
public func command(named name: String) -> Command? { commandsByName[name].map { commands[$0] } }

private let commandsByName: [String: Int] = {
  var table: [String: Int] = [:]
  for (index, command) in commands.enumerated() {
    for name in command.names { table[name] = index }
  }
  return table
}()

/// Every name that a statement can begin with.
let commandNames = commands.flatMap(\.names)

/// What `help` can be asked about.
let helpNames = commandNames + topics.map(\.name)
