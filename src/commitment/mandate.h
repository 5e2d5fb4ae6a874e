/* Mandates: what single units must do with all dossiers of some kind (Ý Yên's notice of 05/11/2022, 2.2: Lao
 * động files 100 % of linked dossiers online ...). A set is one JSON file in schema/mandates/: whose, which
 * dossiers, what must hold of them, by the conditions of schema/counters.json. */
#ifndef MOTCUA_MANDATE_H
#define MOTCUA_MANDATE_H

#include <jansson.h>

#include "commitment/commitment.h"

struct mandate {
    const char *code, *title, *responsible; /* "" where not said */
    const char *unit_kinds[6];              /* NULL-terminated; empty: all */
    const char *unit_names[9];              /* NULL-terminated; empty: all */
    size_t aggregate;                       /* of the family: what places a dossier in a period */
    const json_t *of, *must;                /* conditions */
    int64_t target;                         /* of TARGET_SCALE */
};

struct mandate_set {
    const char *name, *title, *document, *note;
    enum period_kind period;
    moment valid_from, valid_to; /* MOMENT_NONE: open */
    struct mandate items[LIMIT_COMMITMENTS];
    size_t count;
    json_t *document_json; /* owns the text */
};

/* name: shipped name or a path; family: core. NULL and e (ERROR_CONFIG), also where a condition is none. */
MUST_CHECK struct mandate_set *mandate_set_load(const char *name, const struct counter_family *family,
                                                struct error *e);
void mandate_set_free(struct mandate_set *s); /* safe with NULL */
bool mandate_binds(const struct mandate *m, const struct unit *u);

/* n and d of every unit, with all below it: out[i] for unit i. Unknown where a source that gave the unit
 * dossiers cannot know what the conditions need, and where none gave it any. */
MUST_CHECK bool mandate_count(struct store *s, const struct counter_family *f, const struct unit_set *units,
                              const struct mandate *m, const struct period *p, struct ratio *out,
                              struct error *e);
/* The dossiers that break it, by due date: key, code, unit, procedure, due_at; at most `limit`. */
MUST_CHECK bool mandate_breakers(struct store *s, const struct counter_family *f, const struct mandate *m,
                                 const struct period *p, size_t limit, store_row *row, void *context,
                                 struct error *e);

#endif
