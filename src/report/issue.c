#include "report/issue.h"

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"

static bool id_take(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    *(int64_t *)context = columns[0].number;
    return true;
}

static bool figure_add(struct store *s, int64_t issue, const char *unit, const struct metric *m,
                       const struct ratio *r, struct error *e)
{
    const struct value params[] = {value_number(issue), value_text(unit), value_text(m->name),
                                   value_number(r->n), value_number(r->d)};
    return !r->known ||
           store_write(s,
                       "INSERT INTO report_figure (issue_id, unit, metric, numerator, denominator)"
                       " VALUES ($1, $2, $3, $4, $5)",
                       params, 5, NULL, NULL, e);
}

static bool figures_add(struct store *s, const struct report *r, int64_t issue, struct error *e)
{
    const struct unit_set *units = &r->now.units;
    bool ok = true;
    for (size_t k = 0; ok && k <= r->row_count; k++) {
        const struct report_row *row = k < r->row_count ? &r->rows[k] : &r->all;
        const char *unit = row->unit < units->count ? units->units[row->unit].code : "ALL";
        for (size_t i = 0; ok && i < r->set->count; i++)
            ok = figure_add(s, issue, unit, evaluation_metric(&r->now, r->set, i),
                            &row->now.verdicts[i].ratio, e);
    }
    return ok;
}

bool issue_add(struct store *s, const struct report *r, const struct issue_told *told, struct error *e)
{
    const struct value params[] = {
        value_text(r->set->name),         value_text(period_kind_name(r->now.period.kind)),
        value_number(r->now.period.from), value_number(r->now.period.cut),
        value_number(told->at),           value_text(told->by),
        value_text(told->sha256),         value_text(told->number)};
    int64_t id = 0;
    if (!store_write_begin(s, e))
        return false;
    bool ok =
        store_write(s,
                    "INSERT INTO report_issue (commitment_set, period_kind, period_from, cut_at, issued_at,"
                    " issued_by, sha256, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                    params, 8, id_take, &id, e) &&
        figures_add(s, r, id, e);
    return store_write_end(s, ok, e);
}

/* --- the list of issued reports --- */

static bool list_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct issue_list *l = context;
    struct issue *longer = reallocarray(l->items, l->count + 1, sizeof *longer);
    (void)count;
    if (!longer)
        return error_memory(e, "report");
    l->items = longer;
    struct issue *i = &longer[l->count++];
    *i = (struct issue){.id = columns[0].number,
                        .cut = columns[2].number,
                        .at = columns[3].number,
                        .by = strdup(value_to_text(&columns[4])),
                        .sha256 = strdup(value_to_text(&columns[5])),
                        .number = strdup(value_to_text(&columns[6]))};
    if (!period_kind_read(columns[1].text, &i->kind))
        return error_set(e, ERROR_DATA, "report_issue", NULL, "%s", columns[1].text);
    return (i->by && i->sha256 && i->number) || error_memory(e, "report");
}

bool issue_list_load(struct store *s, const char *set, int most, struct issue_list *out, struct error *e)
{
    const struct value params[] = {value_text(set), value_number(most)};
    *out = (struct issue_list){0};
    bool ok =
        store_query(s,
                    "SELECT id, period_kind, cut_at, issued_at, issued_by, sha256, number FROM report_issue"
                    " WHERE commitment_set = $1 ORDER BY cut_at DESC, id DESC LIMIT $2",
                    params, 2, list_row, out, e);
    if (!ok)
        issue_list_free(out);
    return ok;
}

void issue_list_free(struct issue_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->items[i].by);
        free(l->items[i].sha256);
        free(l->items[i].number);
    }
    free(l->items);
    *l = (struct issue_list){0};
}

/* --- the issue of one report --- */

struct find_job {
    const struct report *r;
    struct issue_found *out;
    int64_t id;
};

static bool found_take(void *context, const struct value *columns, int count, struct error *e)
{
    struct find_job *job = context;
    (void)count;
    (void)e;
    job->id = columns[0].number;
    job->out->issued = columns[1].number;
    snprintf(job->out->number, sizeof job->out->number, "%s", columns[2].text);
    return true;
}

static bool same_take(void *context, const struct value *columns, int count, struct error *e)
{
    struct find_job *job = context;
    const struct report *r = job->r;
    long unit = unit_find(&r->now.units, columns[0].text);
    (void)count;
    (void)e;
    for (size_t i = 0; i < r->set->count; i++) {
        const struct metric *m = evaluation_metric(&r->now, r->set, i);
        if (strcmp(m->name, columns[1].text) != 0)
            continue;
        struct ratio now = evaluation_ratio(&r->now, m, unit < 0 ? r->now.units.count : (size_t)unit);
        if (!now.known || now.n != columns[2].number || now.d != columns[3].number)
            job->out->same = false;
    }
    return true;
}

