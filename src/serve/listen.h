/* Where serve listens. */
#ifndef MOTCUA_SERVE_LISTEN_H
#define MOTCUA_SERVE_LISTEN_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/error.h"

/* Reads "127.0.0.1:8080" or "[::1]:8080": numbers alone, no name is looked up. ERROR_USAGE for anything else. */
MUST_CHECK bool listen_read(const char *text, struct sockaddr_storage *out, struct error *e);
/* "[::1]:8080" of it with another port; returns out. */
const char *listen_write(const struct sockaddr_storage *address, uint16_t port, char out[80]);
/* "127.0.0.1", "::1": without the port; returns out. */
const char *listen_host(const struct sockaddr_storage *address, char out[80]);
/* Does it listen to this machine alone? */
bool listen_is_local(const struct sockaddr_storage *address);

#endif
