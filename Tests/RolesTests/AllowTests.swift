internal import Foundation
internal import Testing

/// What needs `allow`. Nothing here leaves the machine: what is refused is never sent, and what is
/// allowed is done in a network of the test's own, without a way out.
struct AllowTests {
  @Test(arguments: [
    "socket udp; repeat 1 { sendto 192.0.2.1:9 x }", "socket udp; sendto 192.0.2.1:9 zeros 65537",
    "socket tcp; repeat 3 { connect 192.0.2.1:9 }", "probe 192.0.2.1 80", "probe 2001:db8::1 80",
    "socket udp; sendto [::ffff:192.0.2.1]:9 zeros 100K", "allow 192.0.3.0/24\nprobe 192.0.2.1 80",
  ])
  func `a load on another machine is refused before anything is sent`(script: String) throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .text(script))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("is not this machine"))
    #expect(program.errorText.contains("needs your word first"))
    let calls = try events(of: program).filter { $0.kind == "called" }.compactMap {
      $0.text("call")
    }
    #expect(calls.allSatisfy { $0 == "socket" })
  }

  @Test(arguments: [
    "a> socket udp; bind 0\nb> socket udp; repeat 9 { sendto a x }",
    "a> socket udp; bind 0\nb> socket udp6; sendto a zeros 100K\n! EMSGSIZE",
    "socket tcp; repeat 2 { connect 127.0.0.2:1 }\n! ECONNREFUSED", "probe 127.0.0.3 1",
    "socket udp; repeat 2 { connect *:9 }",
    "socket AF_UNIX SOCK_DGRAM; repeat 2 { sendto unix:@no x }",
  ])
  func `this machine needs no word`(script: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
  }

  @Test(
    .enabled(if: Requirement.ownNetwork, "needs unshare and ip"),
    arguments: [
      "allow 192.0.2.1\n", "allow 192.0.2.0/24; ", "allow 192.0.0.0/8\n",
    ])
  func `in a script the line is the consent, and says what it means`(allow: String) throws {
    let script = allow + "socket udp; repeat 2 { sendto 192.0.2.1:9 x }\n! ENETUNREACH\nallow\n"
    let program = try Program(
      Requirement.inOwnNetwork + [Program.sockratic, "run", "-"], input: .text(script))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(
      program.outputText.contains("You take responsibility for what this session sends to 192.0."))
  }

  @Test func `a name is allowed with the addresses that it has now`() throws {
    let program = try Program(
      sockratic: ["run", "-"], input: .text("allow localhost\nallow\n"))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.contains("(localhost)"))
  }
}

struct TLSTests {
  @Test func `a role that receives a TLS handshake is told what it is`() throws {
    let script = """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server; send hex 16 03 01 00 05 01 00 00 01 03
      server> accept; recv
      help tls
      """
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.contains("The other side begins a TLS handshake"))
    #expect(program.outputText.contains("Sockratic speaks no TLS"))
  }
}
