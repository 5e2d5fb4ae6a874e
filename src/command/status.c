/* motcua status shows the table of commitments, best units first. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "command/status.h"
#include "commitment/evaluation.h"
#include "commitment/standing.h"
#include "count/count_scan.h"
#include "show/forecast_words.h"
#include "show/national_words.h"
#include "show/source_warning.h"
#include "show/system_words.h"
#include "show/verdict_cell.h"
#include "store/twice.h"

struct status_line {
    size_t unit;
    bool bound;
    const char *code;
    int kind; /* place of the unit's kind, because units are listed kind by kind */
    struct standing standing;
};

struct status {
    const struct cli *cli;
    struct cli_session session;
    struct evaluation v;
    const struct commitment_set *set;
    struct workdays *workdays;
    struct rate_history *history;
    struct table *table;
    struct status_line *lines;
    struct verdict *verdicts; /* owned; the lines' standings point here */
    size_t count;
    bool points, machine, judges; /* judges: the set is in force, or was asked for */
};

static int line_compare(const void *a, const void *b)
{
    const struct status_line *x = a, *y = b;
    if (x->bound != y->bound)
        return x->bound ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind - y->kind;
    int order = standing_compare(&x->standing, &y->standing);
    return order ? order : strcmp(x->code, y->code);
}

static bool status_lines(struct status *s, struct error *e)
{
    s->judges = evaluation_judges(&s->v, s->set);
    s->lines = calloc(s->v.units.count + 1, sizeof *s->lines);
    s->verdicts = calloc((s->v.units.count + 1) * (s->set->count + 1), sizeof *s->verdicts);
    if (!s->lines || !s->verdicts)
        return error_memory(e, "status");
    for (size_t unit = 0; unit < s->v.units.count; unit++) {
        const struct unit *u = &s->v.units.units[unit];
        if ((s->cli->units.count && !cli_list_has(&s->cli->units, u->code)) ||
            !evaluation_shows(&s->v, s->set, unit))
            continue;
        struct status_line *line = &s->lines[s->count++];
        *line = (struct status_line){.unit = unit,
                                     .bound = s->judges && evaluation_binds(&s->v, s->set, unit),
                                     .code = u->code,
                                     .kind = unit_kind_place(u->kind)};
        line->standing = standing_make(&s->v, s->set, unit, &s->verdicts[unit * s->set->count]);
        standing_foresee(&line->standing, s->history, s->set, unit);
        s->points = s->points || line->standing.points.known;
    }
    qsort(s->lines, s->count, sizeof *s->lines, line_compare);
    return true;
}

/* Adds programs' cells: the state as one word, and the forecast for the end of the period. */
static void machine_cells(struct table *t, const struct verdict *verdict, bool judged)
{
    const struct forecast *f = &verdict->forecast;
    table_text(t, !judged ? NULL : verdict->near ? "near" : kept_name(verdict->kept));
    table_rate(t, f->low, f->state == FORECAST_RANGE ? FORECAST_SCALE : 0);
    table_rate(t, f->high, f->state == FORECAST_RANGE ? FORECAST_SCALE : 0);
}

static void status_row(struct status *s, const char *code, const char *name, const struct standing *standing,
                       bool bound)
{
    char kept[TEXT_NUMBER_BYTES], shortened[LIMIT_VALUE_BYTES];
    table_row(s->table);
    table_text(s->table, code);
    table_text(s->table, text_unit_short(name, shortened, sizeof shortened));
    for (size_t i = 0; i < s->set->count; i++)
        if (evaluation_by_unit(&s->v, s->set, i)) {
            verdict_cell(s->table, &standing->verdicts[i], s->set->items[i].target, bound);
            if (s->machine)
                machine_cells(s->table, &standing->verdicts[i], bound);
        }
    if (bound) {
        snprintf(kept, sizeof kept, "%zu/%zu", standing->kept, standing->judged);
        table_text(s->table, kept);
        table_mark(s->table, standing_whole(standing) ? MARK_GOOD : MARK_NONE);
    } else {
        table_none(s->table);
    }
    if (s->points && standing->points.known)
        table_points(s->table, standing->points.number);
    else if (s->points)
        table_none(s->table);
}

