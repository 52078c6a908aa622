/// The conductor's beginning: its plan, and the wire that a sockratic of its own makes and holds.
let conductorWire = #"""
  import json, os, select, signal, subprocess, sys, time

  plan = json.load(open("plan.json"))
  gate = os.path.abspath("gate.so")
  TRACED = ("%network,close,fcntl,ioctl,rt_sigaction,unlink,poll,ppoll,select,pselect6,"
            "epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,dup,dup2,dup3")
  ports, problems = {}, []
  # A thread of the test's may have blocked them, and children inherit that.
  signal.pthread_sigmask(signal.SIG_SETMASK, [])

  class Wire:
      """A script that sockratic runs as it comes; nothing, as long as there is no wire."""
      def __init__(self):
          self.process, self.ended, self.hosts, self.rest, self.outputs = None, False, {}, b"", []

      def do(self, line):
          if not self.process: self.begin()
          if line.startswith("wire release"): self.settle()
          self.say(line)
          self.settle()
          if line.startswith("wire up"):
              # A role that has made a call is where it is to be.
              for host in plan["hosts"]: self.say(f"role idle-{host} on {host}; socket udp")
              self.settle()

      def begin(self):
          self.process = subprocess.Popen(
              [plan["sockratic"], "run", "--json", "--deadline", "60s", "-"], bufsize=0,
              stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open("wire.errors", "w"))
          sources[self.process.stdout.fileno()] = self.take

      def say(self, line): self.process.stdin.write(line.encode() + b"\n")

      def take(self):
          data = os.read(self.process.stdout.fileno(), 1 << 20)
          if not data:
              del sources[self.process.stdout.fileno()]
              self.ended = True
          lines = (self.rest + data).split(b"\n")
          self.rest = lines.pop()
          for event in map(json.loads, lines):
              if event["event"] == "output": self.outputs.append(event["text"])
              if event["event"] == "role-started": self.hosts[event["host"]] = event["pid"]

      def settle(self):
          """Waits until nothing that was sent is on its way, but what is delayed or held."""
          if not self.process: return
          last, now = None, self.status()
          while now != last: last, now = now, self.status()

      def status(self):
          self.outputs.clear()
          self.say("wire")
          def is_told(): return self.ended or any(" so far" in text for text in self.outputs)
          until(60, lambda: "the wire does not answer", is_told)
          if self.ended: raise Trouble("the wire has ended: " + open("wire.errors").read())
          return self.outputs[-1]

      def end(self):
          if not self.process: return
          self.process.stdin.close()
          until(60, lambda: "the wire does not end", lambda: self.ended)
          self.process.wait(60)

  wire = Wire()

  def within(host):
      """The words before a command that is to run on that host."""
      if not host: return []
      space = f"/proc/{wire.hosts[host]}/ns/"
      user = [] if os.geteuid() == 0 else [f"--user={space}user", "--preserve-credentials"]
      return ["nsenter", f"--net={space}net"] + user + ["--"]

  """#
