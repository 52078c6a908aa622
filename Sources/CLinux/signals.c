#define _GNU_SOURCE
#include "signals.h"
#include <sys/syscall.h>
#include <unistd.h>

int linux_rt_sigaction(int signal, const struct linux_sigaction *action,
                       struct linux_sigaction *old) {
  return (int)syscall(SYS_rt_sigaction, signal, action, old, sizeof action->mask);
}
