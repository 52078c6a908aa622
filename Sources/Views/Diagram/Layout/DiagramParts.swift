extension DiagramLayout {
  /// So many lines each, or a few less: an arrow is not cut in two, if that can be.
  func parts(of most: Int) -> [Range<Int>] {
    let cuts = self.cuts
    var parts: [Range<Int>] = []
    var start = 0
    while lines.count - start > most {
      let end = cuts.last { $0 > start + most / 2 && $0 <= start + most } ?? start + most
      parts.append(start..<end)
      start = end
    }
    return parts + [start..<lines.count]
  }

  /// Lines above which no packet is on its way.
  private var cuts: [Int] {
    var underWay: Set<Int> = []
    var cuts: [Int] = []
    for (index, line) in lines.enumerated() {
      if underWay.isEmpty, !line.goesOn { cuts.append(index) }
      for shaft in line.shafts {
        let arrow = diagram.arrows[shaft.arrow]
        if shaft.end == .goesOn, arrow.fate != .underWay { underWay.insert(arrow.from.row) }
        if !shaft.startsAtColumn { underWay.remove(arrow.from.row) }
      }
    }
    return cuts
  }
}
