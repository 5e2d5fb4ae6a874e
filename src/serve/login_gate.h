/* How often somebody may try passwords: LIMIT_LOGIN_TRIES for one name from one address, LIMIT_LOGIN_ADDRESS_TRIES
 * for one address. A name is never barred for all addresses, so nobody can lock out a stranger. Kept in memory. */
#ifndef MOTCUA_SERVE_LOGIN_GATE_H
#define MOTCUA_SERVE_LOGIN_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limit.h"

struct login_gate {
    struct login_tries {
        uint64_t key; /* of a name and an address, or of an address; 0: free */
        int count;
        int64_t last; /* seconds of the caller's clock */
    } items[LIMIT_LOGIN_KEYS];
};

/* May this name be tried from this address now? */
bool login_gate_open(const struct login_gate *g, const char *name, const char *address, int64_t now);
void login_gate_wrong(struct login_gate *g, const char *name, const char *address, int64_t now);
/* A right password: the tries of this name from this address are forgotten. */
void login_gate_right(struct login_gate *g, const char *name, const char *address);

#endif
