internal import SystemCalls

/// What `help SO_LINGER` shows.
func help(on option: SocketOption, width: Int) -> String {
  let width = max(width, 30)
  let level = ConstantTable.optionLevel.text(Int(option.level))
  let setting = "setsockopt \(option.name)\(OptionForm.usage(of: option))"
  var facts = [("level", level), ("number", "\(option.number)")]
  if let range = option.range {
    let end = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
    facts.append(("values", "\(range.lowerBound) \(end)"))
  }
  if case .named(let names) = option.type, !names.names.isEmpty {
    facts.append(("names", names.names.joined(separator: ", ")))
  }
  var lines = wrapped("\(option.name) — \(option.meaning)", width: width) + [""]
  if !option.isReadOnly { lines += wrapped("usage: \(setting)", width: width, hanging: 7) }
  if option.access != .writeOnly {
    lines += wrapped("usage: getsockopt \(option.name)", width: width, hanging: 7)
  }
  lines += table(facts, width: width)
  return (lines + ["", "The man page is \(option.manual)."]).joined(separator: "\n")
}

extension SocketOption {
  fileprivate var manual: String {
    [
      "IPPROTO_IP": "ip(7)", "IPPROTO_IPV6": "ipv6(7)", "IPPROTO_TCP": "tcp(7)",
      "IPPROTO_UDP": "udp(7)",
    ][ConstantTable.optionLevel.text(Int(level))] ?? "socket(7)"
  }
}
