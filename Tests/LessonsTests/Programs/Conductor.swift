/// A python3 program that plays programs in the order of a session: it gives each call leave in its
/// turn, sees to it that what waited waits, does to the wire what was done to it, and tells what came
/// otherwise.
let conductorSource = conductorWire + conductorPlayers + conductorEvents

private let conductorPlayers = #"""

  class Trouble(Exception): pass

  # What is read from, and who takes it: programs, and the wire.
  sources = {}

  def serve(pause):
      """Takes what programs and the wire tell within that time."""
      for source in select.select(list(sources), [], [], pause)[0]: sources[source]()

  def until(limit, what, holds):
      end = time.monotonic() + limit
      while not holds():
          serve(0.005)
          if time.monotonic() > end: raise Trouble(what())

  class Player:
      """One program."""
      def __init__(self, number, life):
          self.lines, self.rest, self.ended, self.name = [], b"", False, life["name"]
          self.transfer = None
          told, leave = os.pipe(), os.pipe()
          words = life["command"] + [str(ports.get(a["port"], a["port"])) if "port" in a else a["value"]
                                     for a in life["arguments"]]
          def arrange():
              os.dup2(told[1], 198); os.dup2(leave[0], 199)
          self.process = subprocess.Popen(
              within(life["host"]) +
              ["strace", "-o", f"trace.{number}", "-e", "trace=" + TRACED, "-E", "LD_PRELOAD=" + gate,
               "-E", "PYTHONDONTWRITEBYTECODE=1"] + words,
              stdin=subprocess.PIPE, stdout=open(f"output.{number}", "w"),
              stderr=subprocess.STDOUT, close_fds=False,
              preexec_fn=arrange)
          os.close(told[1]); os.close(leave[0])
          os.set_inheritable(told[0], False); os.set_inheritable(leave[1], False)
          self.told, self.leave = told[0], leave[1]
          sources[self.told] = self.take
          self.pid = int(self.next("P")[1])
          for name in plan["start"]:
              self.call(name)
              self.answer()

      def take(self):
          data = os.read(self.told, 65536)
          if not data:
              self.ended = True
              del sources[self.told]
          lines = (self.rest + data).split(b"\n")
          self.rest = lines.pop()
          for line in lines:
              words = line.decode().split()
              if not (self.transfer and self.transfer.take(words)): self.lines.append(words)

      def next(self, kind):
          until(60, lambda: f"{self.name}: no {kind}", lambda: self.lines or self.ended)
          if not self.lines: raise Trouble(f"{self.name} has ended")
          line = self.lines.pop(0)
          if line[0] != kind: raise Trouble(f"{self.name}: {line} in place of {kind}")
          return line

      def let(self, anew=True): os.write(self.leave, b"n" if anew else b".")

      def call(self, name):
          line = self.next("E")
          if line[1] != name: raise Trouble(f"{self.name} calls {line[1]}, not {name}")
          self.let()

      def answer(self):
          _, result, port, data = self.next("R")
          return int(result), int(port), data

      def is_asleep(self):
          with open(f"/proc/{self.pid}/stat") as f: state = f.read().rpartition(")")[2].split()[0]
          with open(f"/proc/{self.pid}/syscall") as f: call = f.read().split()
          return state == "S" and call[:2] != ["0", "0xc7"]

      def wait_asleep(self):
          end = time.monotonic() + 10
          while True:
              serve(0.0005)
              if self.transfer and self.transfer.is_over: return
              if self.lines: raise Trouble(f"{self.name} does not wait: {self.lines}")
              if self.is_asleep(): return
              if time.monotonic() > end: raise Trouble(f"{self.name} does not sleep")

  class Transfer:
      """Calls of one statement, each of which has leave at once."""
      def __init__(self, player, name, total):
          self.player, self.name, self.total = player, name, total
          self.moved, self.is_over, self.data = 0, False, None

      def take(self, words):
          """False for what is not the transfer's."""
          if self.is_over: return False
          if words[0] == "E":
              if words[1] == self.name: self.player.let(anew=False)
              return words[1] == self.name
          result = int(words[1])
          self.moved += max(0, result)
          self.data = words[3]
          self.is_over = result <= 0 or self.moved == self.total
          return True

  """#

private let conductorEvents = #"""
  players = {}

  def play(event):
      kind = event["event"]
      if kind == "wire": return wire.do(event["line"])
      if kind == "settle": return wire.settle()
      if kind == "pause": return pause(event["seconds"])
      number = event["life"]
      if number not in players: players[number] = Player(number, plan["lives"][number])
      player = players[number]
      if kind in ("called", "transfer"):
          if event.get("ask") is not None:
              player.process.stdin.write(f"{ports[event['ask']]}\n".encode())
              player.process.stdin.flush()
          player.call(event["call"])
          if kind == "transfer": player.transfer = Transfer(player, event["call"], event["total"])
      elif kind == "waiting": player.wait_asleep()
      elif kind == "over": over(player, event)
      elif kind == "returned": returned(player, event)
      elif kind == "ended":
          if event["signal"] != signal.SIGPIPE: os.kill(player.pid, event["signal"])
          player.process.wait(10)

  def pause(seconds):
      end = time.monotonic() + seconds
      while time.monotonic() < end: serve(max(0, end - time.monotonic()))

  def interrupt(player):
      player.wait_asleep()
      os.kill(player.pid, signal.SIGINT)

  def check(player, event, data):
      if event.get("hash") and data != event["hash"]:
          problems.append(f"{player.name}: other bytes than in the session: {event}")

  def over(player, event):
      transfer = player.transfer
      if event["interrupted"]: interrupt(player)
      until(60, lambda: f"{player.name}: {transfer.moved} of {transfer.total} bytes, and no more",
            lambda: transfer.is_over or player.ended or player.lines)
      check(player, event, transfer.data)
      player.transfer = None

  def returned(player, event):
      if event["interrupted"]: interrupt(player)
      result, _, data = player.answer()
      if result > 0: check(player, event, data)
      for name in event["additions"]:
          player.call(name)
          _, port, _ = player.answer()
          if event.get("learns") is not None and name == "getsockname":
              ports[event["learns"]] = port

  try:
      for place, event in enumerate(plan["events"]):
          try: play(event)
          except Trouble as trouble: raise Trouble(f"{trouble}\nat event {place}: {event}")
  except Trouble as trouble: problems.append(str(trouble))
  for number, player in players.items():
      try: os.kill(player.pid, signal.SIGKILL)
      except ProcessLookupError: pass
      player.process.wait(10)
      output = open(f"output.{number}", errors="replace").read()[-400:]
      if problems: problems.append(f"{player.name} printed: {output}")
  wire.end()
  json.dump(problems, open("problems.json", "w"))
  """#
