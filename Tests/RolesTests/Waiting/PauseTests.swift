internal import Foundation
internal import Testing

/// `wait 2s`
struct PauseTests {
  private func run(_ script: String, _ options: String...) throws -> (Program, seconds: Double) {
    let start = ContinuousClock.now
    let program = try Program(sockratic: ["run", "-"] + options, input: .text(script))
    _ = try program.finish()
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return (program, Double(seconds) + Double(attoseconds) / 1e18)
  }

  @Test func `time passes, and what happens meanwhile is shown`() throws {
    let (program, seconds) = try run(
      """
      socket udp; bind 0; set rcvtimeo 300ms; recv
      wait 900ms
      check error == EAGAIN
      """)
    #expect(program.errorText.isEmpty, "\(program.errorText)")
    #expect(seconds >= 0.9)
    #expect(
      program.outputText.contains(
        "you> wait 900ms\nyou< recv(3, …, 4096, 0) = -1 EAGAIN"), "\(program.outputText)")
  }

  @Test func `in a block it takes its time in each round`() throws {
    let (program, seconds) = try run("let t = 200ms\nrepeat 3 { wait {t} }\n")
    #expect(program.errorText.isEmpty, "\(program.errorText)")
    #expect(seconds >= 0.6)
  }

  @Test func `what is longer than a script's line may take is refused at once`() throws {
    let (program, seconds) = try run("wait 60s\n", "--deadline", "2s")
    #expect(
      program.errorText.contains("60 s is longer than a line may take"), "\(program.errorText)")
    #expect(program.errorText.contains("--deadline"))
    #expect(seconds < 30)
  }

  @Test func `what a timer of the kernel's does to an idle socket is shown as it happens`() throws {
    let (program, _) = try run(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server; set linger2 1s
      server> accept
      client> close
      wait 3s
      check client.state == CLOSED
      """)
    // FIN_WAIT_2 is over after a second.
    #expect(program.outputText.contains("FIN_WAIT_2 → CLOSED"), "\(program.outputText)")
  }
}
