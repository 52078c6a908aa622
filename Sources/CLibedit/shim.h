// libedit(3) for Swift: its variadic calls, and the stdio streams that Swift 6 holds unsafe to share.
#pragma once
#include <histedit.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

int wcwidth(wchar_t scalar);
int tgetent(char *buffer, const char *name);
char *tgetstr(const char *name, char **area);
int tgetflag(const char *name);

typedef char *(*libedit_prompt_t)(EditLine *);
typedef unsigned char (*libedit_command_t)(EditLine *, int);

/// Whether the terminal called `name` is known and takes the ANSI sequences that the editor writes itself.
static inline int libedit_terminal_is_ansi(const char *name) {
  char area[2048], *end = area;
  if (tgetent(NULL, name) != 1) return 0;
  const char *clear = tgetstr("ce", &end), *up = tgetstr("UP", &end);
  return clear && up && strncmp(clear, "\033[", 2) == 0 && strncmp(up, "\033[", 2) == 0;
}

static inline EditLine *libedit_open(const char *name) {
  EditLine *editor = el_init(name, stdin, stdout, stderr);
  if (editor == NULL) return NULL;
  el_set(editor, EL_SIGNAL, 0);
  return editor;
}

static inline void libedit_set_owner(EditLine *editor, void *owner) {
  el_set(editor, EL_CLIENTDATA, owner);
}

static inline void *libedit_owner(EditLine *editor) {
  void *owner = NULL;
  el_get(editor, EL_CLIENTDATA, &owner);
  return owner;
}

/// Bytes between two SOH characters of the prompt take no room on the screen.
static inline void libedit_set_prompt(EditLine *editor, libedit_prompt_t prompt) {
  el_set(editor, EL_PROMPT_ESC, prompt, '\001');
}

static inline void libedit_set_reader(EditLine *editor, el_rfunc_t reader) {
  el_set(editor, EL_GETCFN, reader);
}

static inline void libedit_set_mode(EditLine *editor, const char *mode) {
  el_set(editor, EL_EDITOR, mode);
}

static inline void libedit_add_command(
    EditLine *editor, const char *name, const char *help, libedit_command_t command) {
  el_set(editor, EL_ADDFN, name, help, command);
}

static inline void libedit_bind(EditLine *editor, const char *key, const char *command) {
  el_set(editor, EL_BIND, key, command, NULL);
}

static inline void libedit_prepare_terminal(EditLine *editor, int raw) {
  el_set(editor, EL_PREP_TERM, raw);
}

/// Names a terminal other than $TERM.
static inline void libedit_set_terminal(EditLine *editor, const char *name) {
  el_set(editor, EL_TERMINAL, name);
}

/// Between two lines, too, keys neither echo nor wait for Enter: what is typed ahead shows at its prompt.
static inline void libedit_never_echo(EditLine *editor) {
  el_set(editor, EL_SETTY, "-x", "-icanon", "-echo", "-iexten", NULL);
}

static inline int libedit_is_editing(EditLine *editor) {
  int editing = 0;
  el_get(editor, EL_EDITMODE, &editing);
  return editing;
}

static inline int libedit_is_vi(EditLine *editor) {
  const char *mode = NULL;
  return el_get(editor, EL_EDITOR, &mode) == 0 && mode && strcmp(mode, "vi") == 0;
}

static inline void libedit_refresh(EditLine *editor) { el_set(editor, EL_REFRESH); }

static inline History *libedit_history_open(EditLine *editor, int size) {
  HistEvent event;
  History *store = history_init();
  if (store == NULL) return NULL;
  history(store, &event, H_SETSIZE, size);
  el_set(editor, EL_HIST, history, store);
  return store;
}

static inline void libedit_history_enter(History *store, const char *line) {
  HistEvent event;
  history(store, &event, H_ENTER, line);
}

/// Writes through the stream that libedit itself writes to, so that the order is kept.
static inline void libedit_write(const char *bytes, size_t count) {
  fwrite(bytes, 1, count, stdout);
  fflush(stdout);
}
