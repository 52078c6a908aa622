#define _GNU_SOURCE
#include "looking.h"
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <net/if.h>
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

int linux_interface_name(int socket, int index, char *name) {
  struct ifreq request = {.ifr_ifindex = index};
  if (ioctl(socket, SIOCGIFNAME, &request) != 0) return -1;
  memcpy(name, request.ifr_name, IF_NAMESIZE);
  return 0;
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

int linux_tcp_details(int descriptor, struct linux_tcp_details *details) {
  struct tcp_info kernel;
  socklen_t length = sizeof kernel;
  memset(&kernel, 0, sizeof kernel);
  if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &kernel, &length) != 0) return -1;
  *details = (struct linux_tcp_details){
      .state = kernel.tcpi_state,
      .congestion_state = kernel.tcpi_ca_state,
      .retransmits = kernel.tcpi_retransmits,
      .probes = kernel.tcpi_probes,
      .backoff = kernel.tcpi_backoff,
      .rto_us = kernel.tcpi_rto,
      .ato_us = kernel.tcpi_ato,
      .send_mss = kernel.tcpi_snd_mss,
      .receive_mss = kernel.tcpi_rcv_mss,
      .unacked = kernel.tcpi_unacked,
      .sacked = kernel.tcpi_sacked,
      .lost = kernel.tcpi_lost,
      .total_retransmits = kernel.tcpi_total_retrans,
      .last_data_sent_ms = kernel.tcpi_last_data_sent,
      .last_data_received_ms = kernel.tcpi_last_data_recv,
      .last_ack_received_ms = kernel.tcpi_last_ack_recv,
      .path_mtu = kernel.tcpi_pmtu,
      .receive_ssthresh = kernel.tcpi_rcv_ssthresh,
      .rtt_us = kernel.tcpi_rtt,
      .rtt_variation_us = kernel.tcpi_rttvar,
      .min_rtt_us = kernel.tcpi_min_rtt,
      .ssthresh = kernel.tcpi_snd_ssthresh,
      .cwnd = kernel.tcpi_snd_cwnd,
      .segments_out = kernel.tcpi_segs_out,
      .segments_in = kernel.tcpi_segs_in,
      .data_segments_out = kernel.tcpi_data_segs_out,
      .data_segments_in = kernel.tcpi_data_segs_in,
      .not_sent = kernel.tcpi_notsent_bytes,
      .peer_window = kernel.tcpi_snd_wnd,
      .out_of_order = kernel.tcpi_rcv_ooopack,
      .came_twice = kernel.tcpi_dsack_dups,
      .reorderings = kernel.tcpi_reord_seen,
      .pacing_rate = kernel.tcpi_pacing_rate,
      .delivery_rate = kernel.tcpi_delivery_rate,
      .bytes_sent = kernel.tcpi_bytes_sent,
      .bytes_acked = kernel.tcpi_bytes_acked,
      .bytes_retransmitted = kernel.tcpi_bytes_retrans,
      .bytes_received = kernel.tcpi_bytes_received,
      .busy_us = kernel.tcpi_busy_time,
      .window_limited_us = kernel.tcpi_rwnd_limited,
      .buffer_limited_us = kernel.tcpi_sndbuf_limited,
  };
  return 0;
}

int linux_memory_details(int descriptor, struct linux_socket_memory *memory) {
  uint32_t kernel[SK_MEMINFO_VARS] = {0};
  socklen_t length = sizeof kernel;
  if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, kernel, &length) != 0) return -1;
  *memory = (struct linux_socket_memory){
      .received = kernel[SK_MEMINFO_RMEM_ALLOC],
      .receive_buffer = kernel[SK_MEMINFO_RCVBUF],
      .sent = kernel[SK_MEMINFO_WMEM_QUEUED],
      .send_buffer = kernel[SK_MEMINFO_SNDBUF],
      .drops = kernel[SK_MEMINFO_DROPS],
  };
  return 0;
}

int linux_group_filter(int descriptor, int level, int interface, const void *group,
                       uint32_t length, struct linux_group_filter *filter) {
  union {
    struct group_filter filter;
    char room[GROUP_FILTER_SIZE(LINUX_GROUP_SENDERS)];
  } kernel;
  _Static_assert(sizeof(struct sockaddr_storage) == LINUX_SENDER_SIZE, "a sender's room");
  memset(&kernel, 0, sizeof kernel);
  if (length > sizeof kernel.filter.gf_group) length = sizeof kernel.filter.gf_group;
  memcpy(&kernel.filter.gf_group, group, length);
  kernel.filter.gf_interface = (uint32_t)interface;
  kernel.filter.gf_numsrc = LINUX_GROUP_SENDERS;
  socklen_t size = sizeof kernel;
  if (getsockopt(descriptor, level, MCAST_MSFILTER, &kernel, &size) != 0) return -1;
  filter->all_but = kernel.filter.gf_fmode == MCAST_EXCLUDE;
  filter->count = kernel.filter.gf_numsrc;
  memcpy(filter->senders, kernel.filter.gf_slist, sizeof filter->senders);
  return 0;
}
