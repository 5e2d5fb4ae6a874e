#include "dossier.h"

enum {
    DENIED = 150, /* of 10,000 dossiers */
    WITHDRAWN = 120,
    STOPPED = 80,
    SUPPLEMENT = 400,
    FILED_BY_POST = 400,
    ONLINE_LEVEL_2 = 300,
    LATE_DAYS_MAX = 20,
    RETURN_WORK_MAX = 2 * 27000, /* two working days from result to return */
    TREND_START = 8000,          /* rates begin at 80 % of the office's own and reach it at the clock */
    DRIFT_WHOLE = 100000
};

bool composer_open(struct composer *c, uint64_t seed, uint64_t count, wall from, wall to, size_t communes,
                   size_t departments)
{
    *c = (struct composer){.seed = seed, .count = count, .from = from, .to = to};
    if (!calendar_open(&c->calendar, from, to))
        return false;
    c->work_from = calendar_work(&c->calendar, from);
    c->work_span = calendar_work(&c->calendar, to) - c->work_from;
    if (c->work_span <= 0 || !district_open(&c->district, seed, communes, departments)) {
        composer_close(c);
        return false;
    }
    return true;
}

void composer_close(struct composer *c)
{
    calendar_close(&c->calendar);
    district_close(&c->district);
}

wall dossier_received(const struct composer *c, uint64_t i)
{
    if (i >= c->count)
        return c->to;
    struct dice d = dice_of(c->seed, i, DICE_MOMENT);
    uint64_t span = (uint64_t)c->work_span;
    uint64_t at = (i * span + dice_below(&d, (uint32_t)span)) / c->count;
    return calendar_wall(&c->calendar, c->work_from + (int64_t)at);
}

static int trend(const struct composer *c, wall receive, int per_10000)
{
    int64_t factor = TREND_START + (10000 - TREND_START) * (receive - c->from) / (c->to - c->from);
    return (int)(per_10000 * factor / 10000);
}

static void filing_compose(const struct composer *c, const struct unit *u, const struct procedure *p,
                           struct dice *d, struct dossier *out)
{
    wall receive = out->receive;
    out->online = dice_chance(d, p->level >= 3 ? trend(c, receive, u->online) : ONLINE_LEVEL_2);
    out->postal = !out->online && dice_chance(d, FILED_BY_POST);
    out->submit = out->online ? receive - 60 * (wall)(5 + dice_below(d, 900)) : receive;
    out->level = p->level;
    out->fee = p->fee;
    out->paid = 3;
    if (p->fee && dice_chance(d, trend(c, receive, u->paid)))
        out->paid = dice_chance(d, 7000) ? 1 : 2;
    out->digitized = dice_chance(d, trend(c, receive, u->digitized));
    out->reused = out->digitized && dice_chance(d, 3500);
    out->from_store = out->digitized && dice_chance(d, 1000);
    out->verified = out->online ? dice_chance(d, 7000) : dice_chance(d, 2500);
    out->via_postal = dice_chance(d, 3000) ? 0 : dice_chance(d, 1200) ? 2 : 1;
    out->due = calendar_due(receive, p->days);
}

/* A moment of work between two others, at low..high thousandths of the way. */
static wall moment_between(const struct composer *c, struct dice *d, wall a, wall b, uint32_t low,
                           uint32_t high)
{
    int64_t start = calendar_work(&c->calendar, a), end = calendar_work(&c->calendar, b);
    int64_t part = low + dice_below(d, high - low);
    wall t = calendar_wall(&c->calendar, start + (end - start) * part / 1000);
    return t < a ? a : t;
}

static wall moment_late(const struct composer *c, struct dice *d, wall due)
{
    uint64_t r = dice_below(d, 1000); /* cubed: most are a few days late, a few many */
    int64_t days = 1 + (int64_t)(r * r * r * LATE_DAYS_MAX / 1000000000);
    int64_t work = calendar_work(&c->calendar, due + days * WALL_DAY) - dice_below(d, 14000);
    return calendar_wall(&c->calendar, work);
}

static void open_compose(const struct composer *c, const struct unit *u, struct dice *d, struct dossier *out)
{
    uint32_t r = dice_below(d, 100);
    out->status = r < 7                     ? "waiting"
                  : u->department && r < 25 ? "interoperating"
                  : r > 96 && out->fee      ? "paying"
                                            : "processing";
    if (r < 7)
        out->supplement_asked = moment_between(c, d, out->receive, c->to, 100, 900);
}

