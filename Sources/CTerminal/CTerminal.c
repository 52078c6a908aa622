#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
static const int endings[] = {SIGTERM, SIGQUIT, SIGHUP};
static const int reports[] = {SIGINT, SIGWINCH, SIGCONT, SIGTSTP};

static int terminal = -1, report_read = -1, report_write = -1;
static struct termios found, editing_modes;
static volatile sig_atomic_t entered, paste_on, editing, stopping;
static struct sigaction former[NSIG];
static bool installed[NSIG];

static void report(char letter) {
  int saved = errno;
  if (write(report_write, &letter, 1) < 0) { /* full: the reader has enough to wake up for */ }
  errno = saved;
}

// A process in the background must not touch the modes: they are another's now.
static bool in_foreground(void) { return tcgetpgrp(terminal) == getpgrp(); }

static void paste_mode(const char *sequence) {
  if (paste_on && write(terminal, sequence, strlen(sequence)) < 0) { /* gone: nothing to set */ }
}

static void give_back(void) {
  int saved = errno;
  if (entered && in_foreground()) {
    paste_mode("\033[?2004l");
    tcsetattr(terminal, TCSANOW, &found);
  }
  errno = saved;
}

static void take_again(void) {
  int saved = errno;
  if (entered) {
    tcsetattr(terminal, TCSADRAIN, &editing_modes);
    paste_mode("\033[?2004h");
  }
  errno = saved;
}

// The signal is blocked while its handler runs, so the one raised here takes its former course on return.
static void on_end(int number) {
  if (number == SIGHUP && editing) return report('H');
  give_back();
  entered = 0;
  sigaction(number, &former[number], NULL);
  raise(number);
}

void terminal_guard_stop(void) {
  sigset_t mask, old;
  struct sigaction action, normal = {.sa_handler = SIG_DFL};
  give_back();
  stopping = 1;
  sigaction(SIGTSTP, &normal, &action);
  sigemptyset(&mask);
  sigaddset(&mask, SIGTSTP);
  raise(SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &mask, &old);  // stops here when called from the handler, else in raise
  sigprocmask(SIG_SETMASK, &old, NULL);
  sigaction(SIGTSTP, &action, NULL);
  take_again();
  stopping = 0;
}

static void on_report(int number) {
  switch (number) {
  case SIGINT: return report('I');
  case SIGWINCH: return report('W');
  case SIGTSTP:
    if (editing) return report('Z');
    return terminal_guard_stop();
  case SIGCONT:
    if (stopping) return;
    take_again();
    return report('C');
  }
}

static void install(int number, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  if (sigaction(number, NULL, &former[number]) != 0) return;
  bool ignored = !(former[number].sa_flags & SA_SIGINFO) && former[number].sa_handler == SIG_IGN;
  if (ignored) return;  // the parent's wish (nohup, a shell without job control)
  sigemptyset(&action.sa_mask);
  installed[number] = sigaction(number, &action, NULL) == 0;
}

static void use_alternate_stack(void) {
  static char stack[32768];
  stack_t present, ours = {.ss_sp = stack, .ss_size = sizeof stack};
  if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) sigaltstack(&ours, NULL);
}

#define EACH(signals, ...) \
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) install(signals[i], __VA_ARGS__)

int terminal_guard_open(int descriptor) {
  static bool at_exit;
  int ends[2];
  if (tcgetattr(descriptor, &found) != 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  terminal = descriptor;
  report_read = ends[0];
  report_write = ends[1];
  use_alternate_stack();
  EACH(crashes, on_end, SA_ONSTACK);
  EACH(endings, on_end, SA_ONSTACK);
  EACH(reports, on_report, SA_RESTART | SA_ONSTACK);
  if (!at_exit) at_exit = atexit(terminal_guard_leave) == 0;
  return report_read;
}

void terminal_guard_entered(bool paste) {
  struct termios modes;
  if (terminal < 0 || tcgetattr(terminal, &modes) != 0) return;
  editing_modes = modes;
  entered = 1;
  if (paste == paste_on) return;
  paste_on = paste;
  paste_mode("\033[?2004h");
}

void terminal_guard_leave(void) {
  give_back();
  entered = 0;
  paste_on = 0;
}

void terminal_guard_set_editing(bool now) { editing = now; }

void terminal_guard_close(void) {
  if (terminal < 0) return;
  terminal_guard_leave();
  for (int number = 1; number < NSIG; number++) {
    if (installed[number]) sigaction(number, &former[number], NULL);
    installed[number] = false;
  }
  close(report_read);
  close(report_write);
  terminal = report_read = report_write = -1;
}
