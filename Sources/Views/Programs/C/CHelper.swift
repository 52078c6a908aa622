/// A function that a C program has only where it needs it. A later one may stand on an earlier one.
enum CHelper: CaseIterable {
  /// No function: the names that glibc has beyond POSIX.
  case gnu
  case die, interrupted, show, printAddress, printPort, portNumber, inetAddress, inet6Address,
    unixAddress, askPort
  case sendAll, receiveExactly, receiveUntil, receiveAll, fill, randomBytes, readFile, putControl,
    sleepUntil

  var needs: Set<CHelper> {
    switch self {
    case .inetAddress, .inet6Address: [.portNumber]
    case .printPort, .unixAddress, .readFile: [.die]
    case .receiveUntil: [.gnu]
    default: []
    }
  }

  var includes: Set<String> {
    switch self {
    case .printAddress, .portNumber, .inetAddress, .inet6Address:
      ["arpa/inet.h", "netinet/in.h", "string.h"]
    case .printPort: ["arpa/inet.h", "netinet/in.h"]
    case .unixAddress: ["string.h", "sys/un.h"]
    case .randomBytes: ["stdint.h"]
    case .interrupted: ["signal.h"]
    case .sleepUntil: ["errno.h", "time.h"]
    case .receiveUntil, .putControl: ["string.h"]
    default: []
    }
  }

  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: self == .gnu).map(String.init)
  }

  private var text: String {
    switch self {
    case .gnu: ""
    case .die:
      """
      static void die(const char *call)
      {
          perror(call);
          exit(1);
      }
      """
    case .interrupted:
      """
      /* Nothing to do: that it ran is what ends the call that waits, with EINTR. */
      static void interrupted(int number)
      {
          (void)number;
      }
      """
    case .show:
      """
      /* Prints data with everything escaped that is no visible character. */
      static void show(const char *data, ssize_t count)
      {
          printf("%zd bytes: ", count);
          for (ssize_t i = 0; i < count && i < 4096; i++)
              printf(data[i] >= ' ' && data[i] < 127 ? "%c" : "\\\\x%02x", (unsigned char)data[i]);
          printf(count > 4096 ? " and more\\n" : "\\n");
      }
      """
    case .printAddress:
      """
      static void print_address(const char *what, const struct sockaddr_storage *address)
      {
          char text[INET6_ADDRSTRLEN];
          if (address->ss_family == AF_INET) {
              const struct sockaddr_in *in = (const struct sockaddr_in *)address;
              inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
              printf("%s %s, port %d\\n", what, text, ntohs(in->sin_port));
          } else if (address->ss_family == AF_INET6) {
              const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
              inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof text);
              printf("%s %s, port %d\\n", what, text, ntohs(in6->sin6_port));
          } else {
              printf("%s a Unix socket\\n", what);
          }
      }
      """
    case .printPort:
      """
      static int print_port(int sock)
      {
          struct sockaddr_in6 address; /* large enough for IPv4, too, and the port is in the same place */
          socklen_t length = sizeof address;
          if (getsockname(sock, (struct sockaddr *)&address, &length) == -1)
              die("getsockname");
          printf("port %d\\n", ntohs(address.sin6_port));
          return ntohs(address.sin6_port);
      }
      """
    case .portNumber:
      """
      /* In network byte order. */
      static in_port_t port_number(const char *text)
      {
          char *end;
          unsigned long port = strtoul(text, &end, 10);
          if (end == text || (*end != '\\0' && *end != '\\n') || port > 65535) {
              fprintf(stderr, "%s is no port\\n", text);
              exit(2);
          }
          return htons(port);
      }
      """
    case .inetAddress:
      """
      static struct sockaddr_in inet_address(const char *host, const char *port)
      {
          struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = port_number(port)};
          if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
              fprintf(stderr, "%s is no IPv4 address\\n", host);
              exit(2);
          }
          return address;
      }
      """
    case .inet6Address:
      """
      static struct sockaddr_in6 inet6_address(const char *host, const char *port, unsigned scope)
      {
          struct sockaddr_in6 address = {
              .sin6_family = AF_INET6, .sin6_port = port_number(port), .sin6_scope_id = scope};
          if (inet_pton(AF_INET6, host, &address.sin6_addr) != 1) {
              fprintf(stderr, "%s is no IPv6 address\\n", host);
              exit(2);
          }
          return address;
      }
      """
    case .unixAddress:
      """
      static socklen_t unix_name(struct sockaddr_un *address, const char *name, size_t size)
      {
          if (size > sizeof address->sun_path) {
              fprintf(stderr, "%s is too long for a Unix socket\\n", name);
              exit(2);
          }
          memset(address, 0, sizeof *address);
          address->sun_family = AF_UNIX;
          memcpy(address->sun_path, name, size);
          return sizeof address->sun_family + size;
      }
      """
    case .askPort:
      """
      static void ask_port(const char *whose, char *port, int size)
      {
          printf("Port of %s: ", whose);
          fflush(stdout);
          if (fgets(port, size, stdin) == NULL) {
              fprintf(stderr, "no port of %s was given\\n", whose);
              exit(2);
          }
      }
      """
    case .sendAll:
      """
      /* Sends all of the data, at most so many bytes of it in a call. */
      static ssize_t send_all(int sock, const char *data, size_t count, size_t piece)
      {
          size_t sent = 0;
          while (sent < count) {
              size_t end = (sent / piece + 1) * piece;
              ssize_t n = send(sock, data + sent, (end < count ? end : count) - sent, 0);
              if (n == -1)
                  return -1;
              sent += n;
          }
          return sent;
      }
      """
    case .receiveExactly:
      """
      /* Receives so many bytes, however they come; fewer only at the end of the stream. */
      static ssize_t recv_exactly(int sock, char *data, size_t count)
      {
          size_t received = 0;
          while (received < count) {
              size_t rest = count - received;
              ssize_t n = recv(sock, data + received, rest < 128 << 10 ? rest : 128 << 10, 0);
              if (n == -1)
                  return -1;
              if (n == 0)
                  break;
              received += n;
          }
          return received;
      }
      """
    case .receiveUntil:
      """
      /* Receives up to the mark, and leaves what is behind it to the next call. */
      static ssize_t recv_until(int sock, char *data, size_t room, const char *mark, size_t length)
      {
          size_t received = 0;
          while (memmem(data, received, mark, length) == NULL && room - received >= 4096) {
              ssize_t seen = recv(sock, data + received, 4096, MSG_PEEK);
              if (seen <= 0)
                  return seen == 0 ? (ssize_t)received : -1;
              char *end = memmem(data, received + seen, mark, length);
              size_t wanted = end == NULL ? (size_t)seen : end + length - data - received;
              ssize_t n = recv(sock, data + received, wanted, 0);
              if (n == -1)
                  return -1;
              received += n;
          }
          return received;
      }
      """
    case .receiveAll:
      """
      /* Receives up to the end of the stream, and counts. */
      static ssize_t recv_all(int sock)
      {
          static char piece[128 << 10];
          ssize_t received = 0;
          ssize_t n;
          while ((n = recv(sock, piece, sizeof piece, 0)) > 0)
              received += n;
          return n == -1 ? -1 : received;
      }
      """
    case .fill:
      """
      static void fill(char *data, size_t count, const char *pattern, size_t length)
      {
          for (size_t i = 0; i < count; i++)
              data[i] = pattern[i % length];
      }
      """
    case .randomBytes:
      """
      /* SplitMix64: the same bytes for the same seed. */
      static void random_bytes(char *data, size_t count, uint64_t seed)
      {
          uint64_t z = 0;
          for (size_t i = 0; i < count; i++) {
              if (i % 8 == 0) {
                  seed += 0x9E3779B97F4A7C15u;
                  z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9u;
                  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
                  z ^= z >> 31;
              }
              data[i] = (char)(z >> (i % 8 * 8));
          }
      }
      """
    case .readFile:
      """
      static void read_file(const char *path, char *data, size_t count)
      {
          FILE *file = fopen(path, "rb");
          if (file == NULL || fread(data, 1, count, file) != count)
              die(path);
          fclose(file);
      }
      """
    case .putControl:
      """
      static void put_control(char *where, int level, int type, const void *data, size_t size)
      {
          struct cmsghdr header = {
              .cmsg_len = CMSG_LEN(size), .cmsg_level = level, .cmsg_type = type};
          memcpy(where, &header, sizeof header);
          memcpy(CMSG_DATA((struct cmsghdr *)where), data, size);
      }
      """
    case .sleepUntil:
      """
      /* Sleeps up to so many nanoseconds after the beginning. */
      static void sleep_until(struct timespec began, long long nanoseconds)
      {
          long long moment = began.tv_nsec + nanoseconds;
          struct timespec due = {began.tv_sec + moment / 1000000000, moment % 1000000000};
          while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR) {}
      }
      """
    }
  }
}
