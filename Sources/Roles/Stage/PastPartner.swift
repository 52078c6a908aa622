internal import SystemCalls

/// What is still known of a partner that has ended: its process and its descriptors are gone.
struct PastPartner {
  let name: String
  let label: String
  let address: SocketAddress
  /// What it said last; nil if it was killed.
  let totals: PartnerMessage.Totals?

  init(_ partner: Partner) {
    (name, label, address, totals) =
      (partner.name, partner.label, partner.address, partner.totals)
  }
}
