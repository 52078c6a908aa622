/// What other programs call the things that commands do: for advice, never as commands.
let foreignNames: [String: String] = [
  "receive": "recv", "rm": "unlink", "pair": "socketpair", "print": "send", "say": "send",
  "ls": "sockets", "ss": "sockets", "netstat": "sockets", "lsof": "sockets", "list": "sockets",
  "ps": "role", "roles": "role", "jobs": "role",
  "man": "help", "h": "help", "usage": "help",
  "open": "socket", "stop": "interrupt", "strace": "trace", "assert": "check",
  "sleep": "wait", "load": "source", "run": "source", "select": "use", "name": "getsockname",
]

/// What is done without a command.
let donePlainly: [String: String] = [
  "clear": "⌃L (Control and L) clears the screen", "cls": "⌃L (Control and L) clears the screen",
]
