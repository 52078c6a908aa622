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
static const unsigned char two_programs_talk[] = {
#embed "../../lessons/04-two-programs-talk.md"
};
static const unsigned char tcp_is_a_stream[] = {
#embed "../../lessons/05-tcp-is-a-stream.md"
};
static const unsigned char udp[] = {
#embed "../../lessons/06-udp.md"
};
static const unsigned char tcp_against_udp[] = {
#embed "../../lessons/07-tcp-against-udp.md"
};
static const unsigned char peer_to_peer[] = {
#embed "../../lessons/08-peer-to-peer.md"
};
static const unsigned char goodbye[] = {
#embed "../../lessons/09-goodbye.md"
};
static const unsigned char client_as_a_probe[] = {
#embed "../../lessons/10-a-client-as-a-probe.md"
};
static const unsigned char calls_that_do_not_wait[] = {
#embed "../../lessons/11-calls-that-do-not-wait.md"
};
static const unsigned char waiting_for_many[] = {
#embed "../../lessons/12-waiting-for-many.md"
};
static const unsigned char full_buffers[] = {
#embed "../../lessons/13-full-buffers.md"
};
static const unsigned char backlog[] = {
#embed "../../lessons/14-backlog.md"
};
static const unsigned char resets[] = {
#embed "../../lessons/15-resets.md"
};
static const unsigned char nagle[] = {
#embed "../../lessons/16-nagle.md"
};
static const unsigned char names_and_ipv6[] = {
#embed "../../lessons/17-names-and-ipv6.md"
};
static const unsigned char unix_sockets[] = {
#embed "../../lessons/18-unix-sockets.md"
};
static const unsigned char multicast_and_broadcast[] = {
#embed "../../lessons/19-multicast-and-broadcast.md"
};
static const unsigned char the_handshake[] = {
#embed "../../lessons/20-the-handshake.md"
};
static const unsigned char lost_data[] = {
#embed "../../lessons/21-lost-data.md"
};
static const unsigned char pull_the_cable[] = {
#embed "../../lessons/22-pull-the-cable.md"
};
static const unsigned char late_or_lost[] = {
#embed "../../lessons/23-late-or-lost.md"
};
static const unsigned char the_window[] = {
#embed "../../lessons/24-the-window.md"
};
static const unsigned char bandwidth_and_delay[] = {
#embed "../../lessons/25-bandwidth-and-delay.md"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} table[] = {
    {"01-a-socket", a_socket, sizeof a_socket},
    {"02-addresses-and-ports", addresses_and_ports, sizeof addresses_and_ports},
    {"03-first-client", first_client, sizeof first_client},
    {"04-two-programs-talk", two_programs_talk, sizeof two_programs_talk},
    {"05-tcp-is-a-stream", tcp_is_a_stream, sizeof tcp_is_a_stream},
    {"06-udp", udp, sizeof udp},
    {"07-tcp-against-udp", tcp_against_udp, sizeof tcp_against_udp},
    {"08-peer-to-peer", peer_to_peer, sizeof peer_to_peer},
    {"09-goodbye", goodbye, sizeof goodbye},
    {"10-a-client-as-a-probe", client_as_a_probe, sizeof client_as_a_probe},
    {"11-calls-that-do-not-wait", calls_that_do_not_wait, sizeof calls_that_do_not_wait},
    {"12-waiting-for-many", waiting_for_many, sizeof waiting_for_many},
    {"13-full-buffers", full_buffers, sizeof full_buffers},
    {"14-backlog", backlog, sizeof backlog},
    {"15-resets", resets, sizeof resets},
    {"16-nagle", nagle, sizeof nagle},
    {"17-names-and-ipv6", names_and_ipv6, sizeof names_and_ipv6},
    {"18-unix-sockets", unix_sockets, sizeof unix_sockets},
    {"19-multicast-and-broadcast", multicast_and_broadcast, sizeof multicast_and_broadcast},
    {"20-the-handshake", the_handshake, sizeof the_handshake},
    {"21-lost-data", lost_data, sizeof lost_data},
    {"22-pull-the-cable", pull_the_cable, sizeof pull_the_cable},
    {"23-late-or-lost", late_or_lost, sizeof late_or_lost},
    {"24-the-window", the_window, sizeof the_window},
    {"25-bandwidth-and-delay", bandwidth_and_delay, sizeof bandwidth_and_delay},
};

size_t embedded_lesson_count(void) { return sizeof table / sizeof *table; }
const char *embedded_lesson_name(size_t index) { return table[index].name; }
const unsigned char *embedded_lesson_bytes(size_t index) { return table[index].bytes; }
size_t embedded_lesson_size(size_t index) { return table[index].size; }
