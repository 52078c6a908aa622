// Network namespaces and TUN devices, which Swift cannot import.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// unshare(2): a user namespace, or a network namespace. 0, or -1 with errno set.
int linux_unshare_user(void);
int linux_unshare_network(void);
/// setns(2) to a network namespace, and before it to the user namespace that owns it (-1 for none);
/// what this process may do stays as it was. 0, or -1 with errno set.
int linux_enter_host(int user, int network);

/// /dev/net/tun, which does not block. -1 with errno set.
int linux_open_tun(void);
/// What stands before each packet that is read from a TUN device or written to it (struct
/// virtio_net_hdr): what was left for a device to do.
struct linux_offload {
  uint8_t flags;
  uint8_t type;
  uint16_t header_length;
  uint16_t segment_size;
  uint16_t checksum_start;
  uint16_t checksum_offset;
};
/// Makes it a device of that name in this network namespace (IFF_TUN, IFF_NO_PI, IFF_VNET_HDR), which
/// lasts as long as the descriptor and takes checksums and TCP's segmentation off the kernel's hands
/// where it may. 0, or -1 with errno set.
int linux_attach_tun(int tun, const char *name);
/// Writes a packet to the device behind that header; what the device does not take is lost.
void linux_write_packet(int tun, const struct linux_offload *offload, const void *packet,
                        size_t count);

/// Gives a device of this network namespace an address; `host` in network order. 0, or -1 with errno.
int linux_add_ipv4(const char *device, uint32_t host, int prefix);
int linux_add_ipv6(const char *device, const uint8_t host[16], int prefix);
/// How many packets may wait to be read from it. 0, or -1 with errno set.
int linux_set_queue(const char *device, int packets);
/// How many may, or -1 with errno set.
int linux_queue(const char *device);
/// IFF_UP. 0, or -1 with errno set.
int linux_bring_up(const char *device);

/// Timers of this process go off when they are due, not up to 50 µs later (PR_SET_TIMERSLACK).
void linux_keep_time(void);
