/// A python3 program that plays programs in the order of a session: it gives each call leave in its
/// turn, sees to it that what waited waits, and tells what came otherwise.
let conductorSource = #"""
  import json, os, select, signal, subprocess, sys, time

  plan = json.load(open("plan.json"))
  gate = os.path.abspath("gate.so")
  TRACED = ("%network,close,fcntl,ioctl,rt_sigaction,unlink,poll,ppoll,select,pselect6,"
            "epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,dup,dup2,dup3")
  ports, problems = {}, []
  # A thread of the test's may have blocked them, and children inherit that.
  signal.pthread_sigmask(signal.SIG_SETMASK, [])

  class Player:
      """One program."""
      def __init__(self, number, life):
          self.lines, self.rest, self.ended, self.name = [], b"", False, life["name"]
          told, leave = os.pipe(), os.pipe()
          words = life["command"] + [str(ports.get(a["port"], a["port"])) if "port" in a else a["value"]
                                     for a in life["arguments"]]
          def arrange():
              os.dup2(told[1], 198); os.dup2(leave[0], 199)
          self.process = subprocess.Popen(
              ["strace", "-o", f"trace.{number}", "-e", "trace=" + TRACED, "-E", "LD_PRELOAD=" + gate,
               "-E", "PYTHONDONTWRITEBYTECODE=1"] + words,
              stdin=subprocess.PIPE, stdout=open(f"output.{number}", "w"),
              stderr=subprocess.STDOUT, close_fds=False,
              preexec_fn=arrange)
          os.close(told[1]); os.close(leave[0])
          os.set_inheritable(told[0], False); os.set_inheritable(leave[1], False)
          self.told, self.leave = told[0], leave[1]
          self.pid = int(self.next("P")[1])
          for name in plan["start"]:
              self.call(name)
              self.answer()

      def pump(self, pause):
          if self.ended or not select.select([self.told], [], [], pause)[0]: return
          data = os.read(self.told, 65536)
          if not data: self.ended = True
          lines = (self.rest + data).split(b"\n")
          self.rest = lines.pop()
          self.lines += [line.decode().split() for line in lines]

      def next(self, kind):
          end = time.monotonic() + 20
          while not self.lines:
              self.pump(0.05)
              if self.ended and not self.lines: raise Trouble(f"{self.name} has ended")
              if time.monotonic() > end: raise Trouble(f"{self.name}: no {kind}")
          line = self.lines.pop(0)
          if line[0] != kind: raise Trouble(f"{self.name}: {line} in place of {kind}")
          return line

      def call(self, name):
          line = self.next("E")
          if line[1] != name: raise Trouble(f"{self.name} calls {line[1]}, not {name}")
          os.write(self.leave, b".")

      def answer(self):
          _, result, port, data = self.next("R")
          return int(result), int(port), data

      def wait_asleep(self):
          end = time.monotonic() + 10
          while True:
              self.pump(0.0005)
              if self.lines: raise Trouble(f"{self.name} does not wait: {self.lines}")
              with open(f"/proc/{self.pid}/stat") as f: state = f.read().rpartition(")")[2].split()[0]
              with open(f"/proc/{self.pid}/syscall") as f: call = f.read().split()
              if state == "S" and call[:2] != ["0", "0xc7"]: return
              if time.monotonic() > end: raise Trouble(f"{self.name} does not sleep: {state} {call}")

  class Trouble(Exception): pass

  players = {}

  def play(event):
      number = event["life"]
      if number not in players: players[number] = Player(number, plan["lives"][number])
      player = players[number]
      if event["event"] == "called":
          if event.get("ask") is not None:
              player.process.stdin.write(f"{ports[event['ask']]}\n".encode())
              player.process.stdin.flush()
          player.call(event["call"])
      elif event["event"] == "waiting": player.wait_asleep()
      elif event["event"] == "returned": returned(player, event)
      elif event["event"] == "ended":
          if event["signal"] != signal.SIGPIPE: os.kill(player.pid, event["signal"])
          player.process.wait(10)

  def returned(player, event):
      if event["interrupted"]:
          player.wait_asleep()
          os.kill(player.pid, signal.SIGINT)
      result, _, data = player.answer()
      if event.get("hash") and result > 0 and data != event["hash"]:
          problems.append(f"{player.name}: other bytes than in the session: {event}")
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
  json.dump(problems, open("problems.json", "w"))
  """#
