internal import Log
internal import SystemCalls

/// A socket that is made to see what its options are at first.
struct FreshSocket: Hashable, Sendable {
  var family: Int32
  var type: Int32
  var protocolNumber: Int32

  struct OnHost: Hashable {
    var kind: FreshSocket
    var host: Int
  }

  /// In the network of this process; nil where it may not make one.
  var options: [SocketOption: OptionValue]? {
    do throws(Errno) {
      let readings = try optionsOfFreshSocket(
        family: family, type: type, protocolNumber: protocolNumber)
      return Dictionary(uniqueKeysWithValues: readings.map { ($0.option, $0.value) })
    } catch {
      return nil
    }
  }
}

/// On a host, the helper for names makes one.
extension FreshSocket {
  private static let word = "options"

  /// What the helper is asked.
  var words: [String] { [FreshSocket.word] + [family, type, protocolNumber].map(String.init) }

  struct Answer: Coded {
    var options: [SocketOption: OptionValue]

    func encode(to writer: inout ByteWriter) {
      writer.put(options.map { ($0.key.name, $0.value) }) { writer, reading in
        writer.put(reading.0)
        writer.put(reading.1)
      }
    }
  }

  /// The helper's side; nil for other questions. The words behind the question are doors.
  static func answer(_ words: [String]) -> Answer? {
    guard words.first == word, words.count >= 4, HostDoor.enter(words.dropFirst(4)) else {
      return nil
    }
    let numbers = words[1...3].compactMap { Int32($0) }
    guard numbers.count == 3 else { return nil }
    let kind = FreshSocket(family: numbers[0], type: numbers[1], protocolNumber: numbers[2])
    return Answer(options: kind.options ?? [:])
  }
}

extension FreshSocket.Answer {
  init(from reader: inout ByteReader) throws(Malformed) {
    let list = try reader.list { reader throws(Malformed) -> (SocketOption, OptionValue)? in
      let name = try reader.string()
      let value: OptionValue = try reader.value()
      return SocketOption.named(name).map { ($0, value) }
    }
    options = Dictionary(list.compactMap { $0 }) { first, _ in first }
  }
}
