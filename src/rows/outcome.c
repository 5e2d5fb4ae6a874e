#include "rows/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* TOLD: the run is complete nevertheless. LATER: another poll can bring the rest. MEND: somebody must mend the data. */
enum gravity { TOLD, LATER, MEND };

static const struct {
    const char *name; /* the reason's name in the store */
    enum gravity gravity;
    const char *say, *hint;
} reasons[OUTCOME_REASONS] = {
    [OUTCOME_REJECTED] = {"rejected", MEND, N_("records that could not be read"),
                          N_("'motcua rejects' tells which records, and why.")},
    [OUTCOME_LACKING] = {"lacking", LATER, N_("records that the portal holds and did not give"),
                         N_("Poll again: it goes on from there.")},
    [OUTCOME_STREAMS] = {"streams", LATER, N_("listings that failed"),
                         N_("Poll again; if it stays so, ask the portal's operator about this listing.")},
    [OUTCOME_CUT] = {"cut", LATER, N_("replies that end too early"), N_("Poll again.")},
    [OUTCOME_BROKEN] = {"broken", MEND, N_("replies that cannot be read from some byte on"),
                        N_("Show the portal's operator the byte that is named.")},
    [OUTCOME_REPEATED] = {"repeated", LATER, N_("listings whose pages repeat"),
                          N_("Correct \"paging\" in the manifest: this portal does not look at the number of "
                             "the page. If it gives all in one reply, write \"kind\": \"none\".")},
    [OUTCOME_CAPPED] = {"capped", LATER, N_("listings that end at a usual cap"),
                        N_("Ask for less at a time (a narrower period or unit in vars): beyond this number "
                           "portals give no more.")},
    [OUTCOME_DOUBTED] = {"doubted", LATER, N_("dossiers that did not come, which is not believed"),
                         N_("Look at the portal; if they are truly gone: motcua collect SOURCE "
                            "--accept-missing.")},
    [OUTCOME_TABLES] = {"tables", MEND, N_("sheets, tables and cells that were not read"),
                        N_("Look at the lines above: each names what was not read, and why.")},
    [OUTCOME_SHORT] = {"short", MEND, N_("records that the file says it has and has not"),
                       N_("Export the list again, all pages of it.")},
    [OUTCOME_TOTALS] = {"totals", TOLD, N_("totals of the portal that cannot be true and were not believed"),
                        ""},
    [OUTCOME_TWICE] = {"twice", TOLD, N_("records that came twice"), ""},
    [OUTCOME_MENDED] = {"mended", TOLD, N_("replies with a fault that was mended"), ""}};

bool outcome_rejects_many(const struct outcome *o)
{
    int64_t limit = o->reject_limit ? o->came * o->reject_limit / 10000 : 0;
    if (limit < 1 && o->reject_limit)
        limit = 1;
    return o->count[OUTCOME_REJECTED] > limit;
}

/* The gravest reason that makes the run incomplete; -1: none does. */
static int gravest(const struct outcome *o)
{
    int worst = -1;
    for (int i = 0; i < OUTCOME_REASONS; i++) {
        bool counts = o->count[i] > 0 && (i != OUTCOME_REJECTED || outcome_rejects_many(o));
        if (counts && (worst < 0 || reasons[i].gravity > reasons[worst].gravity))
            worst = i;
    }
    return worst >= 0 && reasons[worst].gravity > TOLD ? worst : -1;
}

/* A run of rejects alone has brought nothing usable, whatever the limit. */
enum outcome_verdict outcome_verdict(const struct outcome *o)
{
    if (!o->read && !o->idle)
        return OUTCOME_FAILED;
    return gravest(o) < 0 ? OUTCOME_COMPLETE : OUTCOME_PARTIAL;
}

const char *outcome_verdict_name(enum outcome_verdict v)
{
    static const char *const names[] = {
        [OUTCOME_COMPLETE] = "complete", [OUTCOME_PARTIAL] = "partial", [OUTCOME_FAILED] = "failed"};
    return names[v];
}

enum error_code outcome_code(const struct outcome *o)
{
    int worst = gravest(o);
    if (outcome_verdict(o) == OUTCOME_COMPLETE)
        return ERROR_NONE;
    return worst >= 0 && reasons[worst].gravity == LATER ? ERROR_TEMPORARY : ERROR_DATA;
}

int64_t outcome_missing(const struct outcome *o)
{
    return o->count[OUTCOME_REJECTED] + o->count[OUTCOME_LACKING] + o->count[OUTCOME_SHORT];
}

const char *outcome_say(const struct outcome *o, char *out, size_t size)
{
    char count[TEXT_NUMBER_BYTES], came[TEXT_NUMBER_BYTES], line[256];
    size_t used = 0;
    *out = '\0';
    for (int i = 0; i < OUTCOME_REASONS; i++) {
        if (o->count[i] <= 0)
            continue;
        bool share = i == OUTCOME_REJECTED && o->came > 0;
        snprintf(line, sizeof line, "%s: %s%s%s", _(reasons[i].say), text_count(o->count[i], count),
                 share ? "/" : "", share ? text_count(o->came, came) : "");
        size_t n = strlen(line), gap = used ? 2 : 0;
        if (used + gap + n >= size)
            break;
        memcpy(out + used, "; ", gap);
        memcpy(out + used + gap, line, n + 1);
        used += gap + n;
    }
    return out;
}

const char *outcome_hint(const struct outcome *o)
{
    int worst = gravest(o);
    if (worst < 0 && outcome_verdict(o) == OUTCOME_FAILED && o->count[OUTCOME_REJECTED])
        worst = OUTCOME_REJECTED;
    return worst < 0 || !*reasons[worst].hint ? "" : _(reasons[worst].hint);
}

const char *outcome_write(const struct outcome *o, char out[OUTCOME_TEXT_BYTES])
{
    int used = snprintf(out, OUTCOME_TEXT_BYTES, "{\"came\":%lld", (long long)o->came);
    for (int i = 0; i < OUTCOME_REASONS; i++)
        if (o->count[i] > 0)
            used += snprintf(out + used, OUTCOME_TEXT_BYTES - (size_t)used, ",\"%s\":%lld", reasons[i].name,
                             (long long)o->count[i]);
    if (o->fresh_days > 0)
        used += snprintf(out + used, OUTCOME_TEXT_BYTES - (size_t)used, ",\"fresh_days\":%d", o->fresh_days);
    snprintf(out + used, OUTCOME_TEXT_BYTES - (size_t)used, "}");
    return out;
}

/* The number behind "name": in a text of outcome_write(); 0: the text has no such name. */
static int64_t number_of(const char *text, const char *name)
{
    char wanted[32];
    snprintf(wanted, sizeof wanted, "\"%s\":", name);
    const char *at = strstr(text, wanted);
    return at ? strtoll(at + strlen(wanted), NULL, 10) : 0;
}

void outcome_read(const char *text, struct outcome *out)
{
    *out = (struct outcome){.reject_limit = OUTCOME_REJECT_LIMIT};
    if (!text)
        return;
    out->came = number_of(text, "came");
    out->fresh_days = (int)number_of(text, "fresh_days");
    for (int i = 0; i < OUTCOME_REASONS; i++)
        out->count[i] = number_of(text, reasons[i].name);
}
