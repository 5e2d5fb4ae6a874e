/* The figures of all tables of a file or a reply, before any of them is stored: what several tables and sections say of
 * one unit in one period comes together here, whatever their order. Sections of a form add up and are kept apart
 * as well; the same said twice counts once; two tables that differ leave the figure unknown, and that is told. */
#ifndef MOTCUA_ADAPTERS_TABLE_FIGURE_LEDGER_H
#define MOTCUA_ADAPTERS_TABLE_FIGURE_LEDGER_H

#include "base/period.h"
#include "rows/page.h"

struct figure_ledger;

/* One figure as a table has it; texts are copied. */
struct ledger_entry {
    const char *unit;
    const char *group;   /* "" where the stream has none, or of all */
    const char *section; /* "" outside of any; a name of the manifest's, or made of the title */
    bool section_named;  /* by the manifest: means the same in every table */
    bool section_apart;  /* its figures are kept by themselves too */
    const char *metric;  /* before the group */
    const char *status;  /* NULL, or what is wrong with it */
    size_t line;
    struct value numerator, denominator, ratio, score, max;
};

MUST_CHECK struct figure_ledger *figure_ledger_new(struct error *e);
void figure_ledger_free(struct figure_ledger *l); /* safe with NULL */

/* The entries that follow are of one block. stated: its titles state the period; else kind and from are not looked at. */
MUST_CHECK bool figure_ledger_block(struct figure_ledger *l, const char *stream, bool stated,
                                    enum period_kind kind, moment from, struct error *e);
MUST_CHECK bool figure_ledger_put(struct figure_ledger *l, const struct ledger_entry *entry, struct error *e);

struct ledger_given {
    bool
        given; /* by the user: for tables that state no period, and for all where the file states one at most */
    enum period_kind kind;
    moment from;
    /* The period of a stream's tables where nothing says one. */
    bool (*assume)(void *context, const char *stream, enum period_kind *kind, moment *from);
    /* Two tables differ in what they say of a unit or group: told of one of the metrics. */
    void (*differ)(void *context, const char *unit, const char *group, const char *metric, int64_t one,
                   int64_t other);
    void *context;
};
/* Nothing more comes. *assumed: some table stated no period, and nothing else said one. */
MUST_CHECK bool figure_ledger_close(struct figure_ledger *l, const struct ledger_given *given, bool *assumed,
                                    struct error *e);

struct ledger_place {
    const char *stream; /* NULL: the ledger is over */
    enum period_kind kind;
    moment from;
};
/* Puts figures of one stream and period into an empty page, and a reject for each that tables differ in. */
MUST_CHECK bool figure_ledger_fill(struct figure_ledger *l, struct page *page, struct ledger_place *place,
                                   struct error *e);

#endif
