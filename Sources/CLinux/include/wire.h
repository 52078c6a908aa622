// Network namespaces and TUN devices, which Swift cannot import.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// unshare(2): a user namespace, or a network namespace. 0, or -1 with errno set.
int linux_unshare_user(void);
int linux_unshare_network(void);
/// setns(2) to a network namespace, and before it to the user namespace that owns it (-1 for none);
/// what this process may do stays as it was. 0, or -1 with errno set.
int linux_enter_host(int user, int network);

/// /dev/net/tun, which does not block. -1 with errno set.
int linux_open_tun(void);
/// Makes it a device of that name in this network namespace (IFF_TUN, IFF_NO_PI), which lasts as long
/// as the descriptor. 0, or -1 with errno set.
int linux_attach_tun(int tun, const char *name);

/// Gives a device of this network namespace an address; `host` in network order. 0, or -1 with errno.
int linux_add_ipv4(const char *device, uint32_t host, int prefix);
int linux_add_ipv6(const char *device, const uint8_t host[16], int prefix);
/// How many packets may wait to be read from it. 0, or -1 with errno set.
int linux_set_queue(const char *device, int packets);
/// IFF_UP. 0, or -1 with errno set.
int linux_bring_up(const char *device);

/// Timers of this process go off when they are due, not up to 50 µs later (PR_SET_TIMERSLACK).
void linux_keep_time(void);
