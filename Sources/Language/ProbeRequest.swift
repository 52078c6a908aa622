internal import Log
public import SystemCalls

/// `probe 127.0.0.1 1-1024,8080 within 2s`
public struct ProbeRequest: Hashable, Sendable {
  public var host: ProbeHost
  /// Ascending, without gaps or overlaps between neighbours.
  public var ports: [ClosedRange<UInt16>]
  /// How long a port has to answer; nil for the usual time.
  public var milliseconds: Int?
}

public enum ProbeHost: Hashable, Sendable {
  /// The port is 0.
  case address(SocketAddress)
  /// A role's, a partner's, a host's, or one for the resolver.
  case name(String)
}

extension ProbeRequest {
  public var portCount: Int { ports.reduce(0) { $0 + $1.count } }
}

extension Parameter where Value == ProbeHost {
  static func host(_ summary: String) -> Parameter {
    Parameter("HOST", summary) { reader throws(Diagnostic) in
      let known = [Candidate("127.0.0.1", "this machine"), Candidate("localhost")]
      let token = try reader.next(
        "a host", usage: "HOST", .several([.words(known), .roles, .hosts]))
      if let bytes = reader.hostBytes(token.text),
        let address = SocketAddress(hostBytes: bytes, port: 0)
      {
        return .address(address)
      }
      return .name(try reader.hostName(token))
    }
  }
}

extension Parameter where Value == [ClosedRange<UInt16>] {
  static func ports(_ summary: String) -> Parameter {
    Parameter("PORTS", summary) { reader throws(Diagnostic) in
      let token = try reader.next("ports such as 1-1024,8080", usage: "PORTS", .nothing)
      var ranges: [ClosedRange<UInt16>] = []
      for part in token.text.split(separator: ",", omittingEmptySubsequences: false) {
        ranges.append(try reader.portRange(part, of: token))
      }
      return merged(ranges)
    }
  }
}

extension Reader {
  fileprivate func portRange(
    _ text: Substring, of token: Token
  ) throws(Diagnostic) -> ClosedRange<UInt16> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end in
      end.utf8.allSatisfy(\.isDigit) ? UInt16(end) : nil
    }
    guard token.kind == .word, ends.count <= 2, let first = ends[0],
      let last = ends[ends.count - 1],
      first > 0, first <= last
    else {
      throw unexpected(token, expected: "ports from 1 to 65535, such as 1-1024,8080")
    }
    return first...last
  }
}

private func merged(_ ranges: [ClosedRange<UInt16>]) -> [ClosedRange<UInt16>] {
  ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
    if let last = merged.last, Int(range.lowerBound) <= Int(last.upperBound) + 1 {
      merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    } else {
      merged.append(range)
    }
  }
}
