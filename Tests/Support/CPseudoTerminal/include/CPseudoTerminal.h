// What a test needs of pseudo-terminals (pty(7)) that Swift cannot import.
#pragma once
#include <sys/types.h>

/// Runs `path` as the leader of a session whose terminal is a new pseudo-terminal; standard input, output and error
/// are its slave side. `other_output`, if not -1, becomes standard output instead. Returns the master side, or -1.
int pseudo_terminal_spawn(
    const char *path, char *const *arguments, char *const *environment, int rows, int columns,
    int other_output, pid_t *process);

/// Tells the terminal a new size; its foreground group gets SIGWINCH.
int pseudo_terminal_resize(int master, int rows, int columns);

/// The process group in the foreground of the terminal.
pid_t pseudo_terminal_foreground(int master);
