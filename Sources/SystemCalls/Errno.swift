internal import CLinux

/// A kernel error number, with its C name and English meaning (errno(3)).
public struct Errno: Error, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: Int32

  public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// The errno with a C name such as `ECONNREFUSED`, or nil if there is none.
  public init?(name: some StringProtocol) {
    guard let number = Errno.numbers[String(name)] else { return nil }
    self.init(number)
  }

  /// `ECONNREFUSED`; a number that glibc does not know is shown as the number.
  public var name: String {
    linux_errno_name(rawValue).map { String(cString: $0) } ?? "errno \(rawValue)"
  }

  /// `Connection refused`, in English whatever the locale.
  public var meaning: String {
    linux_errno_description(rawValue).map { String(cString: $0) } ?? "Unknown error \(rawValue)"
  }

  public var description: String { "\(name) (\(meaning))" }

  /// Every errno that has a name, for completion and parsing. EAGAIN's alias EWOULDBLOCK is included.
  public static var allNames: [String] { numbers.keys.sorted() }

  private static let numbers: [String: Int32] = {
    var numbers = ["EWOULDBLOCK": Int32(11), "ENOTSUP": 95, "EDEADLOCK": 35]
    for number in Int32(1)...133 where linux_errno_name(number) != nil {
      numbers[Errno(number).name] = number
    }
    return numbers
  }()
}
