internal import Views

extension StyleSheet {
  /// For a phone, a wide screen and paper; light or dark as the reader likes.
  static var book: StyleSheet {
    StyleSheet(
      """
      :root { color-scheme: light dark; }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 52rem; }
      body { font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
      h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2rem 0 0.5rem; }
      h1 { font-size: 1.75rem; margin-top: 1.5rem; }
      h2 { font-size: 1.35rem; }
      h3, h4, h5, h6 { font-size: 1.1rem; }
      pre, code, kbd, samp { font-family: \(monospace); font-size: 0.875rem; }
      code { overflow-wrap: anywhere; }
      pre { margin: 0.75rem 0; line-height: 1.45; }
      pre code { overflow-wrap: normal; }
      kbd { font-weight: bold; }
      .scroll { overflow-x: auto; max-width: 100%; }
      pre.scroll { padding: 0.5rem 0.75rem; border: 1px solid; border-radius: 4px; }
      figure { margin: 0.75rem 0 1.25rem; }
      figure svg { display: block; min-width: 40rem; }
      figcaption, .note, footer { font-size: 0.875rem; }
      details { margin: 0.75rem 0; padding: 0.25rem 0.75rem; border: 1px solid; border-radius: 4px; }
      summary { cursor: pointer; padding: 0.375rem 0; font-weight: bold; }
      .goals, .quiz, blockquote { margin: 0.75rem 0; padding: 0 0 0 0.75rem; border-left: 4px solid; }
      .goals p, .quiz p { margin: 0.25rem 0; }
      ul, ol { margin: 0.5rem 0; padding-left: 1.75rem; }
      li { margin: 0.25rem 0; }
      .lessons p { margin: 0; }
      .lessons li { margin: 0.75rem 0; padding-left: 0.25rem; }
      a { padding: 0.125rem 0; }
      .contents a, .turning a, .lessons a, #Results a { display: inline-block; min-height: 1.5rem; }
      .turning { margin-top: 2.5rem; border-top: 1px solid; }
      .turning ul { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; padding: 0; list-style: none; }
      header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; }
      header { border-bottom: 1px solid; padding: 0.25rem 0; }
      header p { margin: 0.375rem 0; }
      footer { margin-top: 1.5rem; border-top: 1px solid; }
      [hidden] { display: none; }
      #Search { flex: 1 1 16rem; min-width: 0; }
      #Words { font: inherit; width: 100%; max-width: 20rem; padding: 0.25rem 0.5rem; }
      #Words { border: 1px solid; border-radius: 4px; background: inherit; color: inherit; }
      #Search label { margin-right: 0.5rem; }
      #Results p { margin: 0; font-size: 0.875rem; overflow-wrap: anywhere; }
      mark { background: none; color: inherit; font-weight: bold; text-decoration: underline; }
      .skip { position: absolute; left: -100rem; }
      .skip:focus { position: static; display: inline-block; padding: 0.5rem; }
      main:focus { outline: none; }
      :focus-visible { outline: 3px solid; outline-offset: 2px; }
      .right strong::before { content: '\\2713\\00a0'; }
      \(colours(\.light))
      @media screen and (prefers-color-scheme: dark) {
      \(colours(\.dark))
      }
      @media print {
      :root { color-scheme: light; }
      body { max-width: none; padding: 0; font-size: 10.5pt; }
      header, footer, nav, .skip, details:not([open]) { display: none; }
      details { border: none; padding: 0; }
      summary { list-style: none; color: inherit; }
      .scroll { overflow: visible; }
      pre, pre code, kbd, samp { font-size: 8.5pt; }
      pre.scroll { white-space: break-spaces; }
      figure svg { min-width: 0; }
      pre, svg, li, .goals, .quiz { break-inside: avoid; }
      h1, h2, h3, h4, h5, h6, summary { break-after: avoid; }
      figcaption { break-before: avoid; }
      a { color: inherit; }
      a[href^='http']::after { content: ' (' attr(href) ')'; overflow-wrap: anywhere; }
      }
      """) + .drawing
  }

  private static func colours(_ shade: (Colour) -> String) -> String {
    """
    body { background: \(shade(.paper)); color: \(shade(.ink)); }
    a, summary, .skip { color: \(shade(.travel)); }
    .note, figcaption, footer { color: \(shade(.soft)); }
    .note a, .note code { color: \(shade(.ink)); }
    pre.scroll, details, .goals, .quiz, blockquote, .turning, header, footer, #Words { border-color: \(shade(.line)); }
    .state { color: \(shade(.state)); }
    .failure { color: \(shade(.loss)); }
    :focus-visible { outline-color: \(shade(.travel)); }
    """
  }
}
