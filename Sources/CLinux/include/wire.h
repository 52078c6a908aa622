// Network namespaces and TUN devices, which Swift cannot import.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// unshare(2): a user namespace, or a network namespace. 0, or -1 with errno set.
int linux_unshare_user(void);
int linux_unshare_network(void);
/// setns(2) to the user or network namespace that the descriptor is. 0, or -1 with errno set.
int linux_enter_user(int descriptor);
int linux_enter_network(int descriptor);

/// A TUN device of that name in this network namespace (IFF_TUN, IFF_NO_PI), which lasts as long as
/// the descriptor; it does not block. -1 with errno set.
int linux_open_tun(const char *name);

/// Gives a device of this network namespace an address; `host` in network order. 0, or -1 with errno.
int linux_add_ipv4(const char *device, uint32_t host, int prefix);
int linux_add_ipv6(const char *device, const uint8_t host[16], int prefix);
int linux_set_mtu(const char *device, int bytes);
/// IFF_UP. 0, or -1 with errno set.
int linux_bring_up(const char *device);
