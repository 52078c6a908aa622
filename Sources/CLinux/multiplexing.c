#define _GNU_SOURCE
#include "multiplexing.h"
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int linux_accept4(int descriptor, void *address, uint32_t *length, int flags) {
  return accept4(descriptor, address, length, flags);
}

int linux_ppoll(struct pollfd *entries, unsigned long count, struct linux_limit *limit,
                const uint64_t *mask) {
  return (int)syscall(SYS_ppoll, entries, count, limit, mask, sizeof *mask);
}

int linux_select(int count, unsigned long *reading, unsigned long *writing,
                 unsigned long *exceptional, struct linux_limit *limit, const uint64_t *mask) {
  struct {
    const uint64_t *mask;
    size_t size;
  } sized = {mask, sizeof *mask};
  return (int)syscall(SYS_pselect6, count, reading, writing, exceptional, limit,
                      mask ? &sized : NULL);
}

int linux_epoll_create1(int flags) { return epoll_create1(flags); }

int linux_epoll_ctl(int set, int operation, int descriptor, bool event, uint32_t events,
                    uint64_t data) {
  struct epoll_event given = {.events = events, .data.u64 = data};
  return epoll_ctl(set, operation, descriptor, event ? &given : NULL);
}

int linux_epoll_wait(int set, void *room, int most, int milliseconds) {
  return epoll_wait(set, room, most, milliseconds);
}

int linux_epoll_pwait(int set, void *room, int most, int milliseconds, const uint64_t *mask) {
  return (int)syscall(SYS_epoll_pwait, set, room, most, milliseconds, mask, sizeof *mask);
}

const int linux_epoll_event_size = sizeof(struct epoll_event);

uint32_t linux_epoll_events(const void *room, int index) {
  return ((const struct epoll_event *)room)[index].events;
}

uint64_t linux_epoll_data(const void *room, int index) {
  return ((const struct epoll_event *)room)[index].data.u64;
}

const int linux_counted_message_size = sizeof(struct mmsghdr);

unsigned int linux_counted_length(const void *messages, int index) {
  return ((const struct mmsghdr *)messages)[index].msg_len;
}

int linux_sendmmsg(int descriptor, void *messages, unsigned int count, int flags) {
  return sendmmsg(descriptor, messages, count, flags);
}

int linux_recvmmsg(int descriptor, void *messages, unsigned int count, int flags,
                   struct linux_limit *limit) {
  return recvmmsg(descriptor, messages, count, flags, (struct timespec *)limit);
}

int linux_ioctl(int descriptor, unsigned long request, int *number) {
  return ioctl(descriptor, request, number);
}
