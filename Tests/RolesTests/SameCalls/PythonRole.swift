/// What each role is in the python3 program: a process that makes the calls of the lines it is
/// given, and tells of each as the JSON log does. Only the socket module is used, so that nothing of
/// ours has a part in how a call is made or its answer read.
let pythonRole = #"""
  import base64, codecs, errno, fcntl, json, os, re, select, signal, socket, struct, sys, time

  KINDS = {
      "tcp": ("AF_INET", "SOCK_STREAM"), "udp": ("AF_INET", "SOCK_DGRAM"),
      "tcp6": ("AF_INET6", "SOCK_STREAM"), "udp6": ("AF_INET6", "SOCK_DGRAM"),
      "unix": ("AF_UNIX", "SOCK_STREAM"), "unix-dgram": ("AF_UNIX", "SOCK_DGRAM"),
      "unix-seqpacket": ("AF_UNIX", "SOCK_SEQPACKET"),
  }
  FLAGS = {
      name: "MSG_" + name.upper() for name in
      "oob peek dontroute ctrunc trunc dontwait eor waitall nosignal errqueue more".split()
  }
  HOW = {"read": "SHUT_RD", "write": "SHUT_WR", "both": "SHUT_RDWR"}
  WATCHED = {"read": "POLLIN", "urgent": "POLLPRI", "write": "POLLOUT", "hangup": "POLLRDHUP"}
  POLL = ["POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDHUP"]
  UNITS = {"K": 1 << 10, "M": 1 << 20}

  def value(name): return getattr(socket, name)
  def size(text): return int(text[:-1]) * UNITS[text[-1]] if text[-1] in UNITS else int(text)
  def microseconds(text):
      number, unit = re.fullmatch(r"(\d+)(us|ms|s)", text).groups()
      return int(number) * {"us": 1, "ms": 1000, "s": 1000000}[unit]
  def bits(names): return "|".join(names) or "0"
  def shown(data):
      data = bytes(data)
      return {"base64": base64.b64encode(data[:4096]).decode(), "length": len(data)}

  def address_text(address):
      if address is None: return None
      if isinstance(address, bytes): return "unix:@" + address[1:].decode()
      if isinstance(address, str):
          return ("" if "/" in address else "unix:") + (address or "unnamed")
      host, port = address[:2]
      if len(address) == 2: return f"{host}:{port}"
      scope = f"%{address[3]}" if address[3] else ""
      return f"[{host.partition('%')[0]}{scope}]:{port}"

  class Socket:
      def __init__(self, x):
          self.x, self.listens, self.connected = x, False, False
          self.family, self.type = x.family, x.type & ~socket.SOCK_NONBLOCK
      def place(self):
          try: local = self.x.getsockname()
          except OSError: local = None
          bound = local not in (None, "") and (self.family == socket.AF_UNIX or local[1] != 0)
          try: self.x.getpeername(); connected = True
          except OSError: connected = False
          return [self.family, self.type, local if bound and not isinstance(local, bytes)
                  else local and local.decode("latin1") if bound else None,
                  bool(self.listens), connected]

  held, broken = {}, {}  # In the order of opening; python's objects for numbers that are no sockets.

  def keep(x):
      held[x.fileno()] = Socket(x)
      return x.fileno()

  def object_for(fd):
      """The socket; for a number that is none, an object that calls the kernel all the same."""
      if fd in held: return held[fd].x
      return broken[fd]

  def prepare_broken():
      for fd in (0, 9):
          x, saved = socket.socket(), os.dup(fd) if fd == 0 else None
          os.dup2(x.fileno(), fd)
          broken[fd] = socket.socket(fileno=fd)
          if saved is None: os.close(fd)
          else: os.dup2(saved, fd); os.close(saved)
          x.close()

  def newest(listening=False):
      fds = [fd for fd, s in held.items() if not listening or s.listens]
      return fds[-1] if fds else list(held)[-1]

  def address(text, x, places):
      """From an address as typed; a role's name is where that role is bound."""
      six = x.family == socket.AF_INET6
      if text == "unix:unnamed": return ""
      if text.startswith("unix:@"): return b"\0" + text[6:].encode()
      if "/" in text: return text
      if text.isdigit(): return ("::1" if six else "127.0.0.1", int(text))
      if text in places: return role_address(places[text], x)
      host, _, port = text.rpartition(":")
      if host == "*": return ("::" if six else "0.0.0.0", int(port))
      if not host.startswith("["): return (host, int(port))
      host, _, interface = host[1:-1].partition("%")
      scope = socket.if_nametoindex(interface) if interface else 0
      return (host, int(port), 0, scope)

  def role_address(places, x):
      alike = [p for p in places if p[2] is not None and p[:2] == [x.family, held_type(x)]]
      best = [p for p in alike if p[3]] or [p for p in alike if not p[4]] or alike
      local = best[-1][2]
      if isinstance(local, str): return local.encode("latin1") if local[0] == "\0" else local
      host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(local[0], local[0])
      return (host, *local[1:])

  def held_type(x): return x.type & ~socket.SOCK_NONBLOCK

  class Words:
      """What is left of a statement."""
      def __init__(self, words): self.words = words
      def __bool__(self): return bool(self.words)
      def next(self): return self.words.pop(0)
      def take(self, word):
          found = bool(self.words) and self.words[0] == word
          if found: self.next()
          return found
      def descriptor(self, listening=False):
          if self.words and self.words[0][0] == "@": return int(self.next()[1:])
          return newest(listening)
      def data(self):
          word = self.next()
          if word[0] == '"':
              return codecs.escape_decode(word[1:-1].encode())[0]
          if word == "zeros": return bytes(size(self.next()))
          if word == "repeat":
              return self.data() * int(self.next())
          if word == "hex":
              digits = ""
              while self.words and re.fullmatch("[0-9a-f]{2}", self.words[0]): digits += self.next()
              return bytes.fromhex(digits)
          return word.encode()
      def flags(self):
          words = self.words and [w for word in self.words for w in word.split("|")]
          names = [FLAGS.get(word, word) for word in words]
          number = 0
          for name in names: number |= value(name)
          ordered = [name for name in FLAGS.values() if name in names]
          return number, bits(ordered)

  """#
