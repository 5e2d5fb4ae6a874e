/* The gate limits wrong passwords to LIMIT_LOGIN_TRIES for one name from one address, and to LIMIT_LOGIN_ADDRESS_TRIES
 * for one address, until LIMIT_LOGIN_WAIT_SECONDS pass without a wrong password. A name is never barred for all
 * addresses, so that nobody can lock out a stranger. The gate is kept in memory. */
#ifndef MOTCUA_SERVE_LOGIN_GATE_H
#define MOTCUA_SERVE_LOGIN_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limit.h"

struct login_gate {
    struct login_tries {
        uint64_t key; /* hash of a name and an address, or of an address alone; 0: the place is free */
        int count;
        int64_t last; /* last wrong password, in seconds of the caller's clock */
    } items[LIMIT_LOGIN_KEYS];
};

/* True if a password for this name may be tried from this address now. */
bool login_gate_open(const struct login_gate *g, const char *name, const char *address, int64_t now);
void login_gate_wrong(struct login_gate *g, const char *name, const char *address, int64_t now);
/* After a right password the gate forgets the wrong tries of this name from this address. */
void login_gate_right(struct login_gate *g, const char *name, const char *address);

#endif
