/* Where an address leads: scheme, host and port, and nothing else of it. */
#ifndef MOTCUA_HOST_H
#define MOTCUA_HOST_H

#include <stdbool.h>

#include "base/limit.h"

/* "https://portal.example.vn:8443", lower case, the port always written; false, "" where url (NULL: none) is
 * not such an address or its host is longer than LIMIT_HOST_BYTES. Safe to show: no account, no path, plain
 * ASCII. */
bool host_of(const char *url, char out[LIMIT_HOST_BYTES]);
/* Does target lead to the scheme, host and port of url, without an account of its own? */
bool host_same(const char *url, const char *target);

/* The address that a link in a reply from url leads to; malloc'd, the caller frees. NULL: to none. */
char *host_resolve(const char *url, const char *link);

#endif
