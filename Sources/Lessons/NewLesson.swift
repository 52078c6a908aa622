/// The text of a small lesson that replays and verifies, for an author to begin with.
///
/// `name` is the file's, `11-my-lesson` or `my-lesson`; nil where no id can be made of it.
public func newLesson(named name: String) -> String? {
  guard let id = lessonID(ofFileNamed: name) else { return nil }
  return """
    # \(title(of: id))
    <!-- lesson: \(id) -->

    \(Unwritten.subject.rawValue)

    ## A socket with an address
    <!-- step: address -->

    A demonstration: the learner steps through it. Port 0 asks the kernel for any free port.

    ```sockratic
    server> socket tcp
    socket(AF_INET, SOCK_STREAM, 0) = 3
    server> bind 0
    bind(3, 127.0.0.1:0) = 0
      server @3   bound to 127.0.0.1:{port:port}
    ```

    Nothing listens on port `{port}` yet. As the client, connect to it all the same.

    ```goals
    client.error == ECONNREFUSED -- the client's call is refused
    ```

    <details><summary>Hint</summary>

    The client needs a socket of its own first.

    </details>
    <details><summary>Solution</summary>

    ```sockratic
    client> socket tcp
    socket(AF_INET, SOCK_STREAM, 0) = 3
    client> connect 127.0.0.1:{port}
    connect(3, 127.0.0.1:{port}) = -1 ECONNREFUSED (Connection refused)
    ```

    </details>

    \(Unwritten.insight.rawValue)

    ## Before you go on
    <!-- step: quiz -->

    ```quiz
    Who refused the client's call?
    a) The server's program.
       It knows nothing of the call.
    b) The kernel. *
       Nothing listened on the port, so it answered at once.
    ```

    """
}

/// `my-lesson` for `11-my-lesson`; nil where the name has no id in it.
func lessonID(ofFileNamed name: String) -> String? {
  let number = name.prefix { $0.isDigitASCII }
  let id = number.isEmpty ? name[...] : name.dropFirst(number.count + 1)
  let isSeparated = number.isEmpty || name.dropFirst(number.count).first == "-"
  return isSeparated && isIdentifier(String(id)) ? String(id) : nil
}

/// `My lesson` for `my-lesson`.
func title(of id: String) -> String {
  id.prefix(1).uppercased() + id.dropFirst().replacing("-", with: " ")
}
