/// Rules of CSS. They are written without custom properties, which programs that show a drawing on a slide
/// do not know.
public struct StyleSheet: Sendable {
  public private(set) var text: String

  /// `rules` has neither `<` nor `&`.
  public init(_ rules: String) { text = rules }

  public static func + (one: StyleSheet, other: StyleSheet) -> StyleSheet {
    StyleSheet(one.text + "\n" + other.text)
  }

  /// The colours of drawings: light, and dark on the screen of who prefers that; paper is light.
  public static var drawing: StyleSheet {
    StyleSheet(
      """
      svg text { font: 13px \(monospace); white-space: pre; }
      svg .bold { font-weight: bold; }
      \(colours(\.light))
      @media screen and (prefers-color-scheme: dark) {
      \(colours(\.dark))
      }
      @media print { svg text { stroke: none; } }
      """)
  }

  /// The rules of a page around them.
  public static var page: StyleSheet {
    StyleSheet(
      """
      :root { color-scheme: light dark; }
      body { margin: 0 auto; padding: 1rem; max-width: 60rem; font: 1rem/1.5 system-ui, sans-serif; }
      body { \(page(\.light)) }
      main { display: block; }
      pre, code, kbd, .code { font-family: \(monospace); font-size: 0.875em; }
      .code { overflow-wrap: anywhere; }
      figure { margin: 1rem 0; overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
      th, td { text-align: left; vertical-align: top; padding: 0.125rem 0.75rem 0.125rem 0; }
      tr, svg { break-inside: avoid; }
      @media screen and (prefers-color-scheme: dark) { body { \(page(\.dark)) } }
      @media print {
      :root { color-scheme: light; }
      body { max-width: none; padding: 0; }
      figure { overflow: visible; }
      svg { min-width: 0 !important; max-width: 100% !important; }
      }
      """)
  }

  public static var pageWithDrawings: StyleSheet {
    page + drawing + StyleSheet("figure svg { display: block; min-width: 640px; }")
  }

  /// Of about the same width everywhere.
  public static let monospace =
    "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"

  private static func colours(_ shade: (Colour) -> String) -> String {
    Colour.allCases.map {
      ".\($0.fill) { fill: \(shade($0)); } .\($0.stroke) { stroke: \(shade($0)); fill: none; }"
    }.joined(separator: "\n") + "\nsvg text { stroke: \(shade(.paper)); }"
  }

  private static func page(_ shade: (Colour) -> String) -> String {
    "background: \(shade(.paper)); color: \(shade(.ink));"
  }
}
