internal import CLinux
internal import Glibc
internal import Log
internal import SystemCalls

/// The rule of rest: the stage goes on when every role is idle or asleep in its call and nothing is
/// in flight. It is seen in the processes and in the kernel's tables, never guessed by time.
extension Stage {
  /// Waits for rest, then logs what happened: the acting role first, then the others in the order in
  /// which they were named. False if `limit` nanoseconds or ⌃C ended the wait.
  func settle(acting: Role?, limit: UInt64) -> Bool {
    let deadline = monotonicNanoseconds() + limit
    defer { listen() }
    var pause = Pause()
    var look: Network.Look?
    var hasLooked = false
    repeat {
      letFloodGather()
      measureWatched()
      let hasNews =
        isNewsDue && receiveSoon() || receive(waiting: hasLooked || isNewsDue ? pause.next() : 0)
      if hasNews { pause.shorten() }
      takeEnds()
      streamMessages(acting)
      noteInterruption()
      if hasNews && (isNewsDue || isFlooding) { continue }
      look = restingLook(acting)
      hasLooked = true
    } while look == nil && !isInterrupted && !isOver(deadline, for: acting)
    let hasRested = look != nil
    isAtRest = hasRested
    if !hasRested { for partner in partners { partner.forgetRest() } }
    report(look ?? network.look(at: touched, everything: allKeys), acting: acting)
    // What came during the look is late news: for that nobody has waited in vain.
    return hasRested
  }

  /// Most calls come back in less time than it takes to fall asleep and be woken: for so long the
  /// stage stays awake, and lets others run. True if there was anything.
  private func receiveSoon() -> Bool {
    let end = monotonicNanoseconds() + Pause.awake
    repeat {
      if receive(waiting: 0) { return true }
      sched_yield()
    } while monotonicNanoseconds() < end
    return false
  }

  private var isFlooding: Bool { roles.contains(where: \.isFlooding) }

  /// To be woken for each call of a flood would take from it the processor that it needs: only its end
  /// does that.
  func letFloodGather() {
    guard isFlooding else { return }
    willSleep()
    whileFlooding()
    for role in roles where role.isFlooding { role.wakesStage = false }
    guard !roles.contains(where: \.isAhead) else { return }
    var entries = roles.filter { !$0.isGone }
      .map { pollfd(fd: $0.messageDescriptor, events: Int16(POLLIN), revents: 0) }
    _ = linux_poll(&entries, Int32(entries.count), Pause.ofFlood)
  }

  /// Has every role wake the stage again. What one has said before that is taken in next time.
  func listen() {
    for role in roles where !role.wakesStage {
      role.wakesStage = true
      if role.hasSpoken { isAtRest = false }
    }
  }

  /// Whether a role is acting: it will speak soon, unless the kernel makes it wait, and until then
  /// there is nothing to look at.
  private var isNewsDue: Bool {
    roles.contains { $0.isBusy && !$0.saidWaiting && !$0.isGone && !$0.isFlooding }
  }

  /// A role that has not answered at all is no flood: it has not had a processor yet, and gets more
  /// time for that.
  private func isOver(_ deadline: UInt64, for role: Role?) -> Bool {
    let now = monotonicNanoseconds()
    guard now >= deadline else { return false }
    guard let role, role.isBusy, !role.hasAnswered, !role.isGone, !isAsleep(role) else {
      return true
    }
    return now >= deadline + 2_000_000_000
  }

  /// What the sockets look like at rest; nil if something still moves.
  private func restingLook(_ acting: Role?) -> Network.Look? {
    // What nobody noticed leaves the partners as they were at the last rest, unless one has run since.
    let isQuiet = !touched.canHaveWoken && partners.allSatisfy { $0.isKnownAtRest || $0.isGone }
    guard let turns = isQuiet ? [] : turnsOfSleepingPartners, areAllAtRest(acting),
      let carried = carriedAtRest
    else { return nil }
    noteCarried()
    let touched = touched
    // Asked before the look: what is delivered during it would show in some sockets and not in others,
    // and be gone from the queue afterwards.
    let isSendingDue = touched.canHaveSent || !partners.isEmpty && !isQuiet
    if isSendingDue || hosts != nil, isPacketQueued { return nil }
    let look = network.look(at: touched, everything: allKeys)
    guard !isInFlight(look), areAllAtRest(acting),
      isQuiet ? haveAllPartnersSlept : turns.isEmpty || turnsOfSleepingPartners == turns,
      carriedAtRest == carried
    else { return nil }
    noteUnacknowledged(look)
    return look
  }

  /// Notes a ⌃C; it stays noted until the next statement.
  ///
  /// Thousands of statements a second would ask in vain: between two looks pass some milliseconds,
  /// unless a key has ended a wait.
  func noteInterruption() {
    guard let interruption else { return }
    let now = monotonicNanoseconds()
    guard interruption.isDue || now >= interruption.nextLook else { return }
    self.interruption?.isDue = false
    self.interruption?.nextLook = now + Pause.betweenKeys
    if isReadable(interruption.descriptor), interruption.take() { isInterrupted = true }
  }

