/* Checks whether a store is complete and consistent. The store is only read. */
#ifndef MOTCUA_STORE_CHECK_H
#define MOTCUA_STORE_CHECK_H

#include "store/store.h"

struct finding {
    const char *check; /* name of the check: "hashes" */
    bool wrong;        /* a fault; false: the finding is only worth knowing */
    const char *what;  /* the finding, translated; NULL: the check found nothing */
    const char *whose; /* the row, unit or table; or NULL */
    int64_t number;    /* how many or how much; -1: none is told */
    const char *hint;  /* translated, or NULL */
};
/* Takes one finding, borrowed until the function returns. false stops the check, with *e set. */
typedef bool finding_take(void *context, const struct finding *f, struct error *e);

/* Gives one finding or more for each check; at most LIMIT_FINDINGS of a check are told one by one. A store whose
 * schema is older than this program's gives that finding alone. false and e: the store could not be read, has a
 * newer schema, or take() stopped. */
MUST_CHECK bool store_check(struct store *s, finding_take *take, void *context, struct error *e);

#endif
