/* The address and port at which serve listens. */
#ifndef MOTCUA_SERVE_LISTEN_H
#define MOTCUA_SERVE_LISTEN_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/error.h"

/* Reads "127.0.0.1:8080" or "[::1]:8080"; only numbers are taken, and no name is looked up. ERROR_USAGE for any other
 * text. */
MUST_CHECK bool listen_read(const char *text, struct sockaddr_storage *out, struct error *e);
/* Writes "[::1]:8080", the address with another port; returns out. */
const char *listen_write(const struct sockaddr_storage *address, uint16_t port, char out[80]);
/* Writes "127.0.0.1" or "::1", without the port; returns out. */
const char *listen_host(const struct sockaddr_storage *address, char out[80]);
/* True if only this machine can reach the address. */
bool listen_is_local(const struct sockaddr_storage *address);

#endif
