#define _GNU_SOURCE
#include "wire.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int linux_unshare_user(void) { return unshare(CLONE_NEWUSER); }
int linux_unshare_network(void) { return unshare(CLONE_NEWNET); }
int linux_enter_user(int descriptor) { return setns(descriptor, CLONE_NEWUSER); }
int linux_enter_network(int descriptor) { return setns(descriptor, CLONE_NEWNET); }

static void set_name(struct ifreq *request, const char *device) {
  memset(request, 0, sizeof *request);
  strncpy(request->ifr_name, device, IFNAMSIZ - 1);
}

// Closing must not change what the caller is told.
static int closing(int descriptor, int result) {
  int error = errno;
  close(descriptor);
  errno = error;
  return result;
}

int linux_open_tun(const char *name) {
  int device = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (device < 0) return -1;
  struct ifreq request;
  set_name(&request, name);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (ioctl(device, TUNSETIFF, &request) != 0) return closing(device, -1);
  return device;
}

static int control(int family) { return socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

int linux_add_ipv4(const char *device, uint32_t host, int prefix) {
  int handle = control(AF_INET);
  if (handle < 0) return -1;
  struct ifreq request;
  set_name(&request, device);
  struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
  address->sin_family = AF_INET;
  address->sin_addr.s_addr = host;
  int result = ioctl(handle, SIOCSIFADDR, &request);
  if (result == 0) {
    address->sin_addr.s_addr = htonl(prefix == 0 ? 0 : ~0u << (32 - prefix));
    result = ioctl(handle, SIOCSIFNETMASK, &request);
  }
  return closing(handle, result);
}

int linux_add_ipv6(const char *device, const uint8_t host[16], int prefix) {
  int handle = control(AF_INET6);
  if (handle < 0) return -1;
  struct in6_ifreq request = {.ifr6_prefixlen = (uint32_t)prefix};
  memcpy(&request.ifr6_addr, host, 16);
  request.ifr6_ifindex = (int)if_nametoindex(device);
  int result = request.ifr6_ifindex == 0 ? -1 : ioctl(handle, SIOCSIFADDR, &request);
  return closing(handle, result);
}

int linux_set_mtu(const char *device, int bytes) {
  int handle = control(AF_INET);
  if (handle < 0) return -1;
  struct ifreq request;
  set_name(&request, device);
  request.ifr_mtu = bytes;
  return closing(handle, ioctl(handle, SIOCSIFMTU, &request));
}

int linux_bring_up(const char *device) {
  int handle = control(AF_INET);
  if (handle < 0) return -1;
  struct ifreq request;
  set_name(&request, device);
  int result = ioctl(handle, SIOCGIFFLAGS, &request);
  if (result == 0) {
    request.ifr_flags |= IFF_UP;
    result = ioctl(handle, SIOCSIFFLAGS, &request);
  }
  return closing(handle, result);
}