static void return_compose(const struct composer *c, struct dice *d, struct dossier *out)
{
    int64_t wait = out->electronic ? 60 + dice_below(d, 3600) : 600 + dice_below(d, RETURN_WORK_MAX);
    wall finish = calendar_wall(&c->calendar, calendar_work(&c->calendar, out->release) + wait);
    out->finish = finish > c->to ? WALL_NONE : finish;
    out->status = finish > c->to ? "releasing" : "done";
}

static void outcome_compose(const struct composer *c, const struct unit *u, struct dice *d,
                            struct dossier *out)
{
    uint32_t fate = dice_below(d, 10000);
    const char *ended = fate < DENIED                         ? "denied"
                        : fate < DENIED + WITHDRAWN           ? "cancelled"
                        : fate < DENIED + WITHDRAWN + STOPPED ? "unresolved"
                                                              : NULL;
    bool late = dice_chance(d, u->late), electronic = dice_chance(d, trend(c, out->receive, u->electronic));
    wall end = ended  ? moment_between(c, d, out->receive, out->due, 50, 500)
               : late ? moment_late(c, d, out->due)
                      : moment_between(c, d, out->receive, out->due, 100, 980);
    if (end > c->to || out->receive >= c->to) {
        open_compose(c, u, d, out);
        return;
    }
    out->release = end;
    if (ended) {
        out->status = ended;
        out->finish = end;
        return;
    }
    if (dice_chance(d, SUPPLEMENT)) {
        out->supplement_asked = moment_between(c, d, out->receive, end, 100, 400);
        out->supplement_given = moment_between(c, d, out->supplement_asked, end, 100, 800);
    }
    out->electronic = electronic;
    if (end < out->due && dice_chance(d, 3000))
        out->extend = end;
    return_compose(c, d, out);
}

/* What a late edit does: an open dossier ends at the clock, a result that waited is returned, a finished one
 * is digitised. */
static void dossier_drift(const struct composer *c, struct dossier *out)
{
    out->modified = c->to;
    if (out->release == WALL_NONE) {
        out->release = out->finish = c->to;
        out->status = "done";
        out->electronic = true;
    } else if (out->finish == WALL_NONE) {
        out->finish = c->to;
        out->status = "done";
    } else {
        out->digitized = true;
    }
}

/* What a round does: an open dossier ends, a result that waited is returned, and one that was over is
 * digitised and gets another due date. */
static void edits_apply(const struct composer *c, struct dossier *out)
{
    int count = atomic_load(&c->edits.count), restored = atomic_load(&c->edits.restored);
    for (int i = 0; i < count; i++) {
        const struct edit *round = &c->edits.rounds[i];
        if (!edit_has(round, i, c->seed, out->index))
            continue;
        if (round->at == WALL_NONE) {
            out->gone = out->gone || i >= restored;
            continue;
        }
        out->modified = round->at;
        if (out->finish == WALL_NONE) {
            out->release = out->release == WALL_NONE ? round->at : out->release;
            out->finish = round->at;
            out->status = "done";
        } else {
            out->digitized = true;
            out->due += WALL_DAY;
        }
    }
}

void dossier_compose(const struct composer *c, uint64_t i, int drift, struct dossier *out)
{
    struct dice d = dice_of(c->seed, i, DICE_ROW);
    const struct unit *u = &c->district.units[c->district.slots[dice_below(&d, c->district.slot_count)]];
    const struct procedure *p = &u->procedures[dice_below(&d, u->procedure_count)];
    *out = (struct dossier){.index = i,
                            .unit = u->code,
                            .unit_name = u->name,
                            .domain = p->field->code,
                            .domain_name = p->field->name,
                            .procedure = p->code,
                            .extend = WALL_NONE,
                            .release = WALL_NONE,
                            .finish = WALL_NONE,
                            .supplement_asked = WALL_NONE,
                            .supplement_given = WALL_NONE};
    out->receive = dossier_received(c, i);
    filing_compose(c, u, p, &d, out);
    outcome_compose(c, u, &d, out);
    out->modified = out->finish != WALL_NONE    ? out->finish
                    : out->release != WALL_NONE ? out->release
                                                : out->receive;
    if (drift > 0) {
        struct dice luck = dice_of(c->seed, i, DICE_DRIFT);
        if ((int)dice_below(&luck, DRIFT_WHOLE) < drift)
            dossier_drift(c, out);
    }
    edits_apply(c, out);
}

void dossier_code_write(const struct dossier *d, struct text *out)
{
    struct wall_parts p = wall_split(d->receive);
    text_string(out, d->unit);
    text_literal(out, "-");
    text_digits(out, (uint64_t)p.year % 100, 2);
    text_digits(out, (uint64_t)p.month, 2);
    text_digits(out, (uint64_t)p.day, 2);
    text_literal(out, "-");
    text_digits(out, d->index + 1, 6);
}
