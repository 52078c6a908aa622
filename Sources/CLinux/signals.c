#define _GNU_SOURCE
#include "signals.h"
#include "looking.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int linux_rt_sigaction(int signal, const struct linux_sigaction *action,
                       struct linux_sigaction *old) {
  return (int)syscall(SYS_rt_sigaction, signal, action, old, sizeof action->mask);
}

static int interrupts[2] = {-1, -1};
static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal) {
  // Whoever asks a second time does not want to wait for the end of anything.
  if (interrupted) _exit(128 + signal);
  interrupted = 1;
  int saved = errno;
  if (write(interrupts[1], "", 1) < 0) _exit(128 + signal);
  errno = saved;
}

int linux_note_interrupts(void) {
  struct sigaction old, action = {.sa_handler = note_interrupt, .sa_flags = SA_RESTART};
  if (sigaction(SIGINT, 0, &old) < 0 || old.sa_handler == SIG_IGN) return -1;
  if (pipe2(interrupts, O_CLOEXEC | O_NONBLOCK) < 0) return -1;
  // Where standard input is closed, nothing of ours may stand in its place.
  for (int end = 0; end < 2; end++)
    if ((interrupts[end] = linux_move_high(interrupts[end])) < 0) return -1;
  if (sigaction(SIGINT, &action, 0) < 0) return -1;
  // Whoever started this may have had it blocked, as threads of a pool have, and not meant that.
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigprocmask(SIG_UNBLOCK, &interrupt, 0);
  return interrupts[0];
}
