/* Machines ask here whether serve is alive, whether it can answer, and for its measures as OpenMetrics. The measures
 * hold no figure of a unit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "serve/measure.h"
#include "serve/measure_job.h"
#include "serve/measure_source.h"
#include "serve/page.h"
#include "serve/page_cache.h"
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

static int64_t memory_bytes(void)
{
    char line[128];
    FILE *in = fopen("/proc/self/statm", "re");
    const char *second = in && fgets(line, sizeof line, in) ? strchr(line, ' ') : NULL;
    if (in)
        fclose(in);
    return second ? strtoll(second, NULL, 10) * sysconf(_SC_PAGESIZE) : 0;
}

static void process_put(struct buffer *b, struct serving *s)
{
    int64_t hits, pages, bytes;
    page_cache_tell(s->pages, &hits, &pages, &bytes);
    const struct {
        const char *name, *help;
        bool counts;
        int64_t value;
    } families[] = {
        {"motcua_serve_requests", "Requests answered.", true, s->told.requests},
        {"motcua_serve_refused", "Requests refused: no login, no right, not clean.", true, s->told.refused},
        {"motcua_serve_failed", "Requests that ended in a fault.", true, s->told.failed},
        {"motcua_serve_logins", "Logins.", true, s->told.logins},
        {"motcua_serve_wrong_logins", "Logins with a wrong name or password.", true, s->told.wrong_logins},
        {"motcua_serve_kept_hits", "Requests answered by a page that was kept ready.", true, hits},
        {"motcua_store_queries", "Statements that this process has asked of its store.", true, store_asked()},
        {"motcua_serve_kept_pages", "Pages kept ready.", false, pages},
        {"motcua_serve_kept_bytes", "What they take of memory.", false, bytes},
        {"motcua_serve_memory_bytes", "Resident memory of the process.", false, memory_bytes()},
        {"motcua_serve_start_timestamp_seconds", "When the process was started.", false, s->told.started}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        measure_about(b, families[i].name, families[i].counts ? "counter" : "gauge", families[i].help);
        buffer_printf(b, "%s%s %lld\n", families[i].name, families[i].counts ? "_total" : "",
                      (long long)families[i].value);
    }
    measure_about(b, "motcua_build", "info", "The program's version.");
    buffer_printf(b, "motcua_build_info{version=\"%s\"} 1\n", MOTCUA_VERSION);
}

/* While the store is away the store's measures are left out; the process's own measures stay. */
bool measures(struct visit *v, struct reply *out, struct error *e)
{
    struct serving *s = v->serving;
    struct buffer *b = &out->body;
    struct error why = {0};
    const struct config *c = model_config(s->model);
    bool figures = model_report(s->model, &why) != NULL;
    (void)e;
    out->type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    process_put(b, s);
    measure_about(b, "motcua_serve_figures_ready", "gauge",
                  "1 if the figures of the pages can be made from the store.");
    measure_of(b, "motcua_serve_figures_ready", NULL, NULL, figures);
    if (!measure_sources(b, model_store(s->model), &why) || !measure_jobs(b, c, model_store(s->model), &why))
        s->reopen = true;
    measure_outbox(b, c);
    buffer_text(b, "# EOF\n");
    return true;
}
