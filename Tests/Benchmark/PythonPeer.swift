internal import Glibc

/// A program in Python that runs beside what is measured, and is killed when it is let go.
final class PythonPeer {
  private let process: pid_t
  private let output: Int32

  init(_ folder: Folder, _ name: String, _ source: String, _ arguments: [String] = []) throws {
    let script = try folder.write([source], to: "\(name)-peer.py")
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure("no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    output = ends[0]
    process = try Program(path: try python(), arguments: [script] + arguments)
      .spawn(input: ends[0], output: ends[1])
  }

  deinit {
    close(output)
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// The next line that it prints.
  func line() throws(Failure) -> String {
    var bytes: [UInt8] = []
    var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    while true {
      var byte: UInt8 = 0
      guard poll(&entry, 1, 60_000) > 0, read(output, &byte, 1) == 1 else {
        throw Failure("python3 prints nothing")
      }
      if byte == 0x0a { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }
}

extension Rounds {
  static let echoServer = """
    import socket
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        while data := connection.recv(4096):
            connection.sendall(data)
        connection.close()
    """

  /// Prints the seconds that its round trips take.
  static let echoClient = """
    import socket, sys, time
    connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    start = time.monotonic()
    for _ in range(int(sys.argv[2])):
        connection.send(b"hello")
        connection.recv(4096)
    print(time.monotonic() - start)
    """

  private static let limit = """
    import resource, signal, socket, sys, time
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    """

  /// Connects 10,000 times, says so, and holds the connections.
  static let connecting =
    limit + """
      held = []
      for _ in range(10_000):
          held.append(socket.create_connection(("127.0.0.1", int(sys.argv[1]))))
      print("connected", flush=True)
      signal.pause()
      """

  /// Prints its port, and the seconds that 10,000 accepts take.
  static let acceptServer =
    limit + """
      listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
      print(listener.getsockname()[1], flush=True)
      held = [listener.accept()]
      start = time.monotonic()
      for _ in range(9_999):
          held.append(listener.accept())
      print(time.monotonic() - start, flush=True)
      signal.pause()
      """
}
