/* The figures that pages are made of. One thread serves all requests, and the model is its own: one connection to the
 * store, the config, and the newest report, made anew when a run has ended since or LIMIT_SERVE_MODEL_SECONDS are over.
 * So a page costs no more than its writing, and no page mixes two moments. Commands that fill a table open the store
 * for themselves, as they do on the command line. */
#ifndef MOTCUA_SERVE_MODEL_H
#define MOTCUA_SERVE_MODEL_H

#include "base/buffer.h"
#include "cli/cli.h"
#include "report/report.h"

struct model;

/* config_file: as of -c, or NULL. NULL and e on failure. */
MUST_CHECK struct model *model_open(const struct cli *cli, struct error *e);
void model_close(struct model *m); /* safe with NULL */
/* Reads the config anew and opens its store. On failure the old ones stay in use. */
MUST_CHECK bool model_reload(struct model *m, struct error *e);

struct store *model_store(const struct model *m);
const struct config *model_config(const struct model *m);
/* Borrowed until the next call. NULL and e on failure. */
MUST_CHECK const struct report *model_report(struct model *m, struct error *e);

/* Another report, as it was known at a moment (MOMENT_NONE: now); some are kept, as the newest is. Borrowed until the next
 * call of this function. */
MUST_CHECK const struct report *model_report_asked(struct model *m, const struct report_ask *ask,
                                                   moment known, struct error *e);

/* Makes the newest report before somebody waits for it: where a run has begun or ended since, or half its time is over.
 * *mark: what the store held then. */
struct page_mark;
MUST_CHECK bool model_refresh(struct model *m, struct page_mark *mark, struct error *e);

/* The units that somebody may read. */
struct model_scope {
    bool all;
    const char *codes[CLI_MAX_LIST]; /* borrowed from the report */
    size_t count;
};
/* The unit and all below it. A unit that nobody knows gives an empty scope. ERROR_DATA: more than CLI_MAX_LIST. */
MUST_CHECK bool model_scope(struct model *m, const char *unit, struct model_scope *out, struct error *e);
bool model_scope_holds(const struct model_scope *scope, const char *code);

/* Runs a command that writes a table, as the command line would: words are its words and options and end with NULL;
 * it is asked for the units of the scope alone, and for nothing where the scope is empty (*given stays false). */
struct model_table {
    const char *const *words;
    enum format format;              /* FORMAT_TABLE: for people; FORMAT_JSON or FORMAT_CSV: for programs */
    const struct model_scope *scope; /* NULL: the command knows no units */
    bool (*take)(void *context, const struct table *t, struct error *e);
    void *context;
};
MUST_CHECK bool model_command(struct model *m, const struct model_table *ask, struct error *e);

#endif