static void status_columns(struct status *s, struct buffer *missing)
{
    static const char *const further[] = {"_state", "_forecast_low", "_forecast_high"};
    table_column(s->table, "unit", _("Code"), false);
    table_column(s->table, "name", _("Unit"), false);
    for (size_t i = 0; i < s->set->count; i++) {
        const struct metric *m = evaluation_metric(&s->v, s->set, i);
        char title[LIMIT_COLUMN_BYTES], target[TEXT_NUMBER_BYTES];
        if (!evaluation_by_unit(&s->v, s->set, i)) {
            buffer_printf(missing, "%s%s", missing->used ? ", " : "", s->set->items[i].title);
            continue;
        }
        text_scaled(s->set->items[i].target * (FIGURE_SCALE / 100), 0, target);
        snprintf(title, sizeof title, "%s\n≥ %s%%", s->set->items[i].title, target);
        table_column(s->table, m->name, title, true);
        for (size_t k = 0; s->machine && k < sizeof further / sizeof *further; k++) {
            snprintf(title, sizeof title, "%.200s%s", m->name, further[k]);
            table_column(s->table, title, title, k > 0);
        }
    }
    table_column(s->table, "kept", _("Kept"), true);
    if (s->points)
        table_column(s->table, "points", _("Points"), true);
}

static void status_caption(struct status *s)
{
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES], line[LIMIT_LINE_BYTES];
    moment_write(s->v.period.from, "dd/MM/yyyy", from);
    moment_write(s->v.period.cut, "HH:mm dd/MM/yyyy", to);
    table_caption(s->table, s->set->title);
    snprintf(line, sizeof line, _("From %s to %s"), from, to);
    table_caption(s->table, line);
}

static void status_footnotes(struct status *s, const struct buffer *missing)
{
    char line[LIMIT_LINE_BYTES];
    size_t bound = 0, all_kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        bound += s->lines[i].bound;
        all_kept += s->lines[i].bound && standing_whole(&s->lines[i].standing);
    }
    if (evaluation_validity(&s->v, s->set, line, sizeof line))
        table_warning(s->table, line);
    if (evaluation_ended_say(&s->v, line, sizeof line))
        table_warning(s->table, line);
    snprintf(line, sizeof line,
             P_("● kept   ◊ just kept: the forecast reaches below the target   ▲ not kept   short n: "
                "dossiers of the period that must still meet the requirement.  All kept: %zu of %zu unit.",
                "● kept   ◊ just kept: the forecast reaches below the target   ▲ not kept   short n: "
                "dossiers of the period that must still meet the requirement.  All kept: %zu of %zu units.",
                bound),
             all_kept, bound);
    if (s->judges)
        table_footnote(s->table, line);
    char central[SYSTEM_TEXT_BYTES], own[SYSTEM_TEXT_BYTES];
    if (*system_text(&s->v.counts, s->v.units.count, true, central)) {
        snprintf(line, sizeof line, _("On systems of ministries: %s; on the system of the province: %s."),
                 central, system_text(&s->v.counts, s->v.units.count, false, own));
        table_footnote(s->table, line);
    }
    if (*between_text(&s->v.counts, s->v.units.count, own)) {
        snprintf(line, sizeof line, _("Regardless of boundaries (Decree 118/2025), all units together: %s."),
                 own);
        table_footnote(s->table, line);
    }
    struct national_place place = national_place_find(&s->v.units, s->v.figures);
    if (place.known) {
        char words[NATIONAL_TEXT_BYTES], name[LIMIT_VALUE_BYTES];
        snprintf(line, sizeof line, _("By the national portal's assessment: %.120s %s."),
                 unit_short_name(&s->v.units.units[place.unit], name, sizeof name),
                 national_text(&place, words));
        table_footnote(s->table, line);
    }
    if (missing->used) {
        snprintf(line, sizeof line, _("No data by unit yet: %s."), buffer_string(missing));
        table_footnote(s->table, line);
    }
}

/* Adds a footnote for each rate of the units that --unit names: the forecast for the end of the period. */
static void status_forecasts(struct status *s)
{
    char line[LIMIT_LINE_BYTES], text[FORECAST_TEXT_BYTES], end[MOMENT_TEXT_BYTES], name[LIMIT_VALUE_BYTES];
    moment_write(s->v.period.to - MOMENT_DAY, "dd/MM/yyyy", end);
    for (size_t k = 0; s->cli->units.count && !s->machine && k < s->count; k++)
        for (size_t i = 0; i < s->set->count; i++) {
            const struct forecast *f = &s->lines[k].standing.verdicts[i].forecast;
            const char *unit = s->v.units.units[s->lines[k].unit].name;
            if (!*forecast_text(f, text))
                continue;
            snprintf(line, sizeof line, _("%s, %s: forecast to the end of %s %s"),
                     text_unit_short(unit, name, sizeof name), s->set->items[i].title, end, text);
            table_footnote(s->table, line);
        }
}

