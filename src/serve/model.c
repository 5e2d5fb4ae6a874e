#include "serve/model.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"

struct model {
    const struct cli *cli;
    struct cli_session session;
    struct report *report;
    int64_t last_run, last_end;
    time_t made;
};

static bool session_open(const struct cli *cli, struct cli_session *out, struct error *e)
{
    return cli_session_open(cli, false, out, e);
}

struct model *model_open(const struct cli *cli, struct error *e)
{
    struct model *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(e, "serve");
        return NULL;
    }
    m->cli = cli;
    if (session_open(cli, &m->session, e))
        return m;
    free(m);
    return NULL;
}

void model_close(struct model *m)
{
    if (!m)
        return;
    report_free(m->report);
    cli_session_close(&m->session);
    free(m);
}

bool model_reload(struct model *m, struct error *e)
{
    struct cli_session fresh;
    if (!session_open(m->cli, &fresh, e))
        return false;
    report_free(m->report);
    m->report = NULL;
    cli_session_close(&m->session);
    m->session = fresh;
    return true;
}

struct store *model_store(const struct model *m)
{
    return m->session.store;
}

const struct config *model_config(const struct model *m)
{
    return m->session.config;
}

struct newest {
    int64_t run, end;
};

static bool newest_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct newest *newest = context;
    (void)count;
    (void)e;
    *newest =
        (struct newest){columns[0].known ? columns[0].number : 0, columns[1].known ? columns[1].number : 0};
    return true;
}

const struct report *model_report(struct model *m, struct error *e)
{
    struct newest newest = {0};
    time_t now = time(NULL);
    if (!store_query(m->session.store, "SELECT MAX(id), MAX(ended_at) FROM run", NULL, 0, newest_row, &newest,
                     e))
        return NULL;
    if (m->report && m->last_run == newest.run && m->last_end == newest.end &&
        now - m->made < LIMIT_SERVE_MODEL_SECONDS && now >= m->made)
        return m->report;
    struct report *fresh = report_make(m->session.config, m->session.store, moment_now(), NULL, e);
    if (!fresh || (memory_short() && !error_memory(e, "report"))) { /* one that lacks a part is not kept */
        report_free(fresh);
        return NULL;
    }
    report_free(m->report);
    m->report = fresh;
    m->last_run = newest.run;
    m->last_end = newest.end;
    m->made = now;
    return fresh;
}

static bool is_within(const struct unit_set *units, size_t unit, const char *top)
{
    long up = (long)unit;
    for (int depth = 0; up >= 0 && depth < LIMIT_UNIT_LINE; depth++) {
        if (strcmp(units->units[up].code, top) == 0)
            return true;
        up = units->units[up].parent_index;
    }
    return false;
}

bool model_scope(struct model *m, const char *unit, struct model_scope *out, struct error *e)
{
    const struct report *r = model_report(m, e);
    *out = (struct model_scope){0};
    if (!r)
        return false;
    for (size_t i = 0; i < r->now.units.count; i++) {
        if (!is_within(&r->now.units, i, unit))
            continue;
        if (out->count == CLI_MAX_LIST)
            return error_set(e, ERROR_DATA, unit, _("Give the account the role province."),
                             _("more than %d units are below it"), CLI_MAX_LIST);
        out->codes[out->count++] = r->now.units.units[i].code;
    }
    return true;
}

bool model_scope_holds(const struct model_scope *scope, const char *code)
{
    if (scope->all)
        return true;
    for (size_t i = 0; i < scope->count; i++)
        if (strcmp(scope->codes[i], code) == 0)
            return true;
    return false;
}

enum { ARGUMENTS = 2 * CLI_MAX_LIST + 32 };

bool model_command(struct model *m, const struct model_table *ask, struct error *e)
{
    static const char *const formats[] = {[FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};
    const struct cli_sink sink = {ask->take, ask->context};
    char *argv[ARGUMENTS] = {(char *)"motcua"};
    int argc = 1;
    struct cli cli;
    if (ask->scope && !ask->scope->all && !ask->scope->count)
        return true;
    for (const char *const *w = ask->words; *w && argc < 16; w++)
        argv[argc++] = (char *)*w;
    if (ask->format == FORMAT_JSON || ask->format == FORMAT_CSV) {
        argv[argc++] = (char *)"--format";
        argv[argc++] = (char *)formats[ask->format];
    }
    argv[argc++] = (char *)"-c";
    argv[argc++] = m->session.config->file;
    for (size_t i = 0; ask->scope && !ask->scope->all && i < ask->scope->count; i++) {
        argv[argc++] = (char *)"--unit";
        argv[argc++] = (char *)ask->scope->codes[i];
    }
    if (!cli_read(argc, argv, &cli, e))
        return false;
    const struct command *command = command_find(cli.words.items[0]);
    cli.sink = &sink;
    return command && cli_check(&cli, command, e) && command->run(&cli, e);
}
