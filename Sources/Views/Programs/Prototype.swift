/// How the man pages declare a function.
struct Prototype: Sendable {
  var text: String
  var page: String
  /// 2 for system calls, 3 for the library's functions.
  var section = 2

  static let of: [String: Prototype] = [
    "socket": Prototype(text: "int socket(int domain, int type, int protocol);", page: "socket"),
    "socketpair": Prototype(
      text: "int socketpair(int domain, int type, int protocol, int sv[2]);", page: "socketpair"),
    "bind": Prototype(
      text: "int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);", page: "bind"),
    "listen": Prototype(text: "int listen(int sockfd, int backlog);", page: "listen"),
    "accept": Prototype(
      text: "int accept(int sockfd, struct sockaddr *_Nullable restrict addr, "
        + "socklen_t *_Nullable restrict addrlen);", page: "accept"),
    "accept4": Prototype(
      text: "int accept4(int sockfd, struct sockaddr *_Nullable restrict addr, "
        + "socklen_t *_Nullable restrict addrlen, int flags);", page: "accept"),
    "connect": Prototype(
      text: "int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen);",
      page: "connect"),
    "shutdown": Prototype(text: "int shutdown(int sockfd, int how);", page: "shutdown"),
    "close": Prototype(text: "int close(int fd);", page: "close"),
    "getsockname": Prototype(
      text: "int getsockname(int sockfd, struct sockaddr *restrict addr, "
        + "socklen_t *restrict addrlen);", page: "getsockname"),
    "getpeername": Prototype(
      text: "int getpeername(int sockfd, struct sockaddr *restrict addr, "
        + "socklen_t *restrict addrlen);", page: "getpeername"),
    "getsockopt": Prototype(
      text: "int getsockopt(int sockfd, int level, int optname, void optval[restrict *.optlen], "
        + "socklen_t *restrict optlen);", page: "getsockopt"),
    "setsockopt": Prototype(
      text: "int setsockopt(int sockfd, int level, int optname, const void optval[.optlen], "
        + "socklen_t optlen);", page: "setsockopt"),
    "send": Prototype(
      text: "ssize_t send(int sockfd, const void buf[.len], size_t len, int flags);", page: "send"),
    "sendto": Prototype(
      text: "ssize_t sendto(int sockfd, const void buf[.len], size_t len, int flags, "
        + "const struct sockaddr *dest_addr, socklen_t addrlen);", page: "send"),
    "sendmsg": Prototype(
      text: "ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags);", page: "send"),
    "sendmmsg": Prototype(
      text: "int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);",
      page: "sendmmsg"),
    "recv": Prototype(
      text: "ssize_t recv(int sockfd, void buf[.len], size_t len, int flags);", page: "recv"),
    "recvfrom": Prototype(
      text: "ssize_t recvfrom(int sockfd, void buf[restrict .len], size_t len, int flags, "
        + "struct sockaddr *_Nullable restrict src_addr, socklen_t *_Nullable restrict addrlen);",
      page: "recv"),
    "recvmsg": Prototype(
      text: "ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags);", page: "recv"),
    "recvmmsg": Prototype(
      text: "int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, "
        + "struct timespec *timeout);", page: "recvmmsg"),
    "read": Prototype(text: "ssize_t read(int fd, void buf[.count], size_t count);", page: "read"),
    "write": Prototype(
      text: "ssize_t write(int fd, const void buf[.count], size_t count);", page: "write"),
    "readv": Prototype(
      text: "ssize_t readv(int fd, const struct iovec *iov, int iovcnt);", page: "readv"),
    "writev": Prototype(
      text: "ssize_t writev(int fd, const struct iovec *iov, int iovcnt);", page: "readv"),
    "dup": Prototype(text: "int dup(int oldfd);", page: "dup"),
    "dup2": Prototype(text: "int dup2(int oldfd, int newfd);", page: "dup"),
    "fcntl": Prototype(text: "int fcntl(int fd, int cmd, ... /* arg */ );", page: "fcntl"),
    "ioctl": Prototype(text: "int ioctl(int fd, unsigned long request, ...);", page: "ioctl"),
    "sockatmark": Prototype(text: "int sockatmark(int sockfd);", page: "sockatmark", section: 3),
    "unlink": Prototype(text: "int unlink(const char *pathname);", page: "unlink"),
    "poll": Prototype(
      text: "int poll(struct pollfd *fds, nfds_t nfds, int timeout);", page: "poll"),
    "ppoll": Prototype(
      text: "int ppoll(struct pollfd *fds, nfds_t nfds, "
        + "const struct timespec *_Nullable tmo_p, const sigset_t *_Nullable sigmask);",
      page: "poll"),
    "select": Prototype(
      text: "int select(int nfds, fd_set *_Nullable restrict readfds, "
        + "fd_set *_Nullable restrict writefds, fd_set *_Nullable restrict exceptfds, "
        + "struct timeval *_Nullable restrict timeout);", page: "select"),
    "pselect": Prototype(
      text: "int pselect(int nfds, fd_set *_Nullable restrict readfds, "
        + "fd_set *_Nullable restrict writefds, fd_set *_Nullable restrict exceptfds, "
        + "const struct timespec *_Nullable restrict timeout, "
        + "const sigset_t *_Nullable restrict sigmask);", page: "select"),
    "epoll_create1": Prototype(text: "int epoll_create1(int flags);", page: "epoll_create"),
    "epoll_ctl": Prototype(
      text: "int epoll_ctl(int epfd, int op, int fd, struct epoll_event *_Nullable event);",
      page: "epoll_ctl"),
    "epoll_wait": Prototype(
      text: "int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);",
      page: "epoll_wait"),
    "epoll_pwait": Prototype(
      text: "int epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout, "
        + "const sigset_t *_Nullable sigmask);", page: "epoll_wait"),
    "signal": Prototype(
      text: "sighandler_t signal(int signum, sighandler_t handler);", page: "signal"),
  ]
}