bool issue_find(struct store *s, const struct report *r, struct issue_found *out, struct error *e)
{
    struct find_job job = {r, out, 0};
    *out = (struct issue_found){.issued = MOMENT_NONE, .same = true};
    const struct value params[] = {value_text(r->set->name), value_text(period_kind_name(r->now.period.kind)),
                                   value_number(r->now.period.from), value_number(r->now.period.cut)};
    if (!store_query(
            s,
            "SELECT id, issued_at, number FROM report_issue WHERE commitment_set = $1 AND period_kind = $2"
            " AND period_from = $3 AND cut_at = $4 ORDER BY issued_at DESC, id DESC LIMIT 1",
            params, 4, found_take, &job, e))
        return false;
    const struct value id[] = {value_number(job.id)};
    return !job.id || store_query(s,
                                  "SELECT unit, metric, numerator, denominator FROM report_figure"
                                  " WHERE issue_id = $1 ORDER BY unit, metric",
                                  id, 1, same_take, &job, e);
}

/* --- changed figures --- */

struct issue_job {
    const struct report *r;
    struct issue_changes *out;
    struct evaluation v; /* of the issued report's period, as known now */
    int64_t id;
    enum period_kind kind;
};

static bool issue_take(void *context, const struct value *columns, int count, struct error *e)
{
    struct issue_job *job = context;
    (void)count;
    job->id = columns[0].number;
    job->out->cut = columns[2].number;
    job->out->issued = columns[3].number;
    job->out->by = strdup(columns[4].text);
    if (!period_kind_read(columns[1].text, &job->kind))
        return error_set(e, ERROR_DATA, "report_issue", NULL, "%s", columns[1].text);
    return job->out->by || error_memory(e, "report");
}

static bool change_add(struct issue_changes *out, struct issue_change change, struct error *e)
{
    if ((out->count & (out->count - 1)) == 0) { /* room is the next power of two */
        size_t room = out->count ? out->count * 2 : 1;
        struct issue_change *longer = reallocarray(out->items, room, sizeof *longer);
        if (!longer)
            return error_memory(e, "report");
        out->items = longer;
    }
    out->items[out->count++] = change;
    return true;
}

static bool figure_take(void *context, const struct value *columns, int count, struct error *e)
{
    struct issue_job *job = context;
    const struct report *r = job->r;
    long unit = unit_find(&r->now.units, columns[0].text);
    (void)count;
    if (unit < 0 && strcmp(columns[0].text, "ALL") != 0)
        return true;
    for (size_t i = 0; i < r->set->count; i++) {
        const struct metric *m = metric_find(job->v.metrics, columns[1].text);
        if (!m || strcmp(evaluation_metric(&r->now, r->set, i)->name, columns[1].text) != 0)
            continue;
        struct issue_change change = {
            .unit = unit < 0 ? r->now.units.count : (size_t)unit,
            .commitment = i,
            .told = {.known = true, .n = columns[2].number, .d = columns[3].number}};
        change.now = evaluation_ratio(&job->v, m, unit < 0 ? job->v.units.count : (size_t)unit);
        if (!change.now.known || change.now.n != change.told.n || change.now.d != change.told.d)
            return change_add(job->out, change, e);
    }
    return true;
}

/* Compares the issued figures with the figures of the same period as known now. */
static bool figures_compare(struct issue_job *job, struct store *s, struct error *e)
{
    const struct value id[] = {value_number(job->id)};
    struct period p = period_at(job->kind, job->out->cut - 1, job->out->cut, job->r->config->cutoff);
    p.at = p.cut = job->out->cut;
    bool ok = evaluation_open(&job->v, job->r->config, s, "core", e);
    if (ok)
        evaluation_judge_by(&job->v, job->r->set);
    ok = ok && evaluation_at(&job->v, s, &p, e) &&
         store_query(s,
                     "SELECT unit, metric, numerator, denominator FROM report_figure WHERE issue_id = $1"
                     " ORDER BY unit, metric",
                     id, 1, figure_take, job, e);
    evaluation_close(&job->v);
    return ok;
}

bool issue_changes_load(struct store *s, const struct report *r, struct issue_changes *out, struct error *e)
{
    struct issue_job job = {.r = r, .out = out};
    /* a report that is made again is compared only with reports issued before its own moment */
    moment known = store_known(s);
    *out = (struct issue_changes){.issued = MOMENT_NONE, .cut = MOMENT_NONE};
    const struct value params[] = {value_text(r->set->name), value_number(r->now.period.cut),
                                   value_text(period_kind_name(r->now.period.kind)),
                                   value_number(known == MOMENT_NONE ? INT64_MAX : known)};
    bool ok = store_query(
        s,
        "SELECT id, period_kind, cut_at, issued_at, issued_by FROM report_issue WHERE commitment_set = $1"
        " AND cut_at < $2 AND period_kind = $3 AND issued_at < $4 ORDER BY cut_at DESC, id DESC LIMIT 1",
        params, 4, issue_take, &job, e);
    ok = ok && (!job.id || figures_compare(&job, s, e));
    if (!ok)
        issue_changes_free(out);
    return ok;
}

bool issue_changes_of(struct store *s, const struct report *r, const struct issue *issue,
                      struct issue_changes *out, struct error *e)
{
    struct issue_job job = {.r = r, .out = out, .id = issue->id, .kind = issue->kind};
    *out = (struct issue_changes){.issued = issue->at, .cut = issue->cut, .by = strdup(issue->by)};
    bool ok = out->by ? figures_compare(&job, s, e) : error_memory(e, "report");
    if (!ok)
        issue_changes_free(out);
    return ok;
}

void issue_changes_free(struct issue_changes *c)
{
    free(c->by);
    free(c->items);
    *c = (struct issue_changes){0};
}
