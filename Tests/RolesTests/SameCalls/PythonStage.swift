/// The other half of the python3 program: it forks the roles, hands each its statements, and goes on
/// when all are idle or asleep in their call, as the stage does.
let pythonStage = #"""
  class Role:
      def __init__(self, name, folder):
          self.name, self.busy, self.waits = name, False, False
          self.places, self.rest = [], b""
          orders, told = os.pipe(), os.pipe()
          self.pid = os.fork()
          if self.pid == 0:
              try: play_role(orders[0], told[1], folder)
              except BaseException:
                  import traceback
                  traceback.print_exc()
              finally: os._exit(3)
          os.close(orders[0]); os.close(told[1])
          self.orders, self.told = orders[1], told[0]

      def asleep(self):
          """The state first, and the pipe found empty after it."""
          with open(f"/proc/{self.pid}/stat") as f: state = f.read().rpartition(")")[2].split()[0]
          return state == "S" and not select.select([self.told], [], [], 0)[0]

      def end(self):
          os.kill(self.pid, signal.SIGKILL)
          os.waitpid(self.pid, 0)
          os.close(self.orders); os.close(self.told)

  class Stage:
      def __init__(self, folder):
          self.folder, self.roles, self.current, self.values, self.events = folder, {}, None, {}, []
          self.deadline = 0

      def role(self, name):
          if name not in self.roles: self.roles[name] = Role(name, self.folder)
          return self.roles[name]

      def pump(self, pause):
          """Takes what roles tell; says whether there was anything."""
          by = {role.told: role for role in self.roles.values()}
          ready = select.select(list(by), [], [], pause)[0]
          for fd in ready:
              role, data = by[fd], os.read(fd, 1 << 20)
              if not data: raise RuntimeError(f"{role.name} has ended")
              lines = (role.rest + data).split(b"\n")
              role.rest = lines.pop()
              for line in lines: self.take(role, json.loads(line))
          if time.monotonic() > self.deadline: raise RuntimeError("no end")
          return bool(ready)

      def take(self, role, event):
          if "done" in event: role.busy, role.places = False, event["done"]
          else:
              self.events.append({**event, "role": role.name, "late": role.waits})
              role.waits = False

      def settle(self, acting):
          pause = 0.00002
          while True:
              if self.pump(pause): continue
              pause = min(2 * pause, 0.001)
              busy = [r for r in self.roles.values() if r.busy]
              busy.sort(key=lambda role: role is not acting)
              rounds = 2 if len(busy) > 1 else 1
              if all(r.asleep() for _ in range(rounds) for r in busy) and not packets(): break
          for role in busy: role.waits = True

      def idle(self, role):
          while role.busy: self.pump(0.001)

      def statement(self, words):
          if words[0] == "let":
              self.values[words[1]] = str(self.role(words[3].split(".")[0]).places[0][2][1])
          elif words[0] == "wait": self.idle(self.role(words[1]))
          elif words[0] == "kill": self.roles.pop(words[1] if words[1:] else self.current).end()
          else: self.act(self.role(self.current), words)

      def act(self, role, words):
          if words[0] == "interrupt": os.kill(role.pid, signal.SIGINT)
          else:
              self.idle(role)
              role.busy = True
              places = {r.name: r.places for r in self.roles.values()}
              order = json.dumps({"words": words, "places": places})
              os.write(role.orders, order.encode() + b"\n")
          if words[0] == "interrupt": self.idle(role)
          self.settle(role)

      def play(self, line):
          self.deadline = time.monotonic() + 20
          said = re.match(r"([a-z][a-z0-9_-]*)>", line)
          if said: self.current, line = said[1], line[said.end():]
          line = re.sub(r"\{(\w+)\}", lambda m: self.values[m[1]], line)
          words = re.findall(r'"(?:\\.|[^"\\])*"|;|[^\s;]+', line)
          while words:
              end = words.index(";") if ";" in words else len(words)
              if words[:end]: self.statement(words[:end])
              words = words[end + 1:]

      def end(self):
          for role in self.roles.values(): role.end()

  def packets():
      """Packets that a processor has not yet handed to their socket."""
      with open("/proc/net/softnet_stat") as f:
          rows = [line.split() for line in f]
      return any(len(row) > 11 and int(row[11], 16) for row in rows)

  def run(case, folder):
      os.mkdir(folder)
      stage, answer = Stage(folder), {"case": case["name"]}
      try:
          for line in case["script"].splitlines(): stage.play(line)
      except Exception as error: answer["failure"] = repr(error)
      stage.end()
      return {**answer, "events": stage.events}

  for number, case in enumerate(json.load(sys.stdin)):
      print(json.dumps(run(case, f"{sys.argv[1]}/{number}")), flush=True)
  """#
