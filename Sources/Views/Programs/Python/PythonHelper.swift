/// A function that a Python program has only where it needs it.
enum PythonHelper: CaseIterable {
  case interrupted, sendAll, receiveExactly, receiveUntil, receiveAll, randomBytes, sleepUntil

  var imports: Set<String> {
    switch self {
    case .interrupted: ["signal"]
    case .sleepUntil: ["time"]
    default: ["socket"]
    }
  }

  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private var text: String {
    switch self {
    case .interrupted:
      """
      def interrupted(signum, frame):
          \"""Ends the call that waits, as C's calls end with EINTR: kill -INT sends the signal.\"""
          raise InterruptedError(4, "Interrupted system call")
      """
    case .sendAll:
      """
      def send_all(sock, data, piece):
          \"""Sends all of the data, at most so many bytes of it in a call.\"""
          sent = 0
          while sent < len(data):
              end = (sent // piece + 1) * piece
              sent += sock.send(data[sent:end])
      """
    case .receiveExactly:
      """
      def recv_exactly(sock, count):
          \"""Receives so many bytes, however they come; fewer only at the end of the stream.\"""
          data = b""
          while len(data) < count:
              piece = sock.recv(min(count - len(data), 128 << 10))
              if not piece:
                  break
              data += piece
          return data
      """
    case .receiveUntil:
      """
      def recv_until(sock, mark):
          \"""Receives up to the mark, and leaves what is behind it to the next call.\"""
          data = b""
          while mark not in data:
              seen = sock.recv(4096, socket.MSG_PEEK)
              if not seen:
                  break
              end = (data + seen).find(mark)
              wanted = len(seen) if end < 0 else end + len(mark) - len(data)
              data += sock.recv(wanted)
          return data
      """
    case .receiveAll:
      """
      def recv_all(sock):
          \"""Receives up to the end of the stream.\"""
          data = bytearray()
          while piece := sock.recv(128 << 10):
              data += piece
          return data
      """
    case .randomBytes:
      """
      def random_bytes(count, seed):
          \"""SplitMix64: the same bytes for the same seed.\"""
          data = bytearray()
          mask = (1 << 64) - 1
          while len(data) < count:
              seed = (seed + 0x9E3779B97F4A7C15) & mask
              z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & mask
              z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
              data += (z ^ (z >> 31)).to_bytes(8, "little")
          return bytes(data[:count])
      """
    case .sleepUntil:
      """
      def sleep_until(moment):
          \"""Sleeps up to that moment of the monotonic clock.\"""
          time.sleep(max(0, moment - time.monotonic()))
      """
    }
  }
}
