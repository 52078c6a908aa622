internal import Foundation

/// A service in python3 with faults that the test plants; where it crashes it is started again.
struct Service {
  struct Found {
    /// The input that did it first.
    var number: Int
    /// How it can be sent.
    var line: String
  }

  let port: String
  private let program: Program

  /// Each fault is a condition on `data`, in python3.
  init(
    crash: String = "False", silence: String = "False", reset: String = "False",
    behaviour: String = "answers"
  ) throws {
    program = try Program([
      "python3", "-c", Service.source, behaviour,
      "crash = \(crash)\nsilence = \(silence)\nreset = \(reset)",
    ])
    let program = program
    try program.wait("port", within: 20) { program.outputText.contains("\n") }
    port = String(program.outputText.prefix { $0 != "\n" })
  }

  /// What fuzzing it prints; a script fails where something was found.
  func output(_ arguments: String, udp: Bool = false, status: Int32 = 1) throws -> String {
    let target = udp ? "udp 127.0.0.1:\(port)" : "127.0.0.1:\(port)"
    let run = try Program(
      sockratic: ["run", "-"], input: .text("fuzz \(target) \(arguments)\n"))
    guard try run.finish(within: 120) == .status(status) else {
      throw Program.Failure(description: run.errorText + run.outputText)
    }
    return run.outputText
  }

  /// What fuzzing it finds, by kind.
  func fuzz(_ arguments: String) throws -> [String: Found] {
    let lines = try output(arguments).split(separator: "\n")
    var found: [String: Found] = [:]
    for (line, next) in zip(lines, lines.dropFirst()) {
      guard let match = line.wholeMatch(of: #/  ([a-z]+): input (\d+), shrunk to .*/#) else {
        continue
      }
      found[String(match.1)] = Found(
        number: Int(match.2) ?? 0, line: next.trimmingCharacters(in: .whitespaces))
    }
    return found
  }

  private static let source = #"""
    import os, socket, struct, sys, threading, time
    behaviour, faults = sys.argv[1:3]
    kind = socket.SOCK_DGRAM if behaviour == "udp" else socket.SOCK_STREAM
    def judge(data):
        found = {"data": data}
        exec(faults, found)
        return found
    def datagrams(s):
        while True:
            data, sender = s.recvfrom(65536)
            if judge(data)["crash"]: os._exit(1)
            s.sendto(b"ok", sender)
    def talk(c):
        try:
            if behaviour == "greets": c.sendall(b"220 ready\r\n")
            data = b""
            while True:
                more = c.recv(65536)
                data += more
                found = judge(data)
                if found["silence"]:
                    time.sleep(4 if behaviour == "single" else 1000)
                if found["reset"]:
                    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return c.close()
                if found["crash"] and behaviour != "late": os._exit(1)
                if not more: break
                if behaviour == "closes" and b"\n" in more: return c.close()
                if behaviour == "naps": time.sleep(0.02)
                if behaviour == "echoes": c.sendall(more)
                elif behaviour != "drops" and b"\n" in data:
                    c.sendall(b"ok\n")
                    if behaviour == "late" and found["crash"]: os._exit(1)
            if behaviour == "late":
                c.sendall(b"bye\n")
                if judge(data)["crash"]: os._exit(1)
            c.close()
        except OSError:
            c.close()
    def serve(s):
        if kind == socket.SOCK_DGRAM: return datagrams(s)
        s.listen(4 if behaviour == "stuck" else 100)
        while True:
            c, _ = s.accept()
            if behaviour in ("single", "stuck", "deep"): talk(c)
            else: threading.Thread(target=talk, args=(c,), daemon=True).start()
    port = 0
    while True:
        s = socket.socket(socket.AF_INET, kind)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", port))
        if port == 0: print(s.getsockname()[1], flush=True)
        port = s.getsockname()[1]
        child = os.fork()
        if child == 0:
            import ctypes
            ctypes.CDLL(None).prctl(1, 9)
            serve(s)
        s.close()
        os.waitpid(child, 0)
        if behaviour == "mortal": break
        time.sleep(0.5 if behaviour == "udp" else 0.02)
    """#
}
