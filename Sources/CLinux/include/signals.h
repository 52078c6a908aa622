// rt_sigaction(2) as the kernel has it: glibc's sigaction hides the restorer and adds flags.
#pragma once
#include <stdint.h>

struct linux_sigaction {
  uint64_t handler;
  uint64_t flags;
  uint64_t restorer;
  uint64_t mask;
};

/// The plain system call: 0, or -1 with errno set.
int linux_rt_sigaction(int signal, const struct linux_sigaction *action,
                       struct linux_sigaction *old);

/// From now on the first SIGINT makes a descriptor readable, and the second ends the process with
/// status 130. The descriptor; -1 where the signal is ignored, as of a job in the background.
int linux_note_interrupts(void);
