import Log
import Testing

@testable import Language

/// An option's name that nobody has.
struct OptionNameTests {
  @Test(arguments: [
    ("SO_REUSEADR", "SO_REUSEADDR"), ("SO_KEEP", "SO_KEEPALIVE"), ("nodelya", "nodelay"),
    ("SO_NODELAY", "TCP_NODELAY"), ("SO_TIMEOUT", nil), ("x", nil),
  ])
  func `it is answered with the nearest, and with where they are listed`(
    name: String, near: String?
  ) throws {
    for command in ["setsockopt \(name) on", "getsockopt \(name)"] {
      let diagnostic = try refusal(command)
      #expect(diagnostic.message == "there is no option “\(name)”")
      let advice = try #require(diagnostic.advice)
      #expect(advice.contains("`options all` lists those of the socket"))
      if let near { #expect(advice.hasPrefix("did you mean “\(near)”?"), "\(advice)") }
    }
  }
}
