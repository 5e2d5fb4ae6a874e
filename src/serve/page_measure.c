/* What machines ask: is it alive, can it answer, and its measures as OpenMetrics. No figure of a unit is in them. */
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "serve/measure.h"
#include "serve/measure_job.h"
#include "serve/page.h"
#include "serve/pages.h"

bool health(struct visit *v, struct reply *out, struct error *e)
{
    (void)v;
    (void)e;
    out->type = REPLY_TEXT;
    buffer_text(&out->body, "ok\n");
    return true;
}

bool ready(struct visit *v, struct reply *out, struct error *e)
{
    int64_t one = 0;
    out->type = REPLY_TEXT;
    if (!store_query(model_store(v->serving->model), "SELECT 1", NULL, 0, value_number_row, &one, e)) {
        out->status = 503;
        v->serving->reopen = true;
        buffer_text(&out->body, "the store does not answer\n");
        return true;
    }
    buffer_text(&out->body, "ready\n");
    return true;
}

static void sources_put(struct buffer *b, const struct source_states *states)
{
    static const struct {
        const char *name, *help;
    } gauges[] = {
        {"motcua_source_last_complete_timestamp_seconds", "Newest poll that read the source whole."},
        {"motcua_source_last_poll_timestamp_seconds", "Newest poll of the source."},
        {"motcua_source_got_rows", "Rows that the newest poll brought."},
        {"motcua_source_rejected_rows", "Rows that the newest poll could not read."},
        {"motcua_source_missing_dossiers", "Dossiers that the portal no longer gives."},
        {"motcua_source_whole", "1 if the newest poll read the source whole."}};
    for (size_t g = 0; g < sizeof gauges / sizeof *gauges; g++) {
        measure_about(b, gauges[g].name, "gauge", gauges[g].help);
        for (size_t i = 0; i < states->count; i++) {
            const struct source_state *s = &states->items[i];
            const int64_t values[] = {s->complete == MOMENT_NONE ? 0 : s->complete,
                                      s->observed == MOMENT_NONE ? 0 : s->observed,
                                      s->got,
                                      s->rejected,
                                      s->missing,
                                      source_is_whole(s)};
            measure_of(b, gauges[g].name, "source", s->code, values[g]);
        }
    }
}

static int64_t memory_bytes(void)
{
    long pages = 0, unused = 0;
    FILE *in = fopen("/proc/self/statm", "re");
    if (!in)
        return 0;
    if (fscanf(in, "%ld %ld", &unused, &pages) != 2)
        pages = 0;
    fclose(in);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

bool measures(struct visit *v, struct reply *out, struct error *e)
{
    struct serving *s = v->serving;
    struct buffer *b = &out->body;
    struct error why = {0};
    const struct report *r = model_report(s->model, &why);
    const struct {
        const char *name, *help;
        int64_t value;
    } counters[] = {
        {"motcua_serve_requests", "Requests answered.", s->told.requests},
        {"motcua_serve_refused", "Requests refused: no login, no right, not clean.", s->told.refused},
        {"motcua_serve_failed", "Requests that ended in a fault.", s->told.failed},
        {"motcua_serve_logins", "Logins.", s->told.logins},
        {"motcua_serve_wrong_logins", "Logins with a wrong name or password.", s->told.wrong_logins}};
    (void)e;
    out->type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
        measure_about(b, counters[i].name, "counter", counters[i].help);
        buffer_printf(b, "%s_total %lld\n", counters[i].name, (long long)counters[i].value);
    }
    measure_about(b, "motcua_serve_memory_bytes", "gauge", "Resident memory of the process.");
    buffer_printf(b, "motcua_serve_memory_bytes %lld\n", (long long)memory_bytes());
    measure_about(b, "motcua_serve_figures_ready", "gauge",
                  "1 if the figures of the pages can be made from the store.");
    buffer_printf(b, "motcua_serve_figures_ready %d\n", r != NULL);
    if (r)
        sources_put(b, &r->now.sources);
    if (!measure_jobs(b, model_config(s->model), model_store(s->model), &why))
        s->reopen = true;
    buffer_text(b, "# EOF\n");
    return true;
}
