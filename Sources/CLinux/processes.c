#define _GNU_SOURCE
#include "processes.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

void linux_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

int linux_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

void linux_name_process(const char *name) { prctl(PR_SET_NAME, name); }

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal) {
  (void)signal;
  interrupted = 1;
}

bool linux_take_interrupt(void) {
  bool was = interrupted;
  interrupted = 0;
  return was;
}

void linux_handle_role_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  struct sigaction interrupt = {.sa_handler = note_interrupt};
  sigaction(SIGINT, &interrupt, NULL);
}

// A child must not inherit what a learner would then find open: his sockets start at 3.
static int add_descriptors(posix_spawn_file_actions_t *actions, const int *descriptors,
                           const int *targets, int count) {
  int error = 0;
  for (int fd = 0; fd < 3 && !error; fd++)
    error = posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_RDWR, 0);
  int last = 2;
  for (int i = 0; i < count && !error; i++) {
    error = posix_spawn_file_actions_adddup2(actions, descriptors[i], targets[i]);
    if (targets[i] > last) last = targets[i];
  }
  for (int fd = 3; fd < 200 && !error; fd++)
    error = posix_spawn_file_actions_addclose(actions, fd);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, last < 200 ? 200 : last + 1);
  return error;
}

static int add_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
  if (!error)
    error = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  return error;
}

int linux_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
                const char *folder, const int *descriptors, const int *targets, int count) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (!error) {
    error = add_descriptors(&actions, descriptors, targets, count);
    if (!error && folder) error = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (!error) error = add_attributes(&attributes);
    if (!error) error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

char **linux_environment(void) { return environ; }

void linux_visit_every_processor(void) {
  cpu_set_t allowed, one;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  for (int processor = 0; processor < CPU_SETSIZE; processor++) {
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    if (CPU_ISSET(processor, &allowed)) sched_setaffinity(0, sizeof one, &one);
  }
  sched_setaffinity(0, sizeof allowed, &allowed);
}

int linux_poll(struct pollfd *entries, int count, long nanoseconds) {
  struct timespec time = {
      .tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(entries, count, &time, NULL);
}

int linux_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

void linux_widen_pipe(int end, int bytes) { fcntl(end, F_SETPIPE_SZ, bytes); }

int linux_open_unnamed(void) {
  const char *folder = getenv("TMPDIR");
  return open(folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}
