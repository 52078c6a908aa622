#include "CLessons.h"

static const unsigned char format[] = {
#embed "lesson-format.md"
};

const unsigned char *embedded_format_bytes(void) { return format; }
size_t embedded_format_size(void) { return sizeof format; }
