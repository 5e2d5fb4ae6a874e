#include "index/score_board.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count_scan.h"

struct totals {
    decimal *points;
    bool *known;
    enum score_side *sides;
    struct score *keep; /* room for the scores of all units; NULL: only totals are kept */
};

static bool subject_add(struct score_board *b, struct score_subject *subjects, const struct score_subject *s)
{
    if (!unit_kinds_bind(b->rules->unit_kinds, s->kind))
        return false;
    subjects[b->count++] = *s;
    return true;
}

/* Lists the units of the store, followed by units that only the entries name. */
static struct score_subject *subjects_make(struct score_board *b, const struct score_board_order *o,
                                           struct error *e)
{
    size_t known = o->v ? o->v->units.count : 0, more = entry_set_unit_count(o->inputs);
    struct score_subject *subjects = calloc(known + more + 1, sizeof *subjects);
    if (!subjects) {
        error_memory(e, "score");
        return NULL;
    }
    if (o->v) {
        evaluation_score_by(o->v, o->rules->follows, o->rules->period);
        evaluation_heirs_set(o->v, &o->period);
    }
    for (size_t i = 0; i < known; i++) {
        const struct unit *u = &o->v->units.units[i];
        struct score_subject s = {u->code, u->name, u->kind, o->v, i, o->inputs, o->period};
        if (evaluation_stands(o->v, i, &o->period))
            subject_add(b, subjects, &s);
    }
    for (size_t i = 0; i < more; i++) {
        const struct entry_unit *u = entry_set_unit(o->inputs, i);
        struct score_subject s = {u->code, u->name, u->kind, NULL, 0, o->inputs, o->period};
        if (!o->v || unit_find(&o->v->units, u->code) < 0)
            subject_add(b, subjects, &s);
    }
    return subjects;
}

static void totals_free(struct totals *t)
{
    free(t->points);
    free(t->known);
    free(t->sides);
}

/* Reads the total of every unit in another period. A period that has not begun gives no totals. */
static bool totals_at(const struct score_board *b, const struct score_board_order *o,
                      const struct score_subject *subjects, const struct period *p, struct totals *out,
                      struct error *e)
{
    out->points = calloc(b->count + 1, sizeof *out->points);
    out->known = calloc(b->count + 1, sizeof *out->known);
    out->sides = calloc(b->count + 1, sizeof *out->sides);
    if (!out->points || !out->known || !out->sides)
        return error_memory(e, "score");
    if (p->cut <= p->from)
        return true;
    if (o->v && !evaluation_at(o->v, o->store, p, e))
        return false;
    for (size_t i = 0; i < b->count; i++) {
        struct score_subject s = subjects[i];
        struct score score;
        s.period = *p;
        if (!score_make(b->rules, &s, &score, e))
            return false;
        out->known[i] = score_total(&score, &out->points[i]);
        out->sides[i] = score_side(&score.nodes[0]);
        if (out->keep)
            out->keep[i] = score;
        else
            score_free(&score);
    }
    return true;
}

static void change_set(const struct totals *then, size_t i, const struct score *now, struct score_change *c,
                       bool *has, decimal *out)
{
    decimal total;
    *has = then->known[i] && score_total(now, &total);
    *out = *has ? total - then->points[i] : 0;
    c->mixed |= *has && then->sides[i] != score_side(&now->nodes[0]);
}

static bool periods_want(struct evaluation *v, const struct period *now, const struct period *last,
                         const struct period *year_ago, const struct period *week_ago, struct error *e)
{
    const struct period *const all[] = {now, last, year_ago, week_ago};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof all / sizeof *all; i++)
        if (all[i]->cut > all[i]->from)
            ok = evaluation_want(v, all[i], NULL, e);
    return ok;
}

static bool scores_make(struct score_board *b, const struct score_board_order *o,
                        const struct score_subject *subjects, struct error *e)
{
    struct totals week = {0}, before = {.keep = b->before}, year = {0};
    struct period week_ago = o->period, last = period_before(&o->period),
                  year_ago = period_year_before(&o->period);
    bool yearly = o->period.kind == PERIOD_YEAR;
    week_ago.at -= 7 * MOMENT_DAY;
    week_ago.cut = week_ago.at < week_ago.to ? week_ago.at : week_ago.to;
    bool ok = (!o->v || periods_want(o->v, &o->period, &last, yearly ? &last : &year_ago, &week_ago, e)) &&
              totals_at(b, o, subjects, &last, &before, e) &&
              (yearly || totals_at(b, o, subjects, &year_ago, &year, e)) &&
              totals_at(b, o, subjects, &week_ago, &week, e) &&
              (!o->v || evaluation_at(o->v, o->store, &o->period, e));
    for (size_t i = 0; ok && i < b->count; i++) {
        const struct score *now = &b->scores[i];
        struct score_change *c = &b->changes[i];
        ok = score_make(b->rules, &subjects[i], &b->scores[i], e);
        if (!ok)
            continue;
        change_set(&before, i, now, c, &c->has_before, &c->before);
        if (!yearly)
            change_set(&year, i, now, c, &c->has_year, &c->year);
        if (week_ago.cut != o->period.cut)
            change_set(&week, i, now, c, &c->has_week, &c->week);
    }
    totals_free(&week);
    totals_free(&before);
    totals_free(&year);
    return ok;
}

