/* The model holds the figures of which pages are made: one connection to the store, the config, and the newest report,
 * which is made again when a run has begun or ended since, or after LIMIT_SERVE_MODEL_SECONDS. Only the page thread
 * uses the model (page_thread.h). So a page costs no more than its writing, and no page mixes two moments. Commands
 * that fill a table open the store for themselves, as on the command line. */
#ifndef MOTCUA_SERVE_MODEL_H
#define MOTCUA_SERVE_MODEL_H

#include "base/buffer.h"
#include "cli/cli.h"
#include "report/report.h"

struct model;

/* Opens the config of the command line and its store; cli is borrowed until model_close(). NULL and e on failure. */
MUST_CHECK struct model *model_open(const struct cli *cli, struct error *e);
void model_close(struct model *m); /* safe with NULL */
/* Reads the config again and opens its store; reports borrowed from the model end. On failure the old config and store
 * stay. */
MUST_CHECK bool model_reload(struct model *m, struct error *e);

/* Both are borrowed until model_reload() or model_close(). */
struct store *model_store(const struct model *m);
const struct config *model_config(const struct model *m);
/* Returns the newest report with what each unit does first, borrowed until the next call or model_reload(). NULL and e
 * on failure. */
MUST_CHECK const struct report *model_report(struct model *m, struct error *e);

/* Returns another report, as known at a moment (MOMENT_NONE: now), of the config's first set; LIMIT_SERVE_REPORTS
 * reports are kept. Borrowed until the next call of this function or model_reload(). NULL and e on failure. */
MUST_CHECK const struct report *model_report_asked(struct model *m, const struct report_ask *ask,
                                                   moment known, struct error *e);

/* Makes the newest report again where a run has begun or ended since, or half of LIMIT_SERVE_MODEL_SECONDS is over, so
 * that no reader waits for the report. *mark becomes what the store held then. */
struct page_mark;
MUST_CHECK bool model_refresh(struct model *m, struct page_mark *mark, struct error *e);

/* The units that a visitor may read. */
struct model_scope {
    bool all;
    const char *codes[CLI_MAX_LIST]; /* borrowed from the newest report */
    size_t count;
};
/* Fills the scope with the unit and all units below. An unknown unit gives an empty scope. ERROR_DATA: more than
 * CLI_MAX_LIST units. */
MUST_CHECK bool model_scope(struct model *m, const char *unit, struct model_scope *out, struct error *e);
bool model_scope_holds(const struct model_scope *scope, const char *code);

/* A question to a command that writes a table. words are the command's words and options and end with NULL; only the
 * first 15 are used. The command is asked only for the units of the scope. */
struct model_table {
    const char *const *words;
    /* FORMAT_TABLE asks for people's columns, FORMAT_JSON and FORMAT_CSV for programs' columns */
    enum format format;
    const struct model_scope *scope; /* NULL: the command knows no units */
    bool (*take)(void *context, const struct table *t, struct error *e);
    void *context;
};
MUST_CHECK bool model_command(struct model *m, const struct model_table *ask, struct error *e);

#endif
