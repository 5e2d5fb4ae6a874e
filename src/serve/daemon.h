/* HTTP (libmicrohttpd): a few threads read requests and send what is kept ready; what is not goes to the page thread, and its
 * connection waits without holding up another. */
#ifndef MOTCUA_SERVE_DAEMON_H
#define MOTCUA_SERVE_DAEMON_H

#include <sys/socket.h>

#include "serve/doorkeeper.h"
#include "serve/route.h"

struct daemon;

struct daemon_wish {
    struct serving *serving;
    struct doorkeeper *doorkeeper;
    const struct sockaddr_storage *address;
    int socket;                     /* that listens there already, or -1 */
    const char *cert, *key;         /* PEM; NULL: no TLS */
    const struct cli_list *proxies; /* whose word on where a browser is counts: X-Forwarded-For */
};

/* All borrowed until the end. NULL and e: ERROR_UNAVAILABLE, the address is taken. */
MUST_CHECK struct daemon *daemon_start(const struct daemon_wish *wish, struct error *e);
/* Now and then: ends connections on which a byte comes now and then. */
void daemon_look(struct daemon *d);
uint16_t daemon_port(const struct daemon *d);
struct page_thread *daemon_page_thread(const struct daemon *d);
void daemon_stop(struct daemon *d); /* safe with NULL */

#endif
