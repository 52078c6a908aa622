internal import Glibc

/// strace's default for -s: strings are cut at this many bytes.
let straceStringLength = 32

/// A string of which at most 32 bytes are shown, with `...` behind it where there are more.
func straceQuoted(_ bytes: [UInt8], count: Int) -> String {
  let shown = bytes.prefix(straceStringLength)
  return straceQuoted(shown) + (count > straceStringLength ? "..." : "")
}

/// All of the bytes, in quotes and with strace's escapes: octal as short as the next byte allows.
func straceQuoted(_ bytes: some Collection<UInt8>) -> String {
  var text = "\""
  var rest = bytes[...]
  while let byte = rest.popFirst() {
    let isDigitNext = rest.first.map { (0x30...0x37).contains($0) } ?? false
    text += straceEscape(byte, beforeDigit: isDigitNext)
  }
  return text + "\""
}

private func straceEscape(_ byte: UInt8, beforeDigit: Bool) -> String {
  switch byte {
  case 0x22: return "\\\""
  case 0x5c: return "\\\\"
  case 0x0c: return "\\f"
  case 0x0a: return "\\n"
  case 0x0d: return "\\r"
  case 0x09: return "\\t"
  case 0x0b: return "\\v"
  case 0x20..<0x7f: return String(UnicodeScalar(byte))
  default:
    let octal = String(byte, radix: 8)
    let padding = beforeDigit ? String(repeating: "0", count: 3 - octal.count) : ""
    return "\\" + padding + octal
  }
}

func straceText(_ number: Int, of table: ConstantTable) -> String {
  let parts = table.parts(of: number)
  if table == .optionLevel, let name = parts.names.first {
    return name.replacing("IPPROTO_", with: "SOL_")
  }
  if table == .ioctlRequest, let name = parts.names.first {
    return name == "SIOCOUTQ" ? "TIOCOUTQ" : name
  }
  if parts.names.isEmpty {
    if number == 0, table.isFlags { return "0" }
    if table == .signal { return "\(number)" }
    return "\(hexadecimal(parts.rest)) /* \(unknownName(table)) */"
  }
  let rest = parts.rest == 0 ? [] : [hexadecimal(parts.rest) + straceSocketTypeRest(number, table)]
  return (parts.names + rest).joined(separator: "|")
}

/// The comment that strace adds to a known type with no known flag but unknown bits.
private func straceSocketTypeRest(_ number: Int, _ table: ConstantTable) -> String {
  let hasType = ConstantNames.socketTypes.contains { $0.number == number & 0xf }
  guard table == .socketType, hasType, number & 0x80800 == 0 else { return "" }
  return " /* SOCK_??? */"
}

private func unknownName(_ table: ConstantTable) -> String {
  switch table {
  case .addressFamily: "AF_???"
  case .socketType: "SOCK_???"
  case .protocolNumber: "IPPROTO_???"
  case .messageFlags: "MSG_???"
  case .shutdownHow: "SHUT_???"
  case .signal: "SIG???"
  case .optionLevel: "SOL_???"
  case .acceptFlags: "SOCK_???"
  case .fcntlCommand: "F_???"
  case .fileFlags: "O_???"
  case .pollEvents: "POLL???"
  case .epollFlags: "EPOLL_???"
  case .epollOperation: "EPOLL_CTL_???"
  case .epollEvents: "EPOLL???"
  case .ioctlRequest: "FIO???"
  case .lookUpFlags: "AI_???"
  case .nameFlags: "NI_???"
  }
}

func straceText(_ address: SocketAddress) -> String {
  switch address {
  case .ipv4(let host, let port):
    "{sa_family=AF_INET, sin_port=htons(\(port)), sin_addr=inet_addr(\"\(ipv4Text(host))\")}"
  case .ipv6(let host, let port, let scope):
    "{sa_family=AF_INET6, sin6_port=htons(\(port)), sin6_flowinfo=htonl(0), "
      + "inet_pton(AF_INET6, \"\(host)\", &sin6_addr), "
      + "sin6_scope_id=\(straceScope(scope, of: host))}"
  case .unixPath(let path): "{sa_family=AF_UNIX, sun_path=\(straceQuoted(path))}"
  case .unixAbstract(let name): "{sa_family=AF_UNIX, sun_path=@\(straceQuoted(name))}"
  case .unixUnnamed: "{sa_family=AF_UNIX}"
  case .other(let family, let bytes):
    LinkAddress(address)?.straceText ?? NetlinkAddress(address)?.straceText
      ?? "{sa_family=\(straceText(Int(family), of: .addressFamily)), sa_data=\(straceQuoted(bytes))}"
  }
}

/// A link-local address's scope is named, if the interface exists.
private func straceScope(_ scope: UInt32, of host: IPv6Bytes) -> String {
  let isLinkLocal = host.high >> 54 == 0xfe80 >> 6 || host.high >> 48 & 0xff0f == 0xff02
  return isLinkLocal ? straceInterface(scope) : "\(scope)"
}

func straceText(_ disposition: SignalDisposition) -> String {
  let flags = disposition.flags.isEmpty ? "0" : disposition.flags.joined(separator: "|")
  let restorer = disposition.restorer.map {
    $0 == 0 ? ", sa_restorer=NULL" : ", sa_restorer=" + hexadecimal(Int(bitPattern: $0))
  }
  return "{sa_handler=\(disposition.handler), sa_mask=\(straceMask(disposition.mask)), "
    + "sa_flags=\(flags)\(restorer ?? "")}"
}

/// A mask of two thirds of the signals or more is shown as what it lacks.
func straceMask(_ names: [String]) -> String {
  guard names.count >= 64 * 2 / 3 else { return "[\(names.joined(separator: " "))]" }
  let all = ConstantTable.signal.names.map { String($0.dropFirst(3)) }
  return "~[\(all.filter { !names.contains($0) }.joined(separator: " "))]"
}