  /// A role that was asleep may have been woken by one that was looked at later: where several are
  /// busy, only a second round without news is proof.
  private func areAllAtRest(_ acting: Role?) -> Bool {
    let busy = roles.filter(\.isBusy)
    if busy.isEmpty { return true }
    let ordered = busy.filter { $0 === acting } + busy.filter { $0 !== acting }
    for _ in 0..<(ordered.count > 1 ? 2 : 1) {
      if !ordered.allSatisfy(isAsleep) { return false }
    }
    return true
  }

  /// The state is read first, and found after it that nothing was said: a role that has left its call says
  /// so before it sleeps again.
  func isAsleep(_ role: Role) -> Bool {
    guard role.currentCall != nil, let state = try? role.view.runState() else { return false }
    return (state == UInt8(ascii: "S") || state == UInt8(ascii: "T"))
      && !role.hasSpoken
  }

  func isReadable(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }

  var allKeys: [SocketKey] {
    roles.flatMap { role in role.sockets.descriptors.map { SocketKey(role: role.name, fd: $0) } }
  }

  /// What calls touched, and the sockets that roles sleep in or that are connecting: those may be
  /// about to wake, or to arrive.
  private var touched: Touch {
    var touched = touch
    for role in roles {
      for fd in role.sockets.connecting { touched.addConnecting(role, fd) }
      guard let call = role.currentCall, let fd = call.descriptor else { continue }
      touched.add(role.name, fd)
      if call.name == "connect" { touched.addConnecting(role, fd) }
    }
    return touched
  }

  private func isInFlight(_ look: Network.Look) -> Bool {
    roles.contains { isAboutToWake($0, look) }
      || InFlight(
        network: network, look: look, isHurried: isInHurry, accepted: touch.accepted
      ).isAnything
      || partners.contains { isAboutToGoOn($0) }
  }

  private func isAboutToWake(_ role: Role, _ look: Network.Look) -> Bool {
    guard let call = role.currentCall else { return false }
    if Noticed.waits.contains(call.name) { return role.isWatchReady }
    guard let fd = call.descriptor,
      let socket = look.snapshots[SocketKey(role: role.name, fd: fd)]
    else { return false }
    switch call.name {
    case _ where CallNames.accepting.contains(call.name): return socket.acceptQueue > 0
    case _ where CallNames.receiving.contains(call.name):
      return socket.isReadable && !call.waitsForMore
    default: return false
    }
  }

  /// Packets that a processor has not yet handed to their socket.
  ///
  /// As a rule whoever sends a packet delivers it, too, before the call returns. A busy processor leaves
  /// that for later, and packets can be steered to another one. A packet that is just being delivered
  /// waits no longer: to have run on each processor proves that none is in the middle of one.
  private var isPacketQueued: Bool {
    guard let softnet else { return false }
    do throws(Errno) {
      var counts = try softnet.counts()
      // An answer may have been steered in its turn: a handshake takes three.
      for _ in 0..<3
      where counts.waiting == 0 && (packetsWaited || counts.steered != packetsSteered) {
        (packetsWaited, packetsSteered) = (false, counts.steered)
        linux_visit_every_processor()
        counts = try softnet.counts()
      }
      packetsWaited = packetsWaited || counts.waiting > 0
      return counts.waiting > 0
    } catch {
      return false
    }
  }
}

extension Call {
  /// A receive that sleeps although there is data: it wants all that it asked for.
  fileprivate var waitsForMore: Bool {
    guard case .constant(let flags, _)? = self["flags"] else { return false }
    return flags & Int(MSG_WAITALL) != 0 || flags & Int(MSG_OOB) != 0
  }
}

extension Touch {
  /// A full accept queue there is what it waits for.
  fileprivate mutating func addConnecting(_ role: Role, _ fd: Int32) {
    add(role.name, fd)
    guard let address = role.connecting[fd] else { return }
    destinations.insert(Destination(socket: SocketKey(role: role.name, fd: fd), address: address))
  }
}

/// How long to wait between two looks, in nanoseconds: short at first, then longer.
struct Pause {
  private static let shortest = 20_000
  private static let longest = 1_000_000
  /// How long to stay awake for a role that acts.
  static let awake: UInt64 = 50_000
  /// Between two looks at what a flood says.
  static let ofFlood = 4_000_000
  /// Between two looks at the keys, where nothing waits for them.
  static let betweenKeys: UInt64 = 5_000_000
  /// From here on a person could notice that something waits.
  static let noticeable = 300_000
  private var length = shortest

  mutating func next() -> Int {
    defer { length = min(2 * length, Pause.longest) }
    return length
  }

  mutating func shorten() { length = Pause.shortest }
}
