internal import SystemCalls

/// TCP's states with the sockets of a session on them, and the way of each: lines joined by line
/// breaks. Where the picture has no room in `width` columns only the ways are told.
public func statesText(_ paths: [StatePath], width: Int, utf8: Bool) -> String {
  let width = max(20, width)
  let marked = StateWords.marked(paths)
  let picture =
    width < StateMap.columns
    ? wrapped("(the picture takes \(StateMap.columns) columns)", width: width)
    : StatesPicture(marked, utf8: utf8).lines + [""]
  let ways = labelledLines(
    marked.map { ("\($0.mark)  \($0.path.name)", StateWords.way(of: $0.path)) }, width: width,
    utf8: utf8)
  let notes =
    StateWords.leftOut(paths.count - marked.count) + StateWords.remarks(on: marked.map(\.path))
  return (picture + (ways.isEmpty ? [] : [ways]) + notes.flatMap { wrapped($0, width: width) })
    .joined(separator: "\n")
}

/// One socket's, with what was typed before each step and when.
public func statesText(following path: StatePath, width: Int, utf8: Bool) -> String {
  let rows = StateWords.moments(of: path).map { moment in
    let behind = moment.statement.isEmpty ? "" : ", behind `\(moment.statement)`"
    return (label: moment.state, text: moment.when + behind)
  }
  let steps = labelledLines(rows, width: max(20, width), utf8: utf8)
  let notes = StateWords.remarks(on: [path])
  let below = [steps] + notes.flatMap { wrapped($0, width: max(20, width)) }
  guard width >= StateMap.columns else { return ([path.name] + below).joined(separator: "\n") }
  let marked = StateWords.marked([path])
  let picture = StatesPicture(marked, utf8: utf8).lines
  return (picture + [""] + marked.map { "\($0.mark)  \($0.path.name)" } + below)
    .joined(separator: "\n")
}
