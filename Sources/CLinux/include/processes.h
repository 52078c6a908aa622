// Names for processes, that Swift cannot import or that must run without its runtime.
#pragma once
#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

/// Asks for SIGKILL when the parent thread ends. A parent that has ended already is noticed elsewhere:
/// the pipe from it is at its end.
void linux_die_with_parent(void);
/// The name that `ps` and `ss -p` show, at most 15 bytes of it.
void linux_name_process(const char *name);
/// SIGPIPE is ignored; SIGINT interrupts a call (no SA_RESTART) and is noted.
void linux_handle_role_signals(void);
/// Whether there was a SIGINT, which is then forgotten.
bool linux_take_interrupt(void);

/// What a child gets: `descriptors[i]` becomes `targets[i]`; 0, 1 and 2 are /dev/null; all others
/// are closed. A process group of its own, no blocked signal, default dispositions; in that folder,
/// or in this process's if it is NULL. Returns an errno.
int linux_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
                const char *folder, const int *descriptors, const int *targets, int count);

/// `environ`, which Swift holds to be unsafe as a global.
char **linux_environment(void);

/// Runs for a moment on every processor that this thread may use, then may use them all again.
void linux_visit_every_processor(void);

/// renameat2(2) with RENAME_EXCHANGE: each has the other's name. -1 with errno set; EINVAL where the file
/// system cannot.
int linux_exchange(const char *one, const char *other);

/// ppoll(2) without a signal mask; the time in nanoseconds, less than a second.
int linux_poll(struct pollfd *entries, int count, long nanoseconds);
/// pipe2(2) with O_CLOEXEC.
int linux_pipe(int *ends);
/// F_SETPIPE_SZ of fcntl(2): a wish, which the system's limit for a user may refuse.
void linux_widen_pipe(int end, int bytes);
/// A temporary file without a name (open(2), O_TMPFILE) in the folder that TMPDIR names, or in /tmp,
/// readable by this user alone. -1 with errno set.
int linux_open_unnamed(void);
