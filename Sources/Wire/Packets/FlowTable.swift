/// What is known of each flow. A flood of addresses must not fill the memory: the oldest go first.
struct FlowTable<Value> {
  private struct Entry {
    var flow: Flow
    var value: Value
  }

  private let most: Int
  private var entries: [Entry] = []
  private var places: [Flow: Int] = [:]
  /// Where the last packet's flow is: packets of one come together, and to hash one is slow.
  private var recent: Int?

  /// Remembers so many flows at most, 4 or more.
  init(most: Int) { self.most = most }

  /// The value at a place, which is good until the next `add`.
  subscript(place: Int) -> Value {
    get { entries[place].value }
    _modify { yield &entries[place].value }
  }

  /// Where a flow is; nil if nothing is known of it.
  mutating func place(of flow: Flow) -> Int? {
    if isRecent(flow) { return recent }
    guard let place = places[flow] else { return nil }
    recent = place
    return place
  }

  /// Whether it is the flow of the last packet.
  func isRecent(_ flow: Flow) -> Bool { recent.map { entries[$0].flow == flow } ?? false }

  /// Takes in a flow that is not there yet; says where it is.
  mutating func add(_ flow: Flow, _ value: Value) -> Int {
    if entries.count >= most { forgetOldest() }
    let place = entries.count
    entries.append(Entry(flow: flow, value: value))
    places[flow] = place
    recent = place
    return place
  }

  private mutating func forgetOldest() {
    entries.removeFirst(most / 4)
    places = [:]
    for (place, entry) in entries.enumerated() { places[entry.flow] = place }
    recent = nil
  }
}
