import Foundation
import Frames
import Log
import SystemCalls
import Testing

/// What a role says, through memory that the stage has too.
struct SharedStreamTests {
  private let memory: Int32
  private let stream: SharedStream
  private let pipe = Pipe()
  private var waking: Int32 { pipe.fileHandleForWriting.fileDescriptor }

  init() throws {
    signal(SIGPIPE, SIG_IGN)
    memory = try SharedStream.makeMemory()
    stream = try SharedStream(in: memory)
  }

  @Test func `all arrives in order, however often the memory is full`() throws {
    let count = 3000
    let (memory, waking) = (memory, waking)
    Thread.detachNewThread {
      guard let stream = try? SharedStream(in: memory) else { return }
      var writer = FrameWriter()
      for number in 0..<count {
        writer.add(message(number))
        try? writer.flush(to: stream, waking: waking)
      }
    }
    var reader = FrameReader()
    var next = 0
    let deadline = Date(timeIntervalSinceNow: 60)
    while next < count, Date() < deadline {
      try reader.fill(from: stream)
      try reader.drain(Bytes.self) { bytes in
        #expect(bytes == message(next))
        next += 1
        return bytes == message(next - 1)
      }
    }
    #expect(next == count)
    #expect(stream.isEmpty)
    close(memory)
  }

  @Test func `only a reader that may be asleep is woken`() throws {
    defer { close(memory) }
    var writer = FrameWriter()
    writer.add(message(1))
    try writer.flush(to: stream, waking: waking)
    #expect(!isWoken)
    #expect(!stream.isEmpty)
    stream.isReaderAsleep = true
    writer.add(message(2))
    try writer.flush(to: stream, waking: waking)
    #expect(isWoken)
  }

  /// The reader looks at its clock in between.
  @Test func `a read takes a portion and leaves the rest`() throws {
    defer { close(memory) }
    var writer = FrameWriter()
    let count = 80
    for number in 0..<count { writer.add(message(number)) }
    try writer.flush(to: stream, waking: waking)
    #expect(stream.hasMoreThanOneRead)
    var reader = FrameReader()
    var (reads, frames) = (0, 0)
    while !stream.isEmpty {
      try reader.fill(from: stream)
      reads += 1
      while try reader.next(Bytes.self) != nil { frames += 1 }
    }
    #expect(frames == count)
    #expect(reads > 1)
    #expect(!stream.hasMoreThanOneRead)
  }

  @Test func `a writer that waits for room learns that the reader is gone`() throws {
    defer { close(memory) }
    try pipe.fileHandleForReading.close()
    var writer = FrameWriter()
    for number in 0..<200 { writer.add(message(number)) }
    #expect(throws: ChannelClosed.self) { try writer.flush(to: stream, waking: waking) }
  }

  @Test func `numbers that no writer of ours writes are refused`() throws {
    defer { close(memory) }
    var far = UInt64(1) << 40
    #expect(pwrite(memory, &far, 8, 0) == 8)
    var reader = FrameReader()
    #expect(throws: ChannelClosed.self) { try reader.fill(from: stream) }
  }

  private var isWoken: Bool {
    var entry = pollfd(
      fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }
}

/// Of a length of its own, and no multiple of the memory's.
private func message(_ number: Int) -> Bytes {
  Bytes((0..<(1 + number * 37 % 4000)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) })
}
