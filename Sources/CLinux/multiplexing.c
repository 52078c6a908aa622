#define _GNU_SOURCE
#include "multiplexing.h"
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int linux_accept4(int descriptor, void *address, uint32_t *length, int flags) {
  return accept4(descriptor, address, length, flags);
}

int linux_ppoll(struct pollfd *entries, unsigned long count, struct linux_limit *limit) {
  return (int)syscall(SYS_ppoll, entries, count, limit, NULL, 8);
}

int linux_select(int count, unsigned long *reading, unsigned long *writing,
                 unsigned long *exceptional, struct linux_limit *limit) {
  return (int)syscall(SYS_pselect6, count, reading, writing, exceptional, limit, NULL);
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

const int linux_epoll_event_size = sizeof(struct epoll_event);

uint32_t linux_epoll_events(const void *room, int index) {
  return ((const struct epoll_event *)room)[index].events;
}

uint64_t linux_epoll_data(const void *room, int index) {
  return ((const struct epoll_event *)room)[index].data.u64;
}
