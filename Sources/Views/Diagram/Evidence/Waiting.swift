/// First in, first out, of at most so many: the oldest is forgotten for the newest.
struct Waiting<Element: Sendable>: Sendable {
  private var elements: [Element] = []
  private var head = 0
  private let most: Int

  init(most: Int) { self.most = most }

  var count: Int { elements.count - head }
  var all: ArraySlice<Element> { elements[head...] }

  mutating func append(_ element: Element) {
    elements.append(element)
    if count > most { removeFirst() }
  }

  mutating func removeFirst() {
    head += 1
    // Now and then, so that it costs little each time.
    guard head > 64, 2 * head > elements.count else { return }
    elements.removeFirst(head)
    head = 0
  }

  mutating func removeLast() { if count > 0 { elements.removeLast() } }

  /// `index` as in `all`.
  mutating func remove(at index: Int) {
    if index == head { removeFirst() } else { elements.remove(at: index) }
  }

  mutating func change(_ index: Int, _ body: (inout Element) -> Void) { body(&elements[index]) }
}
