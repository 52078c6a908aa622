import Foundation
import Glibc
import SystemCalls
import Testing

/// Every option that can be set, with good values and bad, set by us and by python3: the same kernel
/// answers both the same.
@Suite struct OptionComparisonTests {
  @Test(
    .enabled(if: canRun("python3"), "python3 is not installed"),
    arguments: [
      (AF_INET, SOCK_STREAM.rawValue), (AF_INET, SOCK_DGRAM.rawValue),
      (AF_INET6, SOCK_STREAM.rawValue), (AF_INET6, SOCK_DGRAM.rawValue),
    ])
  func `setting and asking has the results that python3 has`(family: Int32, type: UInt32) throws {
    let cases = SocketOption.all.flatMap { option in
      samples(of: option.type).map { (option: option, value: $0) }
    }
    let words = cases.map { option, value in
      "\(option.level),\(option.number),\(hexadecimal(value.bytes)),\(option.type.size)"
    }
    let child = try Child(["python3", "-c", setting, "\(family)", "\(type)"] + words, deadline: 60)
    let theirs = child.finish().split(separator: "\n").map(String.init)
    #expect(theirs.count == cases.count && cases.count > 150)
    for ((option, value), line) in zip(cases, theirs) {
      let ours = try answers(option, value, family: family, type: Int32(type))
      #expect(ours == line, "\(option.name) \(value)")
    }
  }

  /// A socket for each: no option is to change what another answers.
  private func answers(
    _ option: SocketOption, _ value: OptionValue, family: Int32, type: Int32
  ) throws -> String {
    let calls = SocketCalls(observer: Recorder())
    let socket = try calls.socket(family: family, type: type | 0x80000, protocolNumber: 0)
    defer { close(socket) }
    let set = errno { () throws(Errno) in try calls.setsockopt(socket, option, value) }
    var got = ""
    let asked = errno { () throws(Errno) in
      got = hexadecimal(try calls.getsockopt(socket, option).bytes)
    }
    let varies = ["SO_COOKIE", "TCP_TIMESTAMP", "TCP_INFO"].contains(option.name)
    return "\(set) \(asked) \(varies ? "*" : got)"
  }

  private func errno(_ body: () throws(Errno) -> Void) -> String {
    do throws(Errno) {
      try body()
      return "0"
    } catch {
      return error.name
    }
  }

  private func samples(of type: OptionType) -> [OptionValue] {
    switch type {
    case .linger: [.linger(onOff: 1, seconds: 5)]
    case .time: [.time(seconds: 1, microseconds: 5), .time(seconds: 0, microseconds: 2_000_000)]
    case .text: [.text(Array("reno".utf8)), .text(Array("nosuch".utf8)), .text(Array("lo".utf8))]
    case .interface: [.interface(1), .interface(9999)]
    case .networkInterface: [.networkInterface(1), .networkInterface(9999)]
    case .outgoing:
      [.outgoing(local: 0x7f00_0001, interface: nil), .outgoing(local: 0, interface: 9999)]
    case .membership:
      [
        .membership(group: 0xef01_0203, local: 0x7f00_0001, interface: nil),
        .membership(group: 0xef01_0203, local: 0, interface: 1),
        .membership(group: 0x7f00_0001, local: 0x7f00_0001, interface: nil),
      ]
    case .sourceMembership:
      [.sourceMembership(group: 0xef01_0203, local: 0x7f00_0001, source: 0x7f00_0001)]
    case .membership6:
      [.membership6(group: IPv6Bytes(high: 0xff02 << 48, low: 0x4242), interface: 1)]
    case .unsigned: [.unsigned(1 << 20)]
    case .credentials, .structure: [.bytes([1, 0, 0, 0])]
    case .named(let names): [.named(1, names), .named(-1, names)]
    default: [.integer(1), .integer(300), .integer(-2)]
    }
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { String(format: "%02x", $0) }.joined()
}

private let setting = """
  import socket, sys, errno
  names = errno.errorcode
  def attempt(body):
      try:
          return ('0', body())
      except OSError as error:
          return ('EOPNOTSUPP' if error.errno == errno.EOPNOTSUPP else names[error.errno], b'')
  for word in sys.argv[3:]:
      level, number, value, size = word.split(',')
      level, number, value = int(level), int(number), bytes.fromhex(value)
      s = socket.socket(int(sys.argv[1]), int(sys.argv[2]))
      done = attempt(lambda: s.setsockopt(level, number, value))[0]
      asked, got = attempt(lambda: s.getsockopt(level, number, int(size)))
      varies = (level, number) in [(1, 57), (6, 24), (6, 11)]
      print(done, asked, '*' if varies else got.hex())
      s.close()
  """
