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
