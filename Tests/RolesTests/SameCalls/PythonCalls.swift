/// The calls that a role of the python3 program makes, one function a command.
let pythonCalls = #"""
  def errno_name(number):
      """Of names for one number, the socket calls' own."""
      return "EOPNOTSUPP" if number == errno.EOPNOTSUPP else errno.errorcode[number]

  def call(name, arguments, action):
      """Makes it, and tells what it came to."""
      event = {"event": "returned", "call": name, "arguments": arguments}
      try: event["result"] = action() or 0
      except OSError as error:
          event["result"], event["errno"] = -1, errno_name(error.errno)
      tell(event)
      return event["result"]

  def on_socket(name, w, _):
      family, kind = KINDS[w.next()]
      extra = "SOCK_NONBLOCK" if w.take("nonblocking") else None
      number = value(kind) | (socket.SOCK_NONBLOCK if extra else 0)
      call(name, {"domain": family, "type": kind + ("|" + extra if extra else "")},
           lambda: keep(socket.socket(value(family), number)))

  def on_socketpair(name, w, _):
      family, kind = KINDS[w.next() if w else "unix"]
      arguments = {"domain": family, "type": kind, "sv": None}
      def action(): arguments["sv"] = [keep(x) for x in socket.socketpair(value(family), value(kind))]
      call(name, arguments, action)

  def on_address(name, w, places):
      fd = w.descriptor()
      x = object_for(fd)
      where = address(w.next(), x, places)
      text = address_text(where if x.family != socket.AF_INET6 or len(where) == 4 else where + (0, 0))
      call(name, {"sockfd": fd, "addr": text}, lambda: getattr(x, name)(where))

  def on_listen(name, w, _):
      fd = w.descriptor()
      backlog = int(w.next()) if w else 128
      if call(name, {"sockfd": fd, "backlog": backlog},
              lambda: object_for(fd).listen(backlog)) == 0: held[fd].listens = True

  def on_accept(name, w, _):
      fd = w.descriptor(listening=True)
      arguments = {"sockfd": fd, "addr": None}
      def action():
          number, peer = object_for(fd)._accept()
          keep(socket.socket(fileno=number))
          arguments["addr"] = address_text(peer)
          return number
      call(name, arguments, action)

  def on_name(name, w, _):
      fd = w.descriptor()
      arguments = {"sockfd": fd, "addr": None}
      def action(): arguments["addr"] = address_text(getattr(object_for(fd), name)())
      call(name, arguments, action)

  def on_shutdown(name, w, _):
      fd, how = w.descriptor(), HOW[w.next()]
      call(name, {"sockfd": fd, "how": how}, lambda: object_for(fd).shutdown(value(how)))

  def on_close(name, w, _):
      fd = w.descriptor()
      if call(name, {"sockfd": fd}, lambda: os.close(fd)) == 0: held.pop(fd).x.detach()

  def on_unlink(name, w, _):
      path = w.next()
      call(name, {"pathname": path}, lambda: os.unlink(path))

  def on_send(name, w, places):
      fd = w.descriptor()
      where = address(w.next(), object_for(fd), places) if name == "sendto" else None
      data = w.data()
      number, flags = w.flags()
      arguments = {"sockfd": fd, "buf": shown(data), "len": len(data), "flags": flags}
      if name == "sendto":
          six = object_for(fd).family == socket.AF_INET6
          arguments["dest_addr"] = address_text(where if not six or len(where) == 4 else where + (0, 0))
          call(name, arguments, lambda: object_for(fd).sendto(data, number, where))
      else: call(name, arguments, lambda: object_for(fd).send(data, number))

  def on_recv(name, w, _):
      fd = w.descriptor()
      length = size(w.next()) if w and w.words[0][0].isdigit() else 4096
      number, flags = w.flags()
      arguments = {"sockfd": fd, "buf": None, "len": length, "flags": flags}
      room = bytearray(length)
      if name == "recvfrom": arguments["src_addr"] = None
      def action():
          if name == "recvfrom":
              count, peer = object_for(fd).recvfrom_into(room, length, number)
              arguments["src_addr"] = address_text(peer)
          else: count = object_for(fd).recv_into(room, length, number)
          arguments["buf"] = shown(room[:min(count, length)])
          return count
      call(name, arguments, action)

  def on_sendmsg(name, w, places):
      fd = w.descriptor()
      where = address(w.next(), object_for(fd), places) if w.take("to") else None
      buffers = [w.data()]
      while w.take("+"): buffers.append(w.data())
      passed = []
      if w.take("fd"):
          while w and w.words[0][0] == "@": passed.append(w.descriptor())
      rights = struct.pack(f"{len(passed)}i", *passed)
      control = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)] if passed else []
      number, flags = w.flags()
      message = header(where, buffers, control, "0")
      six = where and object_for(fd).family == socket.AF_INET6 and len(where) == 2
      if six: message["name"] = address_text(where + (0, 0))
      ends = [where] if where is not None else []
      call(name, {"sockfd": fd, "msg": message, "flags": flags},
           lambda: object_for(fd).sendmsg(buffers, control, number, *ends))

  def on_recvmsg(name, w, _):
      fd, lengths, room = w.descriptor(), [4096], 256
      if w and w.words[0][0].isdigit():
          lengths = [size(w.next())]
          while w.take("+"): lengths.append(size(w.next()))
      if w.take("control"): room = size(w.next())
      number, flags = w.flags()
      arguments = {"sockfd": fd, "msg": None, "flags": flags}
      buffers = [bytearray(length) for length in lengths]
      def action():
          count, control, answer, peer = object_for(fd).recvmsg_into(buffers, room, number)
          left, filled = count, []
          for buffer in buffers:
              filled.append(buffer[:left])
              left = max(0, left - len(buffer))
          names = [name for name in FLAGS.values() if answer & value(name)]
          arguments["msg"] = header(peer, filled, control, bits(names))
          for level, kind, data in control:
              if (level, kind) != (socket.SOL_SOCKET, socket.SCM_RIGHTS): continue
              for passed in struct.unpack(f"{len(data) // 4}i", data):
                  keep(socket.socket(fileno=passed))
          return count
      call(name, arguments, action)

  def header(where, buffers, control, flags):
      levels = {socket.SOL_SOCKET: "SOL_SOCKET", 0: "IPPROTO_IP", 41: "IPPROTO_IPV6"}
      return {"name": address_text(where), "buffers": [shown(b) for b in buffers],
              "control": [{"level": levels[level], "type": kind,
                           "base64": base64.b64encode(data).decode()}
                          for level, kind, data in control], "flags": flags}

  def on_nonblocking(name, w, _):
      on = True
      fd = None
      while w:
          word = w.next()
          if word[0] == "@": fd = int(word[1:])
          else: on = word == "on"
      fd = newest() if fd is None else fd
      flags = call("fcntl", {"fd": fd, "op": "F_GETFL"}, lambda: fcntl.fcntl(fd, fcntl.F_GETFL))
      if flags < 0: return
      flags = flags | os.O_NONBLOCK if on else flags & ~os.O_NONBLOCK
      text = "O_RDWR" + ("|O_NONBLOCK" if on else "")
      call("fcntl", {"fd": fd, "op": "F_SETFL", "arg": text},
           lambda: fcntl.fcntl(fd, fcntl.F_SETFL, flags))

  def on_poll(name, w, _):
      entries, events, wait, fresh = [], [], -1, True
      while w:
          word = w.next()
          if word == "now": wait = 0
          elif word == "for": wait = microseconds(w.next()) // 1000
          elif word[0] == "@":
              entries.append((int(word[1:]), events))
              fresh = True
          else:
              events = [] if fresh else events
              events.append(WATCHED[word])
              fresh = False
      entries = entries or [(newest(), events)]
      watch = select.poll()
      for fd, events in entries:
          watch.register(fd, sum(getattr(select, name) for name in events))
      names = lambda events: bits([name for name in POLL if getattr(select, name) & events])
      asked = lambda events: bits([name for name in POLL if name in events])
      arguments = {"nfds": len(entries), "timeout": wait,
                   "fds": [{"fd": fd, "events": asked(events)} for fd, events in entries]}
      def action():
          found = dict(watch.poll(None if wait < 0 else wait))
          arguments["fds"] = [
              {"fd": fd, "events": asked(events), "revents": names(found[fd])}
              for fd, events in entries if fd in found]
          return len(found)
      call(name, arguments, action)

  """#
