/// The options that the python3 program's roles can set and ask for, as C has them.
let pythonOptions = #"""
  LEVELS = {"SO": "SOL_SOCKET", "IP": "IPPROTO_IP", "IPV6": "IPPROTO_IPV6", "TCP": "IPPROTO_TCP",
            "UDP": "IPPROTO_UDP"}
  TIMES = {"SO_RCVTIMEO", "SO_SNDTIMEO"}
  NUMBERS = {"IPV6_RECVPKTINFO": 49, "IP_MULTICAST_ALL": 49, "IPV6_MULTICAST_ALL": 29,
             "SO_RCVLOWAT": 18, "SO_PEEK_OFF": 42, "UDP_CORK": 1, "IP_FREEBIND": 15, "IP_PKTINFO": 8,
             "IP_RECVTTL": 12}

  def option(name):
      level = LEVELS[name.partition("_")[0]]
      return level, value(level), NUMBERS.get(name) or value(name)

  def interface_text(index):
      return f'if_nametoindex("{socket.if_indextoname(index)}")' if index else "0"

  def encoded(name, word):
      """The bytes or the number, and how C would write them."""
      if name == "SO_LINGER":
          pair = (0, 0) if word == "off" else (1, microseconds(word) // 1000000)
          return struct.pack("ii", *pair), "{l_onoff=%d, l_linger=%d}" % pair
      if name in TIMES:
          time = (0, 0) if word == "off" else divmod(microseconds(word), 1000000)
          return struct.pack("qq", *time), "{tv_sec=%d, tv_usec=%d}" % time
      if name == "SO_BINDTODEVICE": return word.encode(), f'"{word}"'
      if name == "IP_MULTICAST_IF":
          if word[0].isdigit(): return socket.inet_aton(word), word
          index = socket.if_nametoindex(word)
          return struct.pack("8xi", index), "{imr_ifindex=%s}" % interface_text(index)
      if name == "IPV6_MULTICAST_IF":
          index = socket.if_nametoindex(word)
          return index, interface_text(index)
      number = {"on": 1, "off": 0}.get(word)
      number = number if number is not None else seconds_or_number(word)
      return number, str(number)

  def seconds_or_number(word):
      if word.endswith("s"): return microseconds(word) // 1000000
      return -int(word[1:]) if word[0] == "-" else size(word)

  def decoded(name, x, level, number):
      if name == "SO_LINGER":
          return "{l_onoff=%d, l_linger=%d}" % struct.unpack("ii", x.getsockopt(level, number, 8))
      if name in TIMES:
          return "{tv_sec=%d, tv_usec=%d}" % struct.unpack("qq", x.getsockopt(level, number, 16))
      if name in ("SO_BINDTODEVICE", "TCP_CONGESTION"):
          return '"%s"' % x.getsockopt(level, number, 16).rstrip(b"\0").decode()
      if name == "IP_MULTICAST_IF":
          return socket.inet_ntoa(x.getsockopt(level, number, 4))
      answer = x.getsockopt(level, number)
      if name == "IPV6_MULTICAST_IF": return interface_text(answer)
      if name == "SO_ERROR":
          return f"{errno_name(answer)} ({os.strerror(answer)})" if answer else "0"
      for of, kinds in (("SO_TYPE", socket.SocketKind), ("SO_DOMAIN", socket.AddressFamily)):
          if name == of: return kinds(answer).name
      if name == "SO_PROTOCOL": return {6: "IPPROTO_TCP", 17: "IPPROTO_UDP"}.get(answer, "0")
      return str(answer)

  def on_set(_, w, places):
      fd, name = w.descriptor(), w.next()
      set_option(fd, name, *encoded(name, w.next()))

  def set_option(fd, name, data, text):
      level, level_number, number = option(name)
      call("setsockopt", {"sockfd": fd, "level": level, "optname": name, "optval": text},
           lambda: object_for(fd).setsockopt(level_number, number, data))

  def on_get(_, w, places):
      fd, name = w.descriptor(), w.next()
      level, level_number, number = option(name)
      arguments = {"sockfd": fd, "level": level, "optname": name, "optval": None}
      def action(): arguments["optval"] = decoded(name, object_for(fd), level_number, number)
      call("getsockopt", arguments, action)

  def on_group(name, w, _):
      """join and leave."""
      fd, group, source = w.descriptor(), w.next(), None
      if w.take("from"): source = w.next()
      w.take("on")
      where = w.next()
      joins = name == "join"
      if ":" in group:
          index = socket.if_nametoindex(where)
          data = socket.inet_pton(socket.AF_INET6, group) + struct.pack("I", index)
          text = "{ipv6mr_multiaddr=%s, ipv6mr_interface=%s}" % (group, interface_text(index))
          return set_option(fd, "IPV6_JOIN_GROUP" if joins else "IPV6_LEAVE_GROUP", data, text)
      data = socket.inet_aton(group)
      if where[0].isdigit():
          data += socket.inet_aton(where)
          text = "{imr_multiaddr=%s, imr_interface=%s}" % (group, where)
      else:
          index = socket.if_nametoindex(where)
          data += struct.pack("4xi", index)
          text = "{imr_multiaddr=%s, imr_ifindex=%s}" % (group, interface_text(index))
      set_option(fd, "IP_ADD_MEMBERSHIP" if joins else "IP_DROP_MEMBERSHIP", data, text)

  COMMANDS = {
      "socket": on_socket, "socketpair": on_socketpair, "bind": on_address, "connect": on_address,
      "listen": on_listen, "accept": on_accept, "getsockname": on_name, "getpeername": on_name,
      "shutdown": on_shutdown, "close": on_close, "unlink": on_unlink, "send": on_send,
      "sendto": on_send, "recv": on_recv, "recvfrom": on_recv, "sendmsg": on_sendmsg,
      "recvmsg": on_recvmsg, "nonblocking": on_nonblocking, "poll": on_poll,
      "setsockopt": on_set, "set": on_set, "getsockopt": on_get, "get": on_get,
      "join": on_group, "leave": on_group,
  }

  def interrupted(*_): raise InterruptedError(errno.EINTR, "interrupted")

  def play_role(orders, told, folder):
      """The role's life: a statement, its calls, the next."""
      global tell
      os.chdir(folder)
      orders, told = (fcntl.fcntl(fd, fcntl.F_DUPFD, 600) for fd in (orders, told))
      os.closerange(3, 600)
      tell = lambda event: os.write(told, json.dumps(event).encode() + b"\n")
      prepare_broken()
      signal.signal(signal.SIGINT, interrupted)
      for line in open(orders):
          order = json.loads(line)
          words = order["words"]
          COMMANDS[words[0]](words[0], Words(words[1:]), order["places"])
          tell({"done": [s.place() for s in held.values()]})

  """#
