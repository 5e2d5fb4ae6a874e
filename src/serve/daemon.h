/* The HTTP server (libmicrohttpd): a few threads read requests and send pages that are kept ready. Other requests go to
 * the page thread, and their connections wait without holding up others. */
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
    int socket;                     /* a socket that listens at the address already, or -1 */
    bool tls;                       /* shows what handshake_set() was given */
    const struct cli_list *proxies; /* trusted proxies, whose X-Forwarded-For names the browser's address */
};

/* Members of wish are borrowed until daemon_stop(). NULL and e on failure; ERROR_UNAVAILABLE: the address is taken. */
MUST_CHECK struct daemon *daemon_start(const struct daemon_wish *wish, struct error *e);
/* Ends connections that send only a byte now and then, so that slow browsers do not fill all places; to be called
 * regularly. */
void daemon_look(struct daemon *d);
uint16_t daemon_port(const struct daemon *d);
struct page_thread *daemon_page_thread(const struct daemon *d);
void daemon_stop(struct daemon *d); /* safe with NULL */

#endif
