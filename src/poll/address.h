/* Where an address leads: scheme, host and port, and nothing else of it. */
#ifndef MOTCUA_POLL_ADDRESS_H
#define MOTCUA_POLL_ADDRESS_H

#include <stdbool.h>

#include "base/limit.h"

/* "https://portal.example.vn:8443", lower case, the port always written; false, "" where url (NULL: none) is
 * not such an address or its host is longer than LIMIT_ADDRESS_BYTES. Safe to show: no account, no path, plain
 * ASCII. */
bool address_of(const char *url, char out[LIMIT_ADDRESS_BYTES]);
/* Does target lead to the scheme, host and port of url, without an account of its own? */
bool address_same(const char *url, const char *target);

/* The address that a link in a reply from url leads to; malloc'd, the caller frees. NULL: to none. */
char *address_resolve(const char *url, const char *link);

#endif