/* --- order --- */

static int kind_order(const char *kind)
{
    static const char *const kinds[] = {"commune", "district", "department", "other", "province"};
    int i = 0;
    while (i < 4 && !(kind && strcmp(kind, kinds[i]) == 0))
        i++;
    return i;
}

static int score_compare(const struct score *a, const struct score *b)
{
    decimal x = 0, y = 0;
    int order = kind_order(a->subject.kind) - kind_order(b->subject.kind);
    bool known = score_total(a, &x), other = score_total(b, &y);
    if (order == 0)
        order = (int)other - (int)known;
    if (order == 0 && known)
        order = (x < y) - (x > y);
    return order ? order : strcmp(a->subject.code, b->subject.code);
}

struct placed {
    struct score score, before;
    struct score_change change;
};

static int placed_compare(const void *a, const void *b)
{
    return score_compare(&((const struct placed *)a)->score, &((const struct placed *)b)->score);
}

static bool appraised_any(const struct score *s)
{
    for (size_t i = 0; i < s->rules->count; i++)
        if (score_appraised(&s->nodes[i]))
            return true;
    return false;
}

static int code_compare(const void *a, const void *b, void *scores)
{
    const struct score *all = scores;
    return strcmp(all[*(const size_t *)a].subject.code, all[*(const size_t *)b].subject.code);
}

static bool codes_sort(struct score_board *b, struct error *e)
{
    b->by_code = calloc(b->count + 1, sizeof *b->by_code);
    if (!b->by_code)
        return error_memory(e, "score");
    for (size_t i = 0; i < b->count; i++)
        b->by_code[i] = i;
    qsort_r(b->by_code, b->count, sizeof *b->by_code, code_compare, b->scores);
    return true;
}

static bool scores_sort(struct score_board *b, struct error *e)
{
    const struct score none = {0};
    struct placed *list = calloc(b->count + 1, sizeof *list);
    if (!list)
        return error_memory(e, "score");
    for (size_t i = 0; i < b->count; i++)
        list[i] = (struct placed){b->scores[i], b->before ? b->before[i] : none, b->changes[i]};
    qsort(list, b->count, sizeof *list, placed_compare);
    for (size_t i = 0; i < b->count; i++) {
        b->scores[i] = list[i].score;
        if (b->before)
            b->before[i] = list[i].before;
        b->changes[i] = list[i].change;
    }
    free(list);
    for (size_t i = 0; i < b->count; i++)
        b->any_appraised |= appraised_any(&b->scores[i]);
    b->ranks = score_ranks(b->scores, b->count, e);
    b->self_ranks = score_ranks_of(b->scores, b->count, SIDE_SELF, e);
    b->appraised_ranks = score_ranks_of(b->scores, b->count, SIDE_APPRAISED, e);
    return b->ranks && b->self_ranks && b->appraised_ranks && codes_sort(b, e);
}

bool score_board_make(const struct score_board_order *o, struct score_board *out, struct error *e)
{
    *out = (struct score_board){.rules = o->rules, .period = o->period};
    struct score_subject *subjects = subjects_make(out, o, e);
    if (!subjects)
        return false;
    out->scores = calloc(out->count + 1, sizeof *out->scores);
    out->before = o->keep_before ? calloc(out->count + 1, sizeof *out->before) : NULL;
    out->changes = calloc(out->count + 1, sizeof *out->changes);
    bool ok = (out->scores && (out->before || !o->keep_before) && out->changes) || error_memory(e, "score");
    ok = ok && scores_make(out, o, subjects, e) && scores_sort(out, e);
    free(subjects);
    if (!ok)
        score_board_free(out);
    return ok;
}

void score_board_free(struct score_board *b)
{
    for (size_t i = 0; b->scores && i < b->count; i++)
        score_free(&b->scores[i]);
    for (size_t i = 0; b->before && i < b->count; i++)
        score_free(&b->before[i]);
    free(b->before);
    free(b->scores);
    free(b->changes);
    free(b->ranks);
    free(b->self_ranks);
    free(b->appraised_ranks);
    free(b->by_code);
    *b = (struct score_board){0};
}

long score_board_find(const struct score_board *b, const char *unit)
{
    size_t from = 0, to = b->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(unit, b->scores[b->by_code[middle]].subject.code);
        if (order == 0)
            return (long)b->by_code[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return -1;
}