/* Adds a footnote that a dossier of two sources counts once, so that the sum of two sources surprises nobody. */
static bool status_twice(struct status *s, struct error *e)
{
    char names[LIMIT_VALUE_BYTES], line[LIMIT_LINE_BYTES], n[TEXT_NUMBER_BYTES];
    int64_t count;
    if (!twice_tell(s->session.store, &count, names, sizeof names, e))
        return false;
    if (count) {
        snprintf(line, sizeof line,
                 P_("%s dossier is in two sources and counts once; not counted in: %s.",
                    "%s dossiers are in two sources and count once; not counted in: %s.", count),
                 text_count(count, n), names);
        table_footnote(s->table, line);
    }
    return true;
}

static void status_table(struct status *s)
{
    struct buffer missing;
    buffer_init(&missing, LIMIT_SQL_BYTES);
    status_columns(s, &missing);
    status_caption(s);
    for (size_t i = 0; i < s->count; i++) {
        const struct status_line *line = &s->lines[i], *above = &s->lines[i ? i - 1 : 0];
        if (line->bound != above->bound || line->kind != above->kind)
            table_rule(s->table);
        status_row(s, line->code, s->v.units.units[line->unit].name, &line->standing, line->bound);
    }
    if (s->cli->units.count == 0 || cli_list_has(&s->cli->units, "ALL")) {
        struct verdict verdicts[LIMIT_COMMITMENTS];
        struct standing all = standing_make(&s->v, s->set, s->v.units.count, verdicts);
        standing_foresee(&all, s->history, s->set, s->v.units.count);
        table_rule(s->table);
        status_row(s, "ALL", _("Total"), &all, s->judges);
    }
    status_forecasts(s);
    status_footnotes(s, &missing);
    buffer_free(&missing);
}

static bool run(struct cli *cli, struct error *e)
{
    struct status s = {.cli = cli, .machine = format_for_programs(cli->format)};
    struct period p;
    if (cli->of && strchr(cli->of, ','))
        return status_beside(cli, e);
    if (!cli_session_open(cli, false, &s.session, e))
        return false;
    bool ok = evaluation_open(&s.v, s.session.config, s.session.store, "core", e);
    ok = ok && cli_units_settle(cli, unit_label_of_set, &s.v.units, s.v.units.count, true, e);
    ok = ok &&
         evaluation_choose(&s.v, cli->set, cli->period_given ? &cli->period : NULL, cli->of,
                           cli_at(cli, s.session.config), &s.set, &p, e) &&
         (s.workdays = workdays_load(e)) && evaluation_want(&s.v, &p, NULL, e) &&
         rate_history_want(&s.v, &p, s.set, s.workdays, e) && evaluation_at(&s.v, s.session.store, &p, e) &&
         (s.history = rate_history_load(s.session.store, &s.v, s.set, s.workdays, e)) && status_lines(&s, e);
    if (ok) {
        s.table = table_new();
        ok = s.table || error_memory(e, "status");
    }
    if (ok) {
        status_table(&s);
        source_states_warn(&s.v.sources, s.table);
        unit_faults_warn(&s.v.units, s.table);
        source_states_footnote(&s.v.sources, s.table);
        ok = status_twice(&s, e);
    }
    if (ok) {
        ok = !table_failed(s.table) || error_memory(e, "status");
    }
    ok = ok && cli_write_table(cli, s.table, e);
    table_free(s.table);
    free(s.lines);
    free(s.verdicts);
    rate_history_free(s.history);
    workdays_free(s.workdays);
    evaluation_close(&s.v);
    cli_session_close(&s.session);
    return ok;
}

const struct command command_status = {
    .name = "status",
    .words = "",
    .summary = N_("who keeps the commitments, who does not, by how many dossiers"),
    .group = GROUP_TELL,
    .place = 1,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua status\n  motcua status --at 2022-11-25T15:00\n  motcua status --unit H99.22.01 --format "
        "json\n",
    .run = run,
};
