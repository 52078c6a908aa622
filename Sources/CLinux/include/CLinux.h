// The GNU-only names that Swift cannot import; nothing clever.
#pragma once

#include "processes.h"

/// The errno's C name ("ECONNREFUSED"), or NULL for an unknown number.
const char *linux_errno_name(int number);
/// The errno's English description, whatever the locale, or NULL.
const char *linux_errno_description(int number);

#include "looking.h"
#include "multiplexing.h"
#include "sharing.h"
#include "signals.h"
#include "wire.h"

/// A pointer that is never NULL: an empty string where there is none.
static inline const void *linux_nonnull(const void *pointer) { return pointer ? pointer : ""; }
