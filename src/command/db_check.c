/* motcua db check tells whether the data of the store agree with each other. */
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "command/db.h"
#include "count/unit_forest.h"
#include "store/check.h"

struct check_job {
    struct table *table;
    int64_t wrong;
    bool old; /* the schema is not this program's, so the other checks cannot run */
};

static bool finding_row(void *context, const struct finding *f, struct error *e)
{
    struct check_job *job = context;
    const char *state = !f->what ? "ok" : f->wrong ? "wrong" : "note";
    const char *words = !f->what ? _("ok") : f->wrong ? _("WRONG") : _("note");
    job->wrong += f->what && f->wrong;
    job->old = job->old || (f->what && strcmp(f->check, "schema") == 0);
    table_row(job->table);
    table_text(job->table, f->check);
    table_word(job->table, state, words);
    table_mark(job->table, !f->what ? MARK_GOOD : f->wrong ? MARK_BAD : MARK_QUIET);
    table_text(job->table, f->what);
    table_text(job->table, f->whose);
    if (f->number < 0)
        table_none(job->table);
    else
        table_number(job->table, f->number);
    table_text(job->table, f->hint && f->what ? f->hint : NULL);
    return !table_failed(job->table) || error_memory(e, "db");
}

static bool check_table(struct table *t)
{
    return t && table_column(t, "check", _("Check"), false) && table_column(t, "state", _("State"), false) &&
           table_column(t, "found", _("Found"), false) && table_column(t, "whose", _("Where"), false) &&
           table_column(t, "number", _("Number"), true) && table_column(t, "hint", _("What to do"), false);
}

/* Checks that units form a forest (count/unit_forest.h), because SQL would follow a circle of parents without an
 * end. */
static bool tree_check(struct check_job *job, struct store *s, struct error *e)
{
    struct unit_set units = {0};
    int64_t found = 0;
    const struct finding none = {.check = "tree", .number = -1};
    if (!unit_set_load(s, &units, e))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < units.count; i++)
        for (unsigned fault = 1; ok && fault <= UNIT_FAULT_LAST; fault *= 2) {
            const struct finding f = {.check = "tree",
                                      .wrong = true,
                                      .what = unit_fault_words(fault),
                                      .whose = units.units[i].code,
                                      .number = -1,
                                      .hint =
                                          _("Set it right with 'motcua units import FILE.csv'; until then "
                                            "sums of units above lack it.")};
            if ((units.units[i].faults & fault) && found++ < LIMIT_FINDINGS)
                ok = finding_row(job, &f, e);
        }
    if (ok && found > LIMIT_FINDINGS) {
        const struct finding rest = {
            .check = "tree", .wrong = true, .what = _("and so many more"), .number = found - LIMIT_FINDINGS};
        ok = finding_row(job, &rest, e);
    }
    unit_set_free(&units);
    return ok && (found || finding_row(job, &none, e));
}

bool db_check(struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!db_session_connect(cli, false, &session, e))
        return false;
    struct check_job job = {.table = table_new()};
    bool ok = (check_table(job.table) || error_memory(e, "db")) &&
              store_check(session.store, finding_row, &job, e) &&
              (job.old || tree_check(&job, session.store, e)) && cli_write_table(cli, job.table, e);
    if (ok && job.wrong)
        ok = error_set(e, ERROR_DATA, store_name(session.store), _("The list says what to do about each."),
                       P_("the check found %lld thing wrong", "the check found %lld things wrong", job.wrong),
                       (long long)job.wrong);
    table_free(job.table);
    cli_session_close(&session);
    return ok;
}
