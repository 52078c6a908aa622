internal import Wire

/// What the wire is like at one moment, apart from what crosses it.
public struct WireSurvey: Hashable, Sendable {
  /// Its hosts' names.
  public var hosts: [String]
  /// What is done to packets, and the seed, in words.
  public var settings: [String]
  /// The orders that wait for their packets, in words.
  public var orders: [String]
  /// How many packets are in the learner's hand.
  public var held: Int

  public init(
    hosts: [String], settings: [String] = [], orders: [String] = [], held: Int = 0
  ) {
    self.hosts = hosts
    self.settings = settings
    self.orders = orders
    self.held = held
  }
}

extension Session {
  /// nil without a wire.
  public func wireSurvey() -> WireSurvey? {
    guard let hosts = stage.hosts, !hosts.isGone, let listed = hosts.list(limit: deadline) else {
      return nil
    }
    return WireSurvey(
      hosts: hosts.all.map(\.name), settings: hosts.impairmentLines + ["seed \(hosts.seed)"],
      orders: listed.orders.map { hosts.line(for: $0.withoutSurplus) }, held: listed.held.count)
  }
}

extension PendingOrder {
  /// How many packets an order for every one has met depends on how often the kernels try.
  fileprivate var withoutSurplus: PendingOrder {
    order.ordinal == nil ? PendingOrder(order) : self
  }
}
