#define _GNU_SOURCE
#include "CLinux.h"
#include <string.h>

const char *linux_errno_name(int number) { return strerrorname_np(number); }
const char *linux_errno_description(int number) { return strerrordesc_np(number); }
