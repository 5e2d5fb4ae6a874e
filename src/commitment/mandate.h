/* Mandates: what single units must do with all dossiers of some kind (Ý Yên's notice of 05/11/2022, 2.2: Lao
 * động files 100 % of linked dossiers online ...). A set is one JSON file in schema/mandates/: whose, which
 * dossiers, and what must hold of those, in the conditions of schema/counters.json. */
#ifndef MOTCUA_MANDATE_H
#define MOTCUA_MANDATE_H

#include <jansson.h>

#include "commitment/commitment.h"

struct mandate {
    const char *code, *title, *responsible; /* "" where not said */
    const char *unit_kinds[6];              /* NULL-terminated; empty: all */
    const char *unit_names[9];              /* NULL-terminated; empty: all */
    const char *over
        [6]; /* NULL-terminated kinds; a unit answers for the dossiers of all units of these kinds under the
                            unit above it, and not for its own. Empty: for its own and those below it */
    size_t aggregate;        /* of the family: what places a dossier in a period */
    const json_t *of, *must; /* conditions */
    int64_t target;          /* of TARGET_SCALE */
};

struct mandate_set {
    const char *name, *title, *document, *note;
    enum period_kind period;
    moment valid_from, valid_to; /* MOMENT_NONE: open */
    struct mandate items[LIMIT_COMMITMENTS];
    size_t count;
    json_t *document_json; /* owns the text */
};

/* Loads a set by the name of a shipped file or by a path; f is the core family. NULL and e (ERROR_CONFIG): no such
 * file, or a fault in it, such as a condition that is not one. */
MUST_CHECK struct mandate_set *mandate_set_load(const char *name, const struct counter_family *family,
                                                struct error *e);
/* Reads where dossiers are placed and the two conditions ("in", "of", "must") of a JSON object that the caller keeps;
 * target 100 %, all units. code (borrowed) names it in errors. */
MUST_CHECK bool mandate_conditions_read(const struct counter_family *f, const json_t *json, const char *code,
                                        struct mandate *out, struct error *e);
void mandate_set_free(struct mandate_set *s); /* safe with NULL */
/* True if the unit is of a kind and a name that the mandate is for. */
bool mandate_binds(const struct mandate *m, const struct unit *u);

/* True if dossiers of `unit` are among those that `top` answers for: its own and those below it; of a mandate over kinds
 * those of units of these kinds under the unit above it, or of the whole store where none is above it. */
bool mandate_covers(const struct mandate *m, const struct unit_set *units, const struct period *p, size_t top,
                    size_t unit);

/* Counts n and d of every unit over the dossiers that it answers for: out[i] for unit i. A ratio is unknown where a source
 * of these dossiers cannot know a field that the conditions need, or where there is no unit with dossiers. */
MUST_CHECK bool mandate_count(struct store *s, const struct counter_family *f, const struct unit_set *units,
                              const struct mandate *m, const struct period *p, struct ratio *out,
                              struct error *e);
/* Gives the dossiers that break the mandate to `row`, in the order of their due dates, `limit` at most. Columns: key,
 * code, unit, procedure, due_at. */
MUST_CHECK bool mandate_breakers(struct store *s, const struct counter_family *f, const struct mandate *m,
                                 const struct period *p, size_t limit, store_row *row, void *context,
                                 struct error *e);

#endif
