internal import SystemCalls

/// An address in a sentence, as it is typed.
func text(of address: SocketAddress) -> String { address.description }

func text(of address: SocketAddress?) -> String { address?.description ?? "no address" }

/// The host alone, without the port.
func hostText(of address: SocketAddress) -> String {
  switch address {
  case .ipv4: String(address.description.prefix { $0 != ":" })
  case .ipv6(let host, _, _): host.description
  default: address.description
  }
}

/// `a`, `a and b`, `a, b and c`; beyond six, how many more.
func list(_ words: [String]) -> String {
  if words.count > 6 {
    return words.prefix(5).joined(separator: ", ") + " and \(words.count - 5) more"
  }
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
