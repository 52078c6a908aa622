/// A small HTTP/1.1 server (RFC 9112): one request after the other, also several in one segment.
struct HTTPManner: Manner {
  /// What has come and is not yet answered.
  private var input: [UInt8] = []
  /// Of a request's body, the bytes still to be skipped.
  private var bodyLeft = 0
  /// Of an answer's body, the zeros still to be sent.
  private var zerosLeft = 0
  /// After the last answer, what comes is thrown away until the client ends: closing at once would
  /// send an RST, and that can overtake the answer.
  private var isOver = false
  private var hasEnded = false

  private static let zeros = [UInt8](repeating: 0, count: 8 << 10)
  /// A longer head is refused, in bytes.
  static let longestHead = 16 << 10

  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply) {
    if isOver { return }
    let skipped = min(bodyLeft, bytes.count)
    bodyLeft -= skipped
    input.append(contentsOf: bytes.dropFirst(skipped))
    answer(&line)
  }

  mutating func end(_ line: inout Reply) {
    hasEnded = true
    if zerosLeft == 0 { line.afterwards = .close }
  }

  mutating func goOn(_ line: inout Reply) {
    let piece = HTTPManner.zeros.prefix(zerosLeft)
    zerosLeft -= piece.count
    line.say(piece)
    if zerosLeft == 0 {
      if hasEnded { line.afterwards = .close }
      answer(&line)
    }
  }

  /// Answers what has come whole, as long as there is room for answers.
  private mutating func answer(_ line: inout Reply) {
    while !isOver, zerosLeft == 0, !line.isFull, let request = nextHead() {
      switch request {
      case .success(let lines): answer(lines, &line)
      case .failure(let refusal):
        let first = String(
          decoding: input.prefix(100).prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
        answer(
          HTTPResponse(refusal.status, because: refusal.reason), to: first, persists: false, &line)
      }
    }
    line.reads = isOver || zerosLeft == 0 && input.count < HTTPManner.longestHead
  }

  private mutating func answer(_ lines: [ArraySlice<UInt8>], _ line: inout Reply) {
    let first = String(decoding: lines.first ?? [], as: UTF8.self)
    do throws(HTTPRequest.Refusal) {
      let request = try HTTPRequest(lines)
      skipBody(request.bodyLength)
      answer(
        httpResponse(to: request, head: lines), to: first, persists: request.persists,
        isHead: request.method == "HEAD", &line)
    } catch {
      answer(HTTPResponse(error.status, because: error.reason), to: first, persists: false, &line)
    }
  }

  private mutating func answer(
    _ response: HTTPResponse, to asked: String, persists: Bool, isHead: Bool = false,
    _ line: inout Reply
  ) {
    line.say(response.head(persists: persists))
    if !isHead {
      line.say(response.body)
      zerosLeft = response.zeros ?? 0
    }
    line.remarks.append(
      "\(asked.prefix(100)) → \(response.status.rawValue) \(response.status.reason),"
        + " \(isHead ? 0 : response.length) bytes"
        + (response.why.isEmpty ? "" : ": \(response.why)"))
    guard !persists else { return }
    isOver = true
    input = []
    line.afterwards = hasEnded ? .close : .shutWriting
  }

  private mutating func skipBody(_ length: Int) {
    let skipped = min(length, input.count)
    input.removeFirst(skipped)
    bodyLeft = length - skipped
  }

  /// The lines of the next head, taken out of the input; nil where it is not whole. What cannot become
  /// a request is refused as soon as that is seen.
  private mutating func nextHead() -> Result<[ArraySlice<UInt8>], HTTPRequest.Refusal>? {
    dropEmptyLines()
    var lines: [ArraySlice<UInt8>] = []
    var start = input.startIndex
    while let end = input[start...].firstIndex(of: 0x0a) {
      let line = input[start..<end]
      let bare = line.last == 0x0d ? line.dropLast() : line
      start = end + 1
      if bare.isEmpty {
        input.removeFirst(start)
        return .success(lines)
      }
      lines.append(bare)
      if lines.count == 1, let refusal = refusal(of: bare) { return .failure(refusal) }
    }
    if lines.isEmpty, input.count > RequestLine.longest {
      return .failure(HTTPRequest.Refusal(status: .uriTooLong))
    }
    return input.count < HTTPManner.longestHead
      ? nil : .failure(HTTPRequest.Refusal(status: .headerTooLarge))
  }

  private func refusal(of line: ArraySlice<UInt8>) -> HTTPRequest.Refusal? {
    do throws(HTTPRequest.Refusal) {
      _ = try RequestLine(line)
      return nil
    } catch {
      return error
    }
  }

  /// RFC 9112, 2.2: empty lines before a request are ignored.
  private mutating func dropEmptyLines() {
    let count = input.prefix { $0 == 0x0d || $0 == 0x0a }.count
    input.removeFirst(count)
  }
}
