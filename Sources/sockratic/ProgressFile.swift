internal import Glibc
internal import Lessons
internal import Log
internal import Roles

/// The file in which progress is kept, and beside it a folder with what was done in each lesson; whole
/// or not at all: each is written aside, flushed to the disk and renamed, under a lock that two
/// sessions share.
final class ProgressFile: ProgressStore {
  private static let longest = 1 << 20
  private static let longestWork = 16 << 20
  private static let patience = 400  // times 5 ms for another's lock

  private let path: String
  private var warning: String?

  init(path: String) {
    self.path = path
  }

  /// `$XDG_STATE_HOME/sockratic/progress`, by default in `~/.local/state`; where there is no home,
  /// progress is forgotten at the end.
  static func standard() -> any ProgressStore {
    let state = Foreign.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = Foreign.environment("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.local/state" }
    guard let folder = state ?? home else { return PassingProgress() }
    return ProgressFile(path: folder + "/sockratic/progress")
  }

  func takeWarning() -> String? {
    defer { warning = nil }
    return warning
  }

  func load() -> Progress { read(setsAside: false) }

  func update(_ change: (inout Progress) -> Void) {
    guard let lock = locked() else { return }
    defer { close(lock) }
    var progress = read(setsAside: true)
    let before = progress
    change(&progress)
    if progress != before { replace(path, by: Array(progress.text.utf8)) }
  }

  // MARK: What was done

  private func workPath(_ lesson: String) -> String { "\(path).work/\(lesson).md" }

  func work(of lesson: String) -> LessonWork? { readKept(lesson, setsAside: false) }

  private func readKept(_ lesson: String, setsAside: Bool) -> LessonWork? {
    let file = workPath(lesson)
    guard access(file, F_OK) == 0 else { return nil }
    do {
      let bytes = try readFile(file, atMost: ProgressFile.longestWork)
      return try readWork(bytes: bytes, file: file).first { $0.lesson == lesson }
    } catch {
      if setsAside {
        setAside(file, "\(error)")
      } else {
        warn("what was done in a lesson is not known: \(error)")
      }
      return nil
    }
  }

  func keep(_ work: StepWork, of lesson: LessonWork) {
    guard let lock = locked() else { return }
    defer { close(lock) }
    let before = readKept(lesson.lesson, setsAside: true)
    var kept = before ?? lesson
    kept.keep(work)
    guard kept != before else { return }
    mkdir(path + ".work", 0o700)
    replace(workPath(lesson.lesson), by: Array(kept.markdown.utf8))
  }

  func forget() {
    for name in fileNames(beginningWith: path + ".work/") { unlink(name) }
    update { $0 = Progress() }
  }

  // MARK: Reading

  private func read(setsAside: Bool) -> Progress {
    guard access(path, F_OK) == 0 else { return Progress() }
    let bytes: [UInt8]
    do {
      bytes = try readFile(path, atMost: ProgressFile.longest)
    } catch {
      if setsAside { setAside(path, "\(error.message)") }
      return Progress()
    }
    let (progress, isWhole) = Progress.parse(bytes)
    if !isWhole, setsAside { setAside(path, "\(path) is damaged, or of another version") }
    return progress
  }

  private func setAside(_ path: String, _ reason: String) {
    let aside = path + ".damaged"
    guard rename(path, aside) == 0 else { return warn("progress: \(reason)") }
    warn("progress: \(reason): it is kept as \(aside), and what could be read of it goes on.")
  }

  // MARK: Writing

  private func locked() -> Int32? {
    makeFolder()
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else {
      warn("progress is not kept: \(path).lock: \(reason)")
      return nil
    }
    for _ in 0..<ProgressFile.patience {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      poll(nil, 0, 5)
    }
    warn("progress is not kept: \(path).lock is held by another program")
    close(lock)
    return nil
  }

  private func makeFolder() {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard access(folder.joined(separator: "/"), F_OK) != 0 else { return }
    for depth in folder.indices { mkdir(folder[...depth].joined(separator: "/"), 0o700) }
  }

  private func replace(_ path: String, by bytes: [UInt8]) {
    do throws(Diagnostic) {
      try writeFile(path, bytes)
    } catch {
      warn("progress is not kept: \(error.message)")
    }
  }

  private var reason: String { String(cString: strerror(errno)) }

  private func warn(_ text: String) { if warning == nil { warning = text } }
}
