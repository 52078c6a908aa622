// What a signal handler must do for the terminal, which Swift cannot: give it back, whatever ends or stops the process.
#pragma once
#include <stdbool.h>

/// Remembers the terminal's modes and watches over them until `terminal_guard_close`.
///
/// From then on the modes are given back at exit(3) and on SIGTERM, SIGQUIT, SIGHUP and the signals of a crash,
/// which then take their former course. Returns the descriptor (close-on-exec, non-blocking) on which signals are
/// reported, one byte each: I (SIGINT), W (SIGWINCH), C (continued), Z (SIGTSTP) and H (SIGHUP), the last two only
/// while `terminal_guard_set_editing(true)`. Returns -1 with errno set if `terminal` is not one.
int terminal_guard_open(int terminal);

/// Takes the terminal's present modes as those of editing, and turns bracketed paste on if `paste`.
void terminal_guard_entered(bool paste);

/// Gives the terminal back as it was found. Safe in a signal handler.
void terminal_guard_leave(void);

/// While true, SIGTSTP and SIGHUP are reported and nothing more.
void terminal_guard_set_editing(bool editing);

/// Gives the terminal back, stops as SIGTSTP does, and takes the terminal again when continued.
void terminal_guard_stop(void);

/// Gives the terminal back and restores the former handlers.
void terminal_guard_close(void);
