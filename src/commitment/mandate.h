/* Mandates: duties of single units for all dossiers of some kind (Ý Yên's notice of 05/11/2022, 2.2: Lao
 * động files 100 % of linked dossiers online ...). A set is one JSON file in schema/mandates/: which units, which
 * dossiers, and which condition must hold for those dossiers, written as in schema/counters.json. */
#ifndef MOTCUA_MANDATE_H
#define MOTCUA_MANDATE_H

#include <jansson.h>

#include "commitment/commitment.h"

struct mandate {
    const char *code, *title, *responsible; /* "" where the file does not give the text */
    const char *unit_kinds[6];              /* NULL-terminated; empty: all */
    const char *unit_names[9];              /* NULL-terminated; empty: all */
    const char *over
        [6]; /* NULL-terminated kinds: a unit answers for the dossiers of all units of these kinds under the unit
                above it, and not for its own dossiers. Empty: for its own dossiers and those of units below */
    size_t aggregate;        /* index in the family: the aggregate that places a dossier in a period */
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

/* Loads a set by the name of a shipped file or by a path; family is the core family. NULL and e (ERROR_CONFIG): no such
 * file, or a fault in the file, such as a wrong condition. */
MUST_CHECK struct mandate_set *mandate_set_load(const char *name, const struct counter_family *family,
                                                struct error *e);
/* Reads the aggregate and the two conditions ("in", "of", "must") of a JSON object, which must outlive *out; the
 * target is 100 %, for all units. code (borrowed) names the object in errors. ERROR_CONFIG: a wrong condition or
 * aggregate. */
MUST_CHECK bool mandate_conditions_read(const struct counter_family *f, const json_t *json, const char *code,
                                        struct mandate *out, struct error *e);
void mandate_set_free(struct mandate_set *s); /* safe with NULL */
/* True if the mandate binds units of this unit's kind and name. */
bool mandate_binds(const struct mandate *m, const struct unit *u);

/* True if `top` answers for the dossiers of `unit`: for its own and those of units below; by a mandate over kinds
 * for those of units of these kinds under the unit above `top`, or in the whole store where `top` has no unit
 * above. */
bool mandate_covers(const struct mandate *m, const struct unit_set *units, const struct period *p, size_t top,
                    size_t unit);

/* Counts n and d of every unit over the dossiers that the unit answers for: out[i] for unit i, units->count ratios.
 * A ratio is unknown where a source of these dossiers cannot know a field that the conditions need, or where no
 * unit that the ratio covers has dossiers. */
MUST_CHECK bool mandate_count(struct store *s, const struct counter_family *f, const struct unit_set *units,
                              const struct mandate *m, const struct period *p, struct ratio *out,
                              struct error *e);
/* Gives the dossiers that break the mandate to `row`, in the order of their due dates, `limit` at most. Columns: key,
 * code, unit, procedure, due_at. */
MUST_CHECK bool mandate_breakers(struct store *s, const struct counter_family *f, const struct mandate *m,
                                 const struct period *p, size_t limit, store_row *row, void *context,
                                 struct error *e);

#endif
