/* motcua status --of 2022-11,2022-12 shows each period in columns of its own, side by side. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "command/status.h"
#include "commitment/standing.h"
#include "count/unit_choice.h"
#include "show/source_warning.h"
#include "show/verdict_cell.h"

enum { BESIDE_MOST = 12, NAME_MOST = 32 };

struct beside {
    struct cli *cli;
    struct cli_session session;
    struct table *table;
    struct {
        char of[NAME_MOST];
        struct evaluation v;
        const struct commitment_set *set;
    } periods[BESIDE_MOST];
    size_t count;
};

static bool periods_read(struct beside *b, struct error *e)
{
    const char *at = b->cli->of;
    while (*at) {
        size_t n = strcspn(at, ",");
        if (b->count == BESIDE_MOST || n == 0 || n >= NAME_MOST)
            return error_set(e, ERROR_USAGE, "--of", _("Write for example --of 2022-11,2022-12."),
                             _("at most %d periods, with commas between them"), BESIDE_MOST);
        memcpy(b->periods[b->count].of, at, n);
        b->periods[b->count++].of[n] = '\0';
        at += n + (at[n] == ',');
    }
    return true;
}

/* All periods are named before the first is counted, so that one reading of the dossiers gives all. */
static bool periods_load(struct beside *b, struct error *e)
{
    const struct cli *cli = b->cli;
    struct period periods[BESIDE_MOST];
    struct evaluation *first = &b->periods[0].v;
    bool ok = evaluation_open(first, b->session.config, b->session.store, "core", e);
    for (size_t k = 0; ok && k < b->count; k++) {
        struct evaluation *v = &b->periods[k].v;
        ok = (k == 0 || evaluation_beside(v, first, e)) &&
             evaluation_choose(v, cli->set, cli->period_given ? &cli->period : NULL, b->periods[k].of,
                               cli_at(cli, b->session.config), &b->periods[k].set, &periods[k], e) &&
             evaluation_want(first, &periods[k], NULL, e);
    }
    for (size_t k = 0; ok && k < b->count; k++) {
        if (k > 0)
            evaluation_share(&b->periods[k].v, first);
        ok = evaluation_at(&b->periods[k].v, b->session.store, &periods[k], e);
    }
    return ok;
}

static void columns_add(struct beside *b)
{
    char title[LIMIT_COLUMN_BYTES], name[LIMIT_COLUMN_BYTES];
    table_column(b->table, "unit", _("Code"), false);
    table_column(b->table, "name", _("Unit"), false);
    for (size_t k = 0; k < b->count; k++) {
        const struct evaluation *v = &b->periods[k].v;
        const struct commitment_set *set = b->periods[k].set;
        for (size_t i = 0; i < set->count; i++) {
            if (!evaluation_by_unit(v, set, i))
                continue;
            snprintf(name, sizeof name, "%.200s_%s", evaluation_metric(v, set, i)->name, b->periods[k].of);
            snprintf(title, sizeof title, "%s\n%.200s", b->periods[k].of, set->items[i].title);
            table_column(b->table, name, title, true);
        }
        snprintf(name, sizeof name, "kept_%s", b->periods[k].of);
        snprintf(title, sizeof title, "%s\n%s", b->periods[k].of, _("Kept"));
        table_column(b->table, name, title, true);
    }
}

static void unit_cells(struct beside *b, size_t k, size_t unit)
{
    const struct evaluation *v = &b->periods[k].v;
    const struct commitment_set *set = b->periods[k].set;
    struct verdict verdicts[LIMIT_COMMITMENTS];
    struct standing s = standing_make(v, set, unit, verdicts);
    bool judged = evaluation_judges(v, set) && (unit == v->units.count || evaluation_binds(v, set, unit));
    char kept[TEXT_NUMBER_BYTES];
    for (size_t i = 0; i < set->count; i++)
        if (evaluation_by_unit(v, set, i))
            verdict_cell(b->table, &s.verdicts[i], set->items[i].target, judged);
    snprintf(kept, sizeof kept, "%zu/%zu", s.kept, s.judged);
    table_text(b->table, judged ? kept : NULL);
    if (judged && standing_whole(&s))
        table_mark(b->table, MARK_GOOD);
}

static bool unit_wanted(const struct beside *b, size_t unit)
{
    const struct unit_set *units = &b->periods[0].v.units;
    bool shown = false;
    for (size_t k = 0; k < b->count; k++)
        shown = shown || evaluation_shows(&b->periods[k].v, b->periods[k].set, unit);
    return shown && (!b->cli->units.count || cli_list_has(&b->cli->units, units->units[unit].code));
}

static void rows_add(struct beside *b)
{
    const struct unit_set *units = &b->periods[0].v.units;
    char name[LIMIT_VALUE_BYTES], line[LIMIT_LINE_BYTES];
    for (size_t unit = 0; unit <= units->count; unit++) {
        bool all = unit == units->count;
        if (all ? b->cli->units.count && !cli_list_has(&b->cli->units, "ALL") : !unit_wanted(b, unit))
            continue;
        if (all)
            table_rule(b->table);
        table_row(b->table);
        table_text(b->table, all ? "ALL" : units->units[unit].code);
        table_text(b->table, all ? _("Total") : text_unit_short(units->units[unit].name, name, sizeof name));
        for (size_t k = 0; k < b->count; k++)
            unit_cells(b, k, unit);
    }
    for (size_t k = 0; k < b->count; k++)
        if (evaluation_validity(&b->periods[k].v, b->periods[k].set, line, sizeof line))
            table_warning(b->table, line);
    if (evaluation_ended_say(&b->periods[b->count - 1].v, line, sizeof line))
        table_warning(b->table, line);
    source_states_warn(&b->periods[b->count - 1].v.sources, b->table);
}

static bool beside_run(struct beside *b, struct error *e)
{
    bool ok = cli_session_open(b->cli, false, &b->session, e) && periods_read(b, e) && periods_load(b, e);
    struct unit_set *units = &b->periods[0].v.units;
    ok = ok && cli_units_settle(b->cli, unit_label_of_set, units, units->count, true, e);
    b->table = ok ? table_new() : NULL;
    if (!ok || !b->table)
        return ok ? error_memory(e, "table") : false;
    table_caption(b->table, b->periods[0].set->title);
    columns_add(b);
    rows_add(b);
    return (!table_failed(b->table) || error_memory(e, "table")) && cli_write_table(b->cli, b->table, e);
}

bool status_beside(struct cli *cli, struct error *e)
{
    struct beside *b = calloc(1, sizeof *b);
    if (!b)
        return error_memory(e, "status");
    b->cli = cli;
    bool ok = beside_run(b, e);
    for (size_t k = 0; k < b->count; k++)
        evaluation_close(&b->periods[k].v);
    table_free(b->table);
    cli_session_close(&b->session);
    free(b);
    return ok;
}
