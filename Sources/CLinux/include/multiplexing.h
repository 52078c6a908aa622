// Waiting for several descriptors at once: calls that Swift cannot import, and those where glibc
// keeps to itself what the kernel wrote (the time that was left).
#pragma once
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

/// `address` is a struct sockaddr of at most so many bytes.
int linux_accept4(int descriptor, void *address, uint32_t *length, int flags);

/// A struct timespec.
struct linux_limit {
  long seconds;
  long nanoseconds;
};

/// ppoll(2) as glibc enters the kernel; `limit` becomes what was left. `mask` has a bit for each
/// signal, 1 for signal 1, or is NULL.
int linux_ppoll(struct pollfd *entries, unsigned long count, struct linux_limit *limit,
                const uint64_t *mask);
/// select(2) and pselect(2), which glibc makes of the kernel's pselect6; sets of 1024 bits or NULL.
int linux_select(int count, unsigned long *reading, unsigned long *writing,
                 unsigned long *exceptional, struct linux_limit *limit, const uint64_t *mask);

int linux_epoll_create1(int flags);
/// Without `event` the kernel gets NULL.
int linux_epoll_ctl(int set, int operation, int descriptor, bool event, uint32_t events,
                    uint64_t data);
int linux_epoll_wait(int set, void *room, int most, int milliseconds);
int linux_epoll_pwait(int set, void *room, int most, int milliseconds, const uint64_t *mask);
/// The size of one event in the room, which is packed on some machines, and its parts.
extern const int linux_epoll_event_size;
uint32_t linux_epoll_events(const void *room, int index);
uint64_t linux_epoll_data(const void *room, int index);

/// The size of a struct mmsghdr: a struct msghdr, and behind it how many bytes went or came.
extern const int linux_counted_message_size;
unsigned int linux_counted_length(const void *messages, int index);
int linux_sendmmsg(int descriptor, void *messages, unsigned int count, int flags);
/// `limit` becomes what was left; NULL for none.
int linux_recvmmsg(int descriptor, void *messages, unsigned int count, int flags,
                   struct linux_limit *limit);

/// ioctl(2) with an int handed over by its address.
int linux_ioctl(int descriptor, unsigned long request, int *number);
