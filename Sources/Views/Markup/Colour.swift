/// The colours of pages and drawings, by what they stand for: each with the paper behind it has a contrast of
/// at least 4.5 to 1 (WCAG 2.1, AA), on light paper and on dark.
public enum Colour: String, Sendable, CaseIterable {
  case paper, ink, soft, line, state, travel, loss

  /// sRGB, as in CSS.
  public var light: String {
    switch self {
    case .paper: "#ffffff"
    case .ink: "#1b1f24"
    case .soft: "#57606a"
    case .line: "#6e7781"
    case .state: "#0a6168"
    case .travel: "#5a32a3"
    case .loss: "#a40e26"
    }
  }

  public var dark: String {
    switch self {
    case .paper: "#0d1117"
    case .ink: "#e6edf3"
    case .soft: "#9aa4af"
    case .line: "#848d97"
    case .state: "#5cd3dd"
    case .travel: "#cfa8ff"
    case .loss: "#ff8880"
    }
  }

  /// The class of what is filled with it, as text is.
  public var fill: String { rawValue }
  /// The class of what is drawn with it.
  public var stroke: String { "\(rawValue)-stroke" }
}
