extension Command {
  static let fuzz = Command(
    "fuzz", "send a service what it does not expect", in: .testing,
    .fuzzTarget(),
    .template(),
    .fuzzOptions(),
    discussion: """
      A process of its own first sends the template as it is, to learn how the service answers it. \
      Then it changes it in small ways, a new connection (or datagram) for each input, and watches \
      for what the template does not bring about. crash: connections are refused afterwards. hang: \
      nobody gets an answer any more. silence: this input gets none, though its sender has shut \
      down writing and others are answered. reset: the connection ends with RST.

      Of each kind the first is tried again, and shrunk until nothing can be left out; the line that \
      sends it is shown. The others are told by number: the same line with times 1 seed 7 from 31 \
      sends input 31 of seed 7 again. save keeps a script that tries each of them by input (100, and \
      256 KiB, at most): it fails as long as the service has one of these faults, or does not answer \
      the template any more, and waits for one that is being started. A file of that name is replaced; \
      where nothing is found, none is written. Crashes can only be shrunk if something starts the service again, such as \
      while true; do ./service; done in a shell. It ends after so many inputs, or after 60 s; ⌃C ends \
      it with what was found. Any host but this machine must first be named with allow.

      A script fails, with status 1, at a fuzz that finds something; what did not happen when it was \
      tried again does not count.
      """,
    examples: [
      Example(
        ["server> socket udp", "bind 0", "fuzz udp server \"hello\" times 20 seed 1 within 10ms"],
        shows: "nothing found"),
      Example(
        ["fuzz 1 \"GET / HTTP/1.0\\r\\n\\r\\n\""], shows: "nobody answers there"),
    ]
  ) { target, template, options in
    var request = options
    (request.target, request.template) = (target, template)
    return .fuzz(request)
  }
}
