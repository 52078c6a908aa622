#include "CLessons.h"

/* Each lesson has two lines here: its bytes, and its row in the table. A test compares the table
   with the folder. */
static const unsigned char a_socket[] = {
#embed "../../lessons/01-a-socket.md"
};
static const unsigned char addresses_and_ports[] = {
#embed "../../lessons/02-addresses-and-ports.md"
};
static const unsigned char first_client[] = {
#embed "../../lessons/03-first-client.md"
};
static const unsigned char udp_beside_tcp[] = {
#embed "../../lessons/07-udp-beside-tcp.md"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} table[] = {
    {"01-a-socket", a_socket, sizeof a_socket},
    {"02-addresses-and-ports", addresses_and_ports, sizeof addresses_and_ports},
    {"03-first-client", first_client, sizeof first_client},
    {"07-udp-beside-tcp", udp_beside_tcp, sizeof udp_beside_tcp},
};

size_t embedded_lesson_count(void) { return sizeof table / sizeof *table; }
const char *embedded_lesson_name(size_t index) { return table[index].name; }
const unsigned char *embedded_lesson_bytes(size_t index) { return table[index].bytes; }
size_t embedded_lesson_size(size_t index) { return table[index].size; }
