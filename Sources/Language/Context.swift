/// What the parser, the completer and the hints may know of the session.
public struct Context: Hashable, Sendable {
  /// The roles, in the order in which they were named. Empty: not known, and no name is doubted.
  public var roles: [String]
  public var currentRole: String
  /// The open sockets of each role, in the order in which they were opened.
  public var descriptors: [String: [Int32]]
  /// What `{name}` stands for.
  public var values: [String: String]
  /// The hosts of the wire.
  public var hosts: [String]
  /// The roles that the lesson under way plays with, whether they exist yet or not.
  public var expectedRoles: [String]
  /// The names of the lessons that can be learnt, and of the steps of the one under way.
  public var lessons: [String]
  public var steps: [String]
  /// The partners that run; each stands for its address.
  public var partners: [String]
  /// Those that ran and no longer do: facts still know them.
  public var pastPartners: [String]
  /// The roles whose calls are on a Unix socket, where they name none.
  public var unixRoles: [String]

  public init(
    roles: [String] = [], currentRole: String = "you", descriptors: [String: [Int32]] = [:],
    values: [String: String] = [:], hosts: [String] = [], lessons: [String] = [],
    steps: [String] = [], expectedRoles: [String] = [], partners: [String] = [],
    pastPartners: [String] = [], unixRoles: [String] = []
  ) {
    self.roles = roles
    self.currentRole = currentRole
    self.descriptors = descriptors
    self.values = values
    self.hosts = hosts
    self.lessons = lessons
    self.steps = steps
    self.expectedRoles = expectedRoles
    self.partners = partners
    self.pastPartners = pastPartners
    self.unixRoles = unixRoles
  }
}
