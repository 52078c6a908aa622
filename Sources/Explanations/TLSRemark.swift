internal import SystemCalls

/// TLS, met by a program that speaks none.
extension Success {
  /// What arrived begins like a TLS record: RFC 8446 section 5.1.
  var tlsRecord: Remark? {
    guard case .buffer(_, let filled?)? = call["buf"], looksLikeTLS(filled.kept) else { return nil }
    let what =
      filled.kept[0] == 0x16
      ? "The other side begins a TLS handshake" : "The other side sends a TLS alert"
    return Remark(
      id: "recv.tls",
      text:
        "\(what): hex \(filled.kept[0] == 0x16 ? "16" : "15") 03 is how such a record starts. Sockratic"
        + " speaks no TLS; `help tls` says what can be done.", once: true)
  }

  /// An HTTP request in plain text, to the port where TLS is spoken.
  var plainTextToTLS: Remark? {
    guard socket?.remote?.port == 443, case .bytes(let bytes)? = call["buf"],
      looksLikeHTTP(bytes.kept)
    else { return nil }
    return Remark(
      id: "send.plain-to-tls",
      text:
        "Port 443 is for HTTP within TLS: a server there takes this plain request for a broken"
        + " handshake. Port 80 is for plain HTTP; see `help tls`.", once: true)
  }
}

/// A handshake or an alert record, by its type and version. The stage asks before it makes a remark.
public func looksLikeTLS(_ bytes: [UInt8]) -> Bool {
  bytes.count >= 5 && (bytes[0] == 0x16 || bytes[0] == 0x15) && bytes[1] == 3 && bytes[2] <= 4
    && Int(bytes[3]) << 8 | Int(bytes[4]) <= 1 << 14
}

func looksLikeHTTP(_ bytes: [UInt8]) -> Bool {
  ["GET ", "HEAD ", "POST ", "PUT ", "OPTIONS "].contains { bytes.starts(with: $0.utf8) }
}
