internal import CLinux
internal import Frames
internal import Glibc
internal import Log
internal import SystemCalls

/// The wire: a process that makes the hosts and carries every packet between them. One thread, and
/// no call that waits but ppoll.
public enum WireProcess {
  /// The first argument that says that an executable is to be the wire.
  public static let marker = "sockratic-wire"

  /// Carries until the stage is gone or lets go of it: then the hosts are gone as well.
  public static func run(arguments: [String]) -> Int32 {
    linux_die_with_parent()
    linux_name_process("wire")
    linux_keep_time()
    signal(SIGPIPE, SIG_IGN)
    let line = WireLine()
    guard case .open(let hosts, let seed)? = line.waitForOrder() else { return 64 }
    do throws(WireRefusal) {
      let ends = try WireEnds(hosts)
      let carrier = Carrier(hosts, ends, seed: seed, line)
      line.say(ends.message(capture: carrier.captureDescriptor))
      carrier.run()
    } catch {
      line.say(.failed(error))
    }
    line.finish()
    return 0
  }
}

/// The hosts' ends of the wire, as the wire process holds them.
struct WireEnds {
  /// The user namespace that owns the hosts; -1 where there is none.
  private(set) var user: Int32 = -1
  private(set) var networks: [Int32] = []
  private(set) var diagnoses: [Int32] = []
  private(set) var devices: [Int32] = []
  private(set) var queues: [DeviceQueue] = []

  init(_ hosts: [CableHost]) throws(WireRefusal) {
    if try HostSpace.becomeOwner() {
      user = try WireEnds.open("/proc/self/ns/user", .userNamespace)
    }
    for host in hosts {
      devices.append(try HostSpace.makeHost(host.addresses))
      queues.append(DeviceQueue())
      networks.append(try WireEnds.open("/proc/self/ns/net", .networkNamespace))
      let diagnosis = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 4)
      guard diagnosis >= 0 else { throw WireRefusal(step: .diagnosis, errno: Errno(errno)) }
      diagnoses.append(diagnosis)
    }
  }

  func message(capture: Int32?) -> WireMessage {
    .ready(
      user: user,
      hosts: zip(networks, diagnoses).map {
        WireMessage.HostDescriptors(network: $0, diagnosis: $1)
      }, capture: capture ?? -1)
  }

  private static func open(_ path: String, _ step: WireStep) throws(WireRefusal) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw WireRefusal(step: step, errno: Errno(errno)) }
    return descriptor
  }
}
