/* Looks a store over: is everything there that belongs there, and does it hold together? Reads only. */
#ifndef MOTCUA_STORE_CHECK_H
#define MOTCUA_STORE_CHECK_H

#include "store/store.h"

struct finding {
    const char *check; /* name of what was looked at: "hashes" */
    bool wrong;        /* else it is only worth knowing */
    const char *what;  /* translated */
    const char *whose; /* or NULL */
    int64_t number;    /* how many or how much; -1: nothing to count */
    const char *hint;  /* translated, or NULL */
};
/* Everything is borrowed until it returns. what NULL: the check found nothing. false stops, with *e set. */
typedef bool finding_take(void *context, const struct finding *f, struct error *e);

/* Every check gives one finding or more; of one check at most LIMIT_FINDINGS are told one by one. A store
 * whose schema is not this program's gets that one finding: the rest cannot be asked. false: the store could
 * not be read. */
MUST_CHECK bool store_check(struct store *s, finding_take *take, void *context, struct error *e);

#endif
