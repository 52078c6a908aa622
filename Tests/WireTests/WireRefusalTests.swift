import Log
import SystemCalls
import Testing

@testable import Wire

/// What is said where a machine allows no wire: which of the reasons it is, how to see it, what helps.
struct WireRefusalTests {
  private func text(
    _ step: WireStep, _ errno: String, _ change: (inout WireConditions) -> Void = { _ in }
  ) throws -> String {
    var conditions = WireConditions()
    change(&conditions)
    let refusal = WireRefusal(step: step, errno: try #require(Errno(name: errno)))
    return refusal.diagnostic(conditions).description
  }

  @Test func `a limit of user namespaces is named, with the setting that raises it`() throws {
    for text in [
      try text(.userNamespace, "ENOSPC"),
      try text(.userNamespace, "EPERM") { $0.mostUserNamespaces = 0 },
    ] {
      #expect(text.contains("unshare(CLONE_NEWUSER)"))
      #expect(text.contains("sysctl user.max_user_namespaces"))
    }
  }

  @Test func `Debian's and Ubuntu's restrictions are told apart`() throws {
    let debian = try text(.userNamespace, "EPERM") { $0.unprivilegedClone = 0 }
    #expect(debian.contains("kernel.unprivileged_userns_clone=1"))
    for step in [WireStep.mapping, .networkNamespace] {
      let ubuntu = try text(step, "EPERM") {
        $0.unprivilegedClone = 1
        $0.appArmorRestriction = 1
      }
      #expect(ubuntu.contains("AppArmor"))
      #expect(ubuntu.contains("kernel.apparmor_restrict_unprivileged_userns=0"))
    }
  }

  @Test func `a container's filter is known by the status of this process`() throws {
    let text = try text(.userNamespace, "EPERM") {
      $0.isFiltered = true
      $0.isRoot = true
      $0.appArmorRestriction = 1
    }
    #expect(text.contains("seccomp"))
    #expect(text.contains("grep Seccomp: /proc/self/status"))
    #expect(text.contains("--cap-add"))
  }

  @Test func `a TUN device that is missing, closed, or refused has a cause each`() throws {
    #expect(try text(.device, "ENOENT").contains("modprobe tun"))
    #expect(try text(.device, "ENODEV").contains("modprobe tun"))
    #expect(try text(.device, "EACCES").contains("chmod 666 /dev/net/tun"))
    #expect(try text(.attachment, "EPERM").contains("TUNSETIFF"))
    #expect(
      try text(.attachment, "EPERM") { $0.isFiltered = true }.contains("--cap-add NET_ADMIN"))
  }

  @Test(arguments: WireStep.allCases)
  func `every step names its call, its errno and a next step`(step: WireStep) throws {
    let text = try text(step, "EPERM")
    #expect(text.hasPrefix("no wire can be made here: "))
    #expect(text.contains("EPERM"))
    #expect(text.contains("`"))
  }

  @Test func `this machine's conditions can be read`() {
    #expect(WireConditions.current.mostUserNamespaces ?? 0 >= 0)
  }
}
