/// A function or type that a Swift program has only where it needs it.
enum SwiftHelper: CaseIterable {
  case check, address, inet, inet6, unix, takingAddress, printPort, askPort, interrupted, show
  case sendOnce, sendTo, receive, receiveFrom, readOnce
  case sendAll, receiveExactly, receiveUntil, receiveAll, fill, randomBytes, readFile
  case writeVector, readVector, receiveMessages, clock
  case setOption, getOption, select, epoll, accept4, control, sendMessage, receiveMessage

  var needs: Set<SwiftHelper> {
    switch self {
    case .check, .fill, .randomBytes, .show, .askPort, .interrupted, .accept4, .control, .clock: []
    case .inet, .inet6: [.check, .address]
    case .unix: [.address]
    case .takingAddress, .printPort: [.check, .address]
    case .sendOnce, .setOption, .getOption, .epoll, .select, .readFile: [.check]
    case .sendTo: [.check, .address]
    case .receive, .readOnce: [.check, .show]
    case .receiveFrom: [.check, .address, .show, .takingAddress]
    case .sendAll, .writeVector: [.check]
    case .readVector, .receiveMessages: [.check, .show]
    case .receiveExactly, .receiveUntil: [.check, .show, .receive]
    case .receiveAll: [.check, .show, .receive]
    case .sendMessage, .receiveMessage: [.check, .address, .control, .show]
    case .address: [.check]
    }
  }

  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private var text: String { callText ?? transferText ?? structText ?? "" }
}
