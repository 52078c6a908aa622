/// A library that is loaded before a program's own (LD_PRELOAD): each network call says that it is
/// about to be made, waits for leave, is made, and says what it came to. So programs that know nothing
/// of it can be played in the order of a session.
let gateSource = #"""
  #define _GNU_SOURCE
  #include <dlfcn.h>
  #include <errno.h>
  #include <netinet/in.h>
  #include <poll.h>
  #include <stdarg.h>
  #include <stdint.h>
  #include <stdio.h>
  #include <string.h>
  #include <sys/epoll.h>
  #include <sys/select.h>
  #include <sys/socket.h>
  #include <sys/syscall.h>
  #include <sys/uio.h>
  #include <unistd.h>

  enum { TELL = 198, LEAVE = 199 };
  static unsigned char ours[1024]; /* descriptors that came of network calls */

  static void note(int fd) { if (fd >= 0 && fd < 1024) ours[fd] = 1; }
  static int is_ours(int fd) { return fd >= 0 && fd < 1024 && ours[fd]; }

  static void tell(const char *text) { syscall(SYS_write, TELL, text, strlen(text)); }

  __attribute__((constructor)) static void begin(void)
  {
      char text[32];
      snprintf(text, sizeof text, "P %d\n", (int)getpid());
      tell(text);
  }

  static void ask(const char *name);
  static const uint64_t start = 0xcbf29ce484222325u;
  static uint64_t received; /* the hash of what was received since the conductor last began anew */

  /* A session's role lives on, with its sockets open, when it has nothing more to do. */
  __attribute__((destructor)) static void end(void) { ask("exit"); }

  static void ask(const char *name)
  {
      char text[64], leave;
      snprintf(text, sizeof text, "E %s\n", name);
      tell(text);
      while (syscall(SYS_read, LEAVE, &leave, 1) == -1 && errno == EINTR) {}
      if (leave == 'n') received = start;
  }

  static uint64_t hash(uint64_t h, const unsigned char *p, long n)
  {
      for (long i = 0; i < n; i++) h = (h ^ p[i]) * 0x100000001b3u;
      return h;
  }

  static void told(long result, int port, uint64_t h)
  {
      int number = errno;
      char text[96];
      snprintf(text, sizeof text, "R %ld %d %016llx\n", result, port, (unsigned long long)h);
      tell(text);
      errno = number;
  }

  #define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)
  #define GATE(type, name, parameters, arguments, ...) \
      type name parameters { \
          REAL(name); ask(#name); type result = real arguments; __VA_ARGS__; \
          told(result, 0, start); return result; }
  #define OWN(type, name, parameters, arguments, ...) \
      type name parameters { \
          REAL(name); if (!is_ours(fd)) return real arguments; \
          ask(#name); type result = real arguments; __VA_ARGS__; told(result, 0, start); return result; }
  #define DATA(type, name, parameters, arguments) \
      type name parameters { \
          REAL(name); ask(#name); type result = real arguments; \
          long kept = result > (long)size ? (long)size : result; \
          if (result > 0) received = hash(received, data, kept); \
          told(result, 0, received); return result; }

  GATE(int, socket, (int a, int b, int c), (a, b, c), note(result))
  GATE(int, socketpair, (int a, int b, int c, int v[2]), (a, b, c, v), note(v[0]); note(v[1]))
  GATE(int, bind, (int fd, const struct sockaddr *a, socklen_t l), (fd, a, l))
  GATE(int, connect, (int fd, const struct sockaddr *a, socklen_t l), (fd, a, l))
  GATE(int, listen, (int fd, int n), (fd, n))
  GATE(int, accept, (int fd, struct sockaddr *a, socklen_t *l), (fd, a, l), note(result))
  GATE(int, accept4, (int fd, struct sockaddr *a, socklen_t *l, int f), (fd, a, l, f), note(result))
  GATE(int, shutdown, (int fd, int how), (fd, how))
  GATE(int, getpeername, (int fd, struct sockaddr *a, socklen_t *l), (fd, a, l))
  GATE(int, setsockopt, (int fd, int a, int b, const void *v, socklen_t l), (fd, a, b, v, l))
  GATE(int, getsockopt, (int fd, int a, int b, void *v, socklen_t *l), (fd, a, b, v, l))
  GATE(ssize_t, send, (int fd, const void *d, size_t n, int f), (fd, d, n, f))
  GATE(ssize_t, sendto, (int fd, const void *d, size_t n, int f, const struct sockaddr *a, socklen_t l),
       (fd, d, n, f, a, l))
  GATE(ssize_t, sendmsg, (int fd, const struct msghdr *m, int f), (fd, m, f))
  DATA(ssize_t, recv, (int fd, void *data, size_t size, int f), (fd, data, size, f))
  DATA(ssize_t, recvfrom,
       (int fd, void *data, size_t size, int f, struct sockaddr *a, socklen_t *l),
       (fd, data, size, f, a, l))
  GATE(int, poll, (struct pollfd *p, nfds_t n, int t), (p, n, t))
  GATE(int, select, (int n, fd_set *a, fd_set *b, fd_set *c, struct timeval *t), (n, a, b, c, t))
  GATE(int, epoll_create1, (int f), (f), note(result))
  GATE(int, epoll_ctl, (int e, int o, int fd, struct epoll_event *v), (e, o, fd, v))
  GATE(int, epoll_wait, (int e, struct epoll_event *v, int n, int t), (e, v, n, t))
  GATE(int, unlink, (const char *path), (path))
  OWN(int, close, (int fd), (fd), ours[fd] = 0)

  int getsockname(int fd, struct sockaddr *a, socklen_t *l)
  {
      REAL(getsockname);
      ask("getsockname");
      int result = real(fd, a, l);
      told(result, result == 0 ? ntohs(((struct sockaddr_in *)a)->sin_port) : 0, start);
      return result;
  }

  ssize_t recvmsg(int fd, struct msghdr *m, int f)
  {
      REAL(recvmsg);
      ask("recvmsg");
      ssize_t result = real(fd, m, f);
      long rest = result;
      for (size_t i = 0; i < m->msg_iovlen && rest > 0; i++) {
          long n = rest < (long)m->msg_iov[i].iov_len ? rest : (long)m->msg_iov[i].iov_len;
          received = hash(received, m->msg_iov[i].iov_base, n);
          rest -= n;
      }
      struct cmsghdr *c = result >= 0 && m->msg_controllen ? CMSG_FIRSTHDR(m) : NULL;
      for (; c; c = CMSG_NXTHDR(m, c))
          if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
              for (size_t i = 0; i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++)
                  note(((int *)CMSG_DATA(c))[i]);
      told(result, 0, received);
      return result;
  }

  static int control(const char *name, int fd, unsigned long what, long argument)
  {
      int isControl = name[0] == 'f';
      if (!is_ours(fd)) return syscall(isControl ? SYS_fcntl : SYS_ioctl, fd, what, argument);
      ask(name);
      int result = syscall(isControl ? SYS_fcntl : SYS_ioctl, fd, what, argument);
      told(result, 0, start);
      return result;
  }

  int fcntl(int fd, int what, ...)
  {
      va_list list;
      va_start(list, what);
      long argument = va_arg(list, long);
      va_end(list);
      return control("fcntl", fd, what, argument);
  }

  /* The same under the name that programs with large files call it by. */
  int fcntl64(int fd, int what, ...)
  {
      va_list list;
      va_start(list, what);
      long argument = va_arg(list, long);
      va_end(list);
      return control("fcntl", fd, what, argument);
  }

  int ioctl(int fd, unsigned long what, ...)
  {
      va_list list;
      va_start(list, what);
      long argument = va_arg(list, long);
      va_end(list);
      return control("ioctl", fd, what, argument);
  }
  """#
