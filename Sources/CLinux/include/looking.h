// Looking at another process's sockets.
#pragma once
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdint.h>

int linux_pidfd_open(int pid);
/// A duplicate of a descriptor of the process that pidfd refers to; -1 with errno set.
int linux_pidfd_getfd(int pidfd, int descriptor);
/// Duplicates at 200 or above with close-on-exec, and closes the original; -1 with errno set.
int linux_move_high(int descriptor);

/// The name of an interface of the network that the socket was made in (SIOCGIFNAME), with its NUL in
/// IF_NAMESIZE bytes; 0, or -1 with errno set.
int linux_interface_name(int socket, int index, char *name);

/// Bytes to read, bytes not yet acknowledged: FIONREAD and SIOCOUTQ; 0 where they do not apply.
int linux_unread(int descriptor);
int linux_unsent(int descriptor);

/// What Sockratic uses of the kernel's struct tcp_info (glibc's ends before these fields).
struct linux_tcp_info {
  uint8_t state;
  uint8_t retransmits;
  uint32_t unacked;
  uint32_t sacked;
  uint32_t total_retransmits;
  uint32_t not_sent;
  uint32_t peer_window;
  uint64_t bytes_sent;
  uint64_t bytes_retransmitted;
  uint64_t bytes_received;
};
/// 0, or -1 with errno set. Fields that the running kernel lacks are 0.
int linux_tcp_info(int descriptor, struct linux_tcp_info *info);

/// SO_MEMINFO: the bytes of memory its queued input holds, and how often input was dropped.
int linux_socket_memory(int descriptor, uint32_t *received, uint32_t *drops);

/// The rest of the kernel's struct tcp_info, for a person to read. Times are in the unit of their
/// names; a field that the running kernel lacks is 0.
struct linux_tcp_details {
  uint8_t state, congestion_state, retransmits, probes, backoff;
  uint32_t rto_us, ato_us, send_mss, receive_mss;
  uint32_t unacked, sacked, lost, total_retransmits;
  uint32_t last_data_sent_ms, last_data_received_ms, last_ack_received_ms;
  uint32_t path_mtu, receive_ssthresh, rtt_us, rtt_variation_us, min_rtt_us;
  uint32_t ssthresh, cwnd;
  uint32_t segments_out, segments_in, data_segments_out, data_segments_in;
  uint32_t not_sent, peer_window, out_of_order, came_twice, reorderings;
  uint64_t pacing_rate, delivery_rate;
  uint64_t bytes_sent, bytes_acked, bytes_retransmitted, bytes_received;
  uint64_t busy_us, window_limited_us, buffer_limited_us;
};
/// 0, or -1 with errno set.
int linux_tcp_details(int descriptor, struct linux_tcp_details *details);

/// The senders of a multicast group that a socket takes (MCAST_MSFILTER): those that are listed, or all
/// but those.
enum { LINUX_GROUP_SENDERS = 16, LINUX_SENDER_SIZE = 128 };
struct linux_group_filter {
  int all_but;
  /// How many there are; at most LINUX_GROUP_SENDERS of them are given, each a struct
  /// sockaddr_storage.
  uint32_t count;
  unsigned char senders[LINUX_GROUP_SENDERS * LINUX_SENDER_SIZE];
};
/// 0, or -1 with errno set: EADDRNOTAVAIL where the socket is no member of it on that interface.
/// `level` is IPPROTO_IP or IPPROTO_IPV6, `group` a struct sockaddr.
int linux_group_filter(int descriptor, int level, int interface, const void *group,
                       uint32_t length, struct linux_group_filter *filter);

/// SO_MEMINFO as far as a reader of queues wants it, in bytes; and how often input was dropped.
struct linux_socket_memory {
  uint32_t received, receive_buffer, sent, send_buffer, drops;
};
/// 0, or -1 with errno set.
int linux_memory_details(int descriptor, struct linux_socket_memory *memory);
