#define _GNU_SOURCE
#include "sharing.h"
#include <errno.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int linux_make_shared(size_t size) {
  int descriptor = memfd_create("sockratic", MFD_CLOEXEC);
  if (descriptor < 0 || ftruncate(descriptor, (off_t)size) == 0) return descriptor;
  int error = errno;
  close(descriptor);
  errno = error;
  return -1;
}

void *linux_map_shared(int descriptor, size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

const void *linux_map_zeros(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void linux_wait_for_change(const uint32_t *place, uint32_t value, long nanoseconds) {
  struct timespec limit = {
      .tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  syscall(SYS_futex, place, FUTEX_WAIT, value, &limit, NULL, 0);
}

void linux_tell_change(const uint32_t *place) {
  syscall(SYS_futex, place, FUTEX_WAKE, 1, NULL, NULL, 0);
}
