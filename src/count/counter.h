/* Counters: integers per unit and period. Their definitions are data (schema/counters.json): a family, a
 * name, a title, the date that places a dossier in a period, and a predicate over dossier fields. */
#ifndef MOTCUA_COUNTER_H
#define MOTCUA_COUNTER_H

#include "base/buffer.h"
#include "base/error.h"
#include "rows/dossier.h"

struct counter {
    const char *name;
    const char *title;
    const char *formula; /* in words, where the title does not say all; NULL or "": the title does */
    int aggregate;       /* index of the SQL aggregate (one for each placing date); -1: a derived counter */
    uint64_t needs;      /* dossier fields without which the counter is unknown: bit i for field i */
    bool distinct;       /* counts procedures: no sum over dossiers or units; never sampled */
    bool derived;        /* computed from other counters (ontime_percentage), not by SQL */
};

struct counter_family; /* definitions compiled to SQL */

/* Loads a family of schema/counters.json: "core" or "opencps". NULL and e (ERROR_CONFIG) if the file is wrong. */
MUST_CHECK struct counter_family *counter_family_load(const char *family, struct error *e);
/* Loads the family for the dossiers of one source alone, even if the config excludes that source from counting. */
MUST_CHECK struct counter_family *counter_family_load_source(const char *family, int64_t source,
                                                             struct error *e);
void counter_family_free(struct counter_family *f); /* safe with NULL */
size_t counter_count(const struct counter_family *f);
const struct counter *counter_at(const struct counter_family *f, size_t i);
long counter_find(const struct counter_family *f, const char *name); /* index, or -1 */

#endif
