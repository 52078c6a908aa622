#define _GNU_SOURCE
#include "looking.h"
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int linux_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int linux_pidfd_getfd(int pidfd, int descriptor) {
  return (int)syscall(SYS_pidfd_getfd, pidfd, descriptor, 0);
}

int linux_move_high(int descriptor) {
  int high = fcntl(descriptor, F_DUPFD_CLOEXEC, 200);
  if (high >= 0) close(descriptor);
  return high;
}

static int count(int descriptor, unsigned long request) {
  int bytes = 0;
  return ioctl(descriptor, request, &bytes) == 0 ? bytes : 0;
}
int linux_unread(int descriptor) { return count(descriptor, SIOCINQ); }
int linux_unsent(int descriptor) { return count(descriptor, SIOCOUTQ); }

int linux_tcp_info(int descriptor, struct linux_tcp_info *info) {
  struct tcp_info kernel;
  socklen_t length = sizeof kernel;
  memset(&kernel, 0, sizeof kernel);
  if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &kernel, &length) != 0) return -1;
  *info = (struct linux_tcp_info){
      .state = kernel.tcpi_state,
      .retransmits = kernel.tcpi_retransmits,
      .unacked = kernel.tcpi_unacked,
      .sacked = kernel.tcpi_sacked,
      .total_retransmits = kernel.tcpi_total_retrans,
      .not_sent = kernel.tcpi_notsent_bytes,
      .peer_window = kernel.tcpi_snd_wnd,
      .bytes_sent = kernel.tcpi_bytes_sent,
      .bytes_retransmitted = kernel.tcpi_bytes_retrans,
      .bytes_received = kernel.tcpi_bytes_received,
  };
  return 0;
}

int linux_socket_memory(int descriptor, uint32_t *received, uint32_t *drops) {
  uint32_t memory[SK_MEMINFO_VARS] = {0};
  socklen_t length = sizeof memory;
  if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, memory, &length) != 0) return -1;
  *received = memory[SK_MEMINFO_RMEM_ALLOC];
  *drops = memory[SK_MEMINFO_DROPS];
  return 0;
}
