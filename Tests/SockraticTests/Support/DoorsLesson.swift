/// A small lesson with a demonstration, a step with a hint, one without, and a quiz.
let doors = """
  # Doors
  <!-- lesson: doors -->

  ## A door
  <!-- step: door -->

  ```sockratic
  server> socket tcp
  socket(AF_INET, SOCK_STREAM, 0) = 3
  server> bind 0
  bind(3, 127.0.0.1:0) = 0
    server @3   bound to 127.0.0.1:{port:port}
  ```

  It is behind port {port}.

  ## Knock
  <!-- step: knock -->

  ```goals
  client.error == ECONNREFUSED -- the client is refused
  ```

  <details><summary>Hint</summary>

  A door needs a TCP socket.

  </details>
  <details><summary>Solution</summary>

  ```sockratic
  client> socket tcp
  client> connect 127.0.0.1:{port}
  connect(3, 127.0.0.1:{port}) = -1 ECONNREFUSED (Connection refused)
  ```

  </details>

  Nobody listens.

  ## Open
  <!-- step: open -->

  ```goals
  server.state == LISTEN -- the server listens
  ```

  <details><summary>Solution</summary>

  ```sockratic
  server> listen
  ```

  </details>

  ## Guess
  <!-- step: guess -->

  ```quiz
  What does connect do?
  a) It waits.
     The kernel answers by itself.
  b) It succeeds. *
  ```
  """
