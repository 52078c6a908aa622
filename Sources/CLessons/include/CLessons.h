#pragma once
#include <stddef.h>

/* The files of lessons/, as they were when this was built. An index is below the count. */
size_t embedded_lesson_count(void);
const char *_Nonnull embedded_lesson_name(size_t index);
const unsigned char *_Nonnull embedded_lesson_bytes(size_t index);
size_t embedded_lesson_size(size_t index);

/* lesson-format.md beside the table */
const unsigned char *_Nonnull embedded_format_bytes(void);
size_t embedded_format_size(void);
