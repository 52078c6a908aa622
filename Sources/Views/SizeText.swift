/// A number of bytes in units of 1024, with one decimal where it is not whole: `4 GiB`, `1.5 KiB`,
/// `1 byte`.
public func sizeText(_ bytes: Int) -> String {
  guard bytes >= 1024 else { return "\(bytes) byte\(bytes == 1 ? "" : "s")" }
  let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  let power = min((Int.bitWidth - 1 - bytes.leadingZeroBitCount) / 10, units.count)
  let unit = 1 << (10 * power)
  let tenths = bytes % unit / max(1, unit / 10)
  let whole = bytes / unit
  return (tenths == 0 ? "\(whole)" : "\(whole).\(min(9, tenths))") + " " + units[power - 1]
}
