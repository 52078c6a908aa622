#define _GNU_SOURCE
#include "wire.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/if_addr.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

int linux_unshare_user(void) { return unshare(CLONE_NEWUSER); }
int linux_unshare_network(void) { return unshare(CLONE_NEWNET); }

// Whoever enters a user namespace has every capability there: more than a program has elsewhere.
int linux_enter_host(int user, int network) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct before[2];
  if (syscall(SYS_capget, &header, before) != 0) return -1;
  if (user >= 0 && setns(user, CLONE_NEWUSER) != 0) return -1;
  if (setns(network, CLONE_NEWNET) != 0) return -1;
  return user >= 0 ? (int)syscall(SYS_capset, &header, before) : 0;
}

int linux_open_tun(void) { return open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK); }

static struct ifreq named(const char *device) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  return request;
}

int linux_attach_tun(int tun, const char *name) {
  struct ifreq request = named(name);
  request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
  int result = ioctl(tun, TUNSETIFF, &request);
  // Without it the kernel does all of that itself.
  if (result == 0) ioctl(tun, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6);
  return result;
}

void linux_write_packet(int tun, const struct linux_offload *offload, const void *packet,
                        size_t count) {
  struct iovec parts[] = {{(void *)offload, sizeof *offload}, {(void *)packet, count}};
  // A device whose queue is full drops the packet, as any network's does.
  while (writev(tun, parts, 2) < 0 && errno == EINTR) {}
}

// Closing must not change what the caller is told.
static int closing(int descriptor, int result) {
  int error = errno;
  close(descriptor);
  errno = error;
  return result;
}

static int control(int family) { return socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

int linux_add_ipv4(const char *device, uint32_t host, int prefix) {
  int handle = control(AF_INET);
  if (handle < 0) return -1;
  struct ifreq request = named(device);
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

static int acknowledged(int handle) {
  struct {
    struct nlmsghdr header;
    struct nlmsgerr error;
  } answer;
  ssize_t count;
  while ((count = recv(handle, &answer, sizeof answer, 0)) < 0 && errno == EINTR) {}
  if (count < 0) return -1;
  if ((size_t)count < sizeof answer || answer.header.nlmsg_type != NLMSG_ERROR) {
    errno = EPROTO;
    return -1;
  }
  errno = -answer.error.error;
  return answer.error.error == 0 ? 0 : -1;
}

// By rtnetlink(7): only there can one say that nobody else has the address. Added by an ioctl it would
// be tentative for a moment, and bind would fail.
int linux_add_ipv6(const char *device, const uint8_t host[16], int prefix) {
  int handle = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (handle < 0) return -1;
  struct {
    struct nlmsghdr header;
    struct ifaddrmsg address;
    struct rtattr local;
    uint8_t host[16];
    struct rtattr flags;
    uint32_t bits;
  } request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_NEWADDR,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL},
      .address = {.ifa_family = AF_INET6,
                  .ifa_prefixlen = (uint8_t)prefix,
                  .ifa_index = if_nametoindex(device)},
      .local = {.rta_len = sizeof(struct rtattr) + 16, .rta_type = IFA_LOCAL},
      .flags = {.rta_len = sizeof(struct rtattr) + 4, .rta_type = IFA_FLAGS},
      .bits = IFA_F_NODAD | IFA_F_PERMANENT,
  };
  memcpy(request.host, host, 16);
  int result = send(handle, &request, sizeof request, 0) < 0 ? -1 : acknowledged(handle);
  return closing(handle, result);
}

// By rtnetlink(7), too: the ioctl is for root alone, also where the network is one's own.
int linux_set_queue(const char *device, int packets) {
  int handle = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (handle < 0) return -1;
  struct {
    struct nlmsghdr header;
    struct ifinfomsg link;
    struct rtattr length;
    uint32_t packets;
  } request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_SETLINK,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK},
      .link = {.ifi_family = AF_UNSPEC, .ifi_index = (int)if_nametoindex(device)},
      .length = {.rta_len = sizeof(struct rtattr) + 4, .rta_type = IFLA_TXQLEN},
      .packets = (uint32_t)packets,
  };
  int result = send(handle, &request, sizeof request, 0) < 0 ? -1 : acknowledged(handle);
  return closing(handle, result);
}

int linux_queue(const char *device) {
  int handle = control(AF_INET);
  if (handle < 0) return -1;
  struct ifreq request = named(device);
  int result = ioctl(handle, SIOCGIFTXQLEN, &request);
  return closing(handle, result == 0 ? request.ifr_qlen : -1);
}

int linux_bring_up(const char *device) {
  int handle = control(AF_INET);
  if (handle < 0) return -1;
  struct ifreq request = named(device);
  int result = ioctl(handle, SIOCGIFFLAGS, &request);
  if (result == 0) {
    request.ifr_flags |= IFF_UP;
    result = ioctl(handle, SIOCSIFFLAGS, &request);
  }
  return closing(handle, result);
}

void linux_keep_time(void) { prctl(PR_SET_TIMERSLACK, 1); }
