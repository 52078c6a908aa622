import Glibc
import SystemCalls
import Testing

@Suite struct ConstantTableTests {
  @Test(arguments: ConstantTable.allCases)
  func `every name leads to a number that has a name`(table: ConstantTable) throws {
    #expect(!table.names.isEmpty)
    for name in table.names {
      let number = try #require(table.number(named: name))
      let text = table.text(number)
      // A file's flags always begin with the way it was opened.
      let isFlag = table == .fileFlags && text.hasSuffix("|" + name)
      let alias = ["AF_LOCAL", "IPPROTO_IP", "SIOCINQ", "TIOCOUTQ"].contains(name)
      #expect(text == name || isFlag || alias)
    }
    #expect(table.number(named: "NOSUCH") == nil)
  }

  @Test func `the numbers are those of the C headers`() {
    #expect(ConstantTable.addressFamily.number(named: "AF_INET6") == Int(AF_INET6))
    #expect(ConstantTable.addressFamily.number(named: "AF_LOCAL") == Int(AF_UNIX))
    #expect(ConstantTable.socketType.number(named: "SOCK_DGRAM") == Int(SOCK_DGRAM.rawValue))
    #expect(ConstantTable.socketType.number(named: "SOCK_NONBLOCK") == Int(SOCK_NONBLOCK.rawValue))
    #expect(ConstantTable.protocolNumber.number(named: "IPPROTO_UDP") == IPPROTO_UDP)
    #expect(ConstantTable.messageFlags.number(named: "MSG_DONTWAIT") == 0x40)
    #expect(ConstantTable.messageFlags.number(named: "MSG_NOSIGNAL") == 0x4000)
    #expect(ConstantTable.shutdownHow.number(named: "SHUT_RDWR") == SHUT_RDWR)
    #expect(ConstantTable.optionLevel.number(named: "SOL_SOCKET") == Int(SOL_SOCKET))
    #expect(ConstantTable.optionLevel.number(named: "IPPROTO_IPV6") == Int(IPPROTO_IPV6))
    #expect(ConstantTable.signal.number(named: "SIGPIPE") == Int(SIGPIPE))
    #expect(ConstantTable.signal.number(named: "SIGSYS") == Int(SIGSYS))
  }

  @Test func `the numbers of poll and epoll are those of the C headers`() {
    #expect(ConstantTable.pollEvents.number(named: "POLLIN") == Int(POLLIN))
    #expect(ConstantTable.pollEvents.number(named: "POLLOUT") == Int(POLLOUT))
    #expect(ConstantTable.pollEvents.number(named: "POLLNVAL") == Int(POLLNVAL))
    #expect(ConstantTable.fileFlags.number(named: "O_NONBLOCK") == Int(O_NONBLOCK))
    #expect(ConstantTable.fcntlCommand.number(named: "F_SETFL") == Int(F_SETFL))
    #expect(ConstantTable.epollEvents.text(0x8000_0001) == "EPOLLIN|EPOLLET")
    #expect(ConstantTable.fileFlags.text(0x802) == "O_RDWR|O_NONBLOCK")
    #expect(ConstantTable.fileFlags.text(0) == "O_RDONLY")
  }

  @Test func `flags are joined, and what has no name is hexadecimal`() {
    #expect(ConstantTable.messageFlags.text(0x42) == "MSG_PEEK|MSG_DONTWAIT")
    #expect(ConstantTable.messageFlags.text(0x20_0040) == "MSG_DONTWAIT|0x200000")
    #expect(ConstantTable.messageFlags.text(0) == "0")
    #expect(ConstantTable.socketType.text(0x80801) == "SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK")
    #expect(ConstantTable.protocolNumber.text(0) == "0")
    #expect(ConstantTable.addressFamily.text(0) == "AF_UNSPEC")
    #expect(ConstantTable.addressFamily.text(999) == "0x3e7")
  }
}
