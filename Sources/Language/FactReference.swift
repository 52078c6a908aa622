/// The side of a fact that names something to observe: `server.port`, `server@4.local`, `state`.
///
/// A lesson's `let port = server.port` keeps one, and a fact's value can be one.
public struct FactReference: Hashable, Sendable {
  /// nil: the role that is spoken of anyway.
  public var role: String?
  /// nil: any socket of the role.
  public var descriptor: Int32?
  public var subject: FactSubject

  /// Nil where the text names no subject, or is malformed.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let name = parts.last,
      let subject = FactSubject.named(name)
    else { return nil }
    self.subject = subject
    guard subject.isOfWire == (parts.count == 2 && parts[0] == FactSubject.wire) else { return nil }
    guard parts.count == 2 else { return }
    let owner = parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let role = owner.first.map(String.init), role.isEmpty || RoleName.isWellFormed(role),
      !(role.isEmpty && owner.count == 1)
    else { return nil }
    if owner.count == 2 {
      guard let descriptor = Int32(owner[1]), descriptor >= 0 else { return nil }
      self.descriptor = descriptor
    }
    self.role = role.isEmpty ? nil : role
  }
}
