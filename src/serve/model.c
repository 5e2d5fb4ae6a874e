#include "serve/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "serve/page_cache.h"

/* The newest run of the store; a report is outdated when the store has a newer run or the run has ended since. */
struct newest {
    int64_t run, end;
};

/* A kept report, with the question that it answers. */
struct asked {
    char key[128];
    struct report *report;
    struct newest newest;
    time_t made;
};

struct model {
    const struct cli *cli;
    struct cli_session session;
    struct report *report;
    struct newest newest;
    time_t made;
    struct asked asked[LIMIT_SERVE_REPORTS];
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

static void asked_forget(struct asked *a)
{
    report_free(a->report);
    *a = (struct asked){0};
}

static void reports_forget(struct model *m)
{
    report_free(m->report);
    m->report = NULL;
    for (size_t i = 0; i < LIMIT_SERVE_REPORTS; i++)
        asked_forget(&m->asked[i]);
}

void model_close(struct model *m)
{
    if (!m)
        return;
    reports_forget(m);
    cli_session_close(&m->session);
    free(m);
}

bool model_reload(struct model *m, struct error *e)
{
    struct cli_session fresh;
    if (!session_open(m->cli, &fresh, e))
        return false;
    reports_forget(m);
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

static bool newest_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct newest *newest = context;
    (void)count;
    (void)e;
    *newest =
        (struct newest){columns[0].known ? columns[0].number : 0, columns[1].known ? columns[1].number : 0};
    return true;
}

static bool newest_find(struct model *m, struct newest *out, struct error *e)
{
    *out = (struct newest){0};
    return store_query(m->session.store, PAGE_MARK_SQL, NULL, 0, newest_row, out, e);
}

static bool is_fresh(const struct newest *a, const struct newest *b, time_t made, time_t now)
{
    return a->run == b->run && a->end == b->end && now - made < LIMIT_SERVE_MODEL_SECONDS && now >= made;
}

const struct report *model_report(struct model *m, struct error *e)
{
    struct newest newest;
    time_t now = time(NULL);
    if (!newest_find(m, &newest, e))
        return NULL;
    if (m->report && is_fresh(&m->newest, &newest, m->made, now))
        return m->report;
    struct report *fresh = report_make(m->session.config, m->session.store, moment_now(), NULL, e);
    if (!fresh || !report_advise(fresh, m->session.store, NULL, e) ||
        (memory_short() && !error_memory(e, "report"))) { /* a report with a missing part is not kept */
        report_free(fresh);
        return NULL;
    }
    report_free(m->report);
    m->report = fresh;
    m->newest = newest;
    m->made = now;
    return fresh;
}

const struct report *model_report_asked(struct model *m, const struct report_ask *ask, moment known,
                                        struct error *e)
{
    struct asked *place = &m->asked[0];
    struct newest newest;
    char key[sizeof place->key];
    time_t now = time(NULL);
    moment before = store_known(m->session.store);
    snprintf(key, sizeof key, "%d %d %lld %lld %.60s", ask->friday, (int)ask->kind, (long long)ask->at,
             (long long)known, ask->of ? ask->of : "");
    if (!newest_find(m, &newest, e))
        return NULL;
    for (size_t i = 0; i < LIMIT_SERVE_REPORTS; i++) {
        struct asked *a = &m->asked[i];
        if (a->report && strcmp(a->key, key) == 0 && is_fresh(&a->newest, &newest, a->made, now))
            return a->report;
        if (a->made < place->made)
            place = a; /* the oldest place, or a free place */
    }
    asked_forget(place);
    store_known_set(m->session.store, known == MOMENT_NONE ? before : known);
    place->report = report_make_asked(m->session.config, m->session.store, ask, e);
    store_known_set(m->session.store, before);
    if (!place->report)
        return NULL;
    memcpy(place->key, key, sizeof key);
    place->newest = newest;
    place->made = now;
    return place->report;
}

bool model_refresh(struct model *m, struct page_mark *mark, struct error *e)
{
    if (time(NULL) - m->made >= LIMIT_SERVE_MODEL_SECONDS / 2)
        m->made = 0;
    if (!model_report(m, e))
        return false;
    *mark = (struct page_mark){m->newest.run, m->newest.end};
    return true;
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
