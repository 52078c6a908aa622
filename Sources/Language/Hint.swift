/// How the usage of the command being typed goes on from the end of the text: `bind ` is followed
/// by `ADDRESS`, `recv 10 ` by `[discard] [FLAGS]`.
///
/// It begins with a space where the text does not end in one. Nil where there is nothing to say.
public func hint(for text: String, in context: Context) -> String? {
  guard let typing = Typing(text, in: context), !typing.isQuoted else { return nil }
  if typing.isExpectation { return typing.partial == nil ? "ERRNO" : nil }
  // A word that is still being written counts as it stands.
  let tokens = typing.tokens + [typing.partial].compactMap { $0 }
  guard let first = tokens.first, first.kind == .word, let command = command(named: first.text)
  else { return nil }
  let wishes = typing.wishes(after: tokens, of: command)
  guard let wish = wishes.first else { return nil }
  let open = Set(wishes.map(\.parameter))
  var usages = command.parameters.indices.dropFirst(wish.parameter).filter { index in
    // Of those in any order, some may stand there already.
    let isMet = command.parameters[wish.parameter].isInAnyOrder && !open.contains(index)
    return !(command.parameters[index].isInAnyOrder && isMet)
  }.map { command.parameters[$0].hint }
  if let usage = wish.usage, !usages.isEmpty { usages[0] = usage }
  let rest = usages.filter { !$0.isEmpty }.joined(separator: " ")
  guard !rest.isEmpty else { return nil }
  let endsInSpace = typing.source.bytes.last?.isSpace ?? false
  return endsInSpace ? rest : " " + rest
}
