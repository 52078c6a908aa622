// Memory that two processes share, and what Swift cannot say of it.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Unnamed memory of that size, closed on exec. -1 with errno set.
int linux_make_shared(size_t size);
/// Maps it for reading and writing; NULL with errno set.
void *linux_map_shared(int descriptor, size_t size);
/// Zeros that can only be read, and take no memory; NULL with errno set. munmap(2) gives them back.
const void *linux_map_zeros(size_t size);

/// In one order for all processes: who writes first and then looks misses nothing.
static inline uint64_t linux_load_long(const uint64_t *place) {
  return __atomic_load_n(place, __ATOMIC_SEQ_CST);
}
static inline void linux_store_long(uint64_t *place, uint64_t value) {
  __atomic_store_n(place, value, __ATOMIC_SEQ_CST);
}
static inline uint32_t linux_load(const uint32_t *place) {
  return __atomic_load_n(place, __ATOMIC_SEQ_CST);
}
static inline void linux_store(uint32_t *place, uint32_t value) {
  __atomic_store_n(place, value, __ATOMIC_SEQ_CST);
}

/// Sleeps as long as that is the value there, and at most for so many nanoseconds (futex(2)).
void linux_wait_for_change(const uint32_t *place, uint32_t value, long nanoseconds);
/// Wakes who waits for a change there.
void linux_tell_change(const uint32_t *place);
