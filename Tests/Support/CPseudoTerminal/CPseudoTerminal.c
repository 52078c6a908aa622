#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static void run(
    const char *path, char *const *arguments, char *const *environment, int slave, int other_output) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  setsid();
  ioctl(slave, TIOCSCTTY, 0);
  dup2(slave, 0);
  dup2(other_output >= 0 ? other_output : slave, 1);
  dup2(slave, 2);
  execve(path, arguments, environment);
  _exit(127);
}

int pseudo_terminal_spawn(
    const char *path, char *const *arguments, char *const *environment, int rows, int columns,
    int other_output, pid_t *process) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return -1;
  int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0 || pseudo_terminal_resize(master, rows, columns) != 0) return -1;
  *process = fork();
  if (*process == 0) run(path, arguments, environment, slave, other_output);
  close(slave);
  return *process > 0 ? master : -1;
}

int pseudo_terminal_resize(int master, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(master, TIOCSWINSZ, &size);
}

pid_t pseudo_terminal_foreground(int master) { return tcgetpgrp(master); }
