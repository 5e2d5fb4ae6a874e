/* Gathers the figures of all tables of a file or a reply before any figure is stored, so that everything that tables
 * and sections say of a unit in a period meets here, whatever the order of the tables. Sections of a form add up and
 * are kept apart as well; a repeated figure counts once; two tables that differ leave the figure unknown, and the
 * caller is told. */
#ifndef MOTCUA_ADAPTERS_TABLE_FIGURE_LEDGER_H
#define MOTCUA_ADAPTERS_TABLE_FIGURE_LEDGER_H

#include "base/period.h"
#include "rows/page.h"

struct figure_ledger;

/* A figure as a table states it; texts are copied. */
struct ledger_entry {
    const char *unit;
    const char *group; /* "" where the stream has no groups, or for the figure of all groups */
    /* "" outside of any section; else the manifest's name, or a name made of the title */
    const char *section;
    bool section_named; /* the manifest names the section, so that the name means the same in every table */
    bool section_apart; /* the section's own figures are kept too */
    const char *metric; /* the metric's name without the group's */
    const char *status; /* NULL, or what is wrong with the figure */
    size_t line;
    struct value numerator, denominator, ratio, score, max;
};

MUST_CHECK struct figure_ledger *figure_ledger_new(struct error *e);
void figure_ledger_free(struct figure_ledger *l); /* safe with NULL */

/* Begins a block: the entries that follow belong to its stream. stated: the block's titles state the period; where
 * false, kind and from are ignored. */
MUST_CHECK bool figure_ledger_block(struct figure_ledger *l, const char *stream, bool stated,
                                    enum period_kind kind, moment from, struct error *e);
/* Copies the entry into the block that was begun last. false and e: more than LIMIT_LEDGER_FIGURES figures
 * (ERROR_DATA), or no memory. */
MUST_CHECK bool figure_ledger_put(struct figure_ledger *l, const struct ledger_entry *entry, struct error *e);

struct ledger_given {
    /* the user gave kind and from: for tables that state no period, and for all tables where the file states one
     * period at most */
    bool given;
    enum period_kind kind;
    moment from;
    /* Fills in the period of a stream's tables where neither titles nor user say one; false: figure_ledger_close()
     * fails. */
    bool (*assume)(void *context, const char *stream, enum period_kind *kind, moment *from);
    /* Is called when two tables differ, once for a unit and group in a period, with the numerators of the first
     * metric that differs. Never NULL. */
    void (*differ)(void *context, const char *unit, const char *group, const char *metric, int64_t one,
                   int64_t other);
    void *context;
};
/* No entry follows: figures that belong together are added up or compared. *assumed: a table's period came from
 * assume(). */
MUST_CHECK bool figure_ledger_close(struct figure_ledger *l, const struct ledger_given *given, bool *assumed,
                                    struct error *e);

struct ledger_place {
    const char *stream; /* NULL: the ledger is over */
    enum period_kind kind;
    moment from;
};
/* Puts up to LIMIT_IMPORT_ROWS figures of a stream and period into an empty page, and one reject for each unit and
 * group that tables differ in. place->stream is borrowed from the ledger. */
MUST_CHECK bool figure_ledger_fill(struct figure_ledger *l, struct page *page, struct ledger_place *place,
                                   struct error *e);

#endif
