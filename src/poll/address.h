/* The scheme, host and port of an address, without its account and path. */
#ifndef MOTCUA_POLL_ADDRESS_H
#define MOTCUA_POLL_ADDRESS_H

#include <stdbool.h>

#include "base/limit.h"

/* "https://portal.example.vn:8443", lower case, the port always written. false and "": url is NULL or no address, its
 * host is not plain ASCII, or the result does not fit. The result is safe to show: no account, no path, plain ASCII. */
bool address_of(const char *url, char out[LIMIT_ADDRESS_BYTES]);
/* True if target has the scheme, host and port of url, and no account. */
bool address_same(const char *url, const char *target);

/* The address to which a link in a reply from url leads; malloc'd, the caller frees. NULL: no address, or no memory. */
char *address_resolve(const char *url, const char *link);

#endif
