/* motcua reconcile shows two sources that should agree side by side. */
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/option.h"
#include "metric/code_match.h"
#include "metric/reconcile.h"
#include "store/source_state.h"

static void columns_add(struct table *t, const char *a, const char *b)
{
    table_column(t, "period", _("Period"), false);
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "counter", _("Counter"), false);
    table_column(t, "a", a, true);
    table_column(t, "b", b, true);
    table_column(t, "difference", _("Difference"), true);
    table_column(t, "rule", _("Explanation"), false);
}

static void number_cell(struct table *t, const struct value *v)
{
    if (v->known)
        table_number(t, v->number);
    else
        table_none(t);
}

static void line_add(struct table *t, const struct reconcile *r, const struct reconcile_line *line,
                     const char *from)
{
    int64_t difference = (line->b.known ? line->b.number : 0) - (line->a.known ? line->a.number : 0);
    table_row(t);
    table_text(t, from);
    table_text(t, r->units.units[line->unit].code);
    table_text(t, line->counter);
    number_cell(t, &line->a);
    number_cell(t, &line->b);
    table_number(t, difference);
    if (!difference) {
        table_none(t);
    } else if (line->rule) {
        table_word(t, line->rule, line->title);
    } else {
        table_word(t, "unexplained", _("unexplained"));
        table_mark(t, MARK_BAD);
    }
}

/* Warns where one of the two sources was read only in part. */
static void sources_warn(const struct cli *cli, const struct source_states *states, struct table *t)
{
    char line[LIMIT_LINE_BYTES];
    for (size_t i = 0; i < states->count; i++)
        for (int k = 1; k <= 2; k++)
            if (strcmp(states->items[i].code, cli->words.items[k]) == 0 &&
                !source_is_whole(&states->items[i]))
                table_warning(t, source_state_say(&states->items[i], line, sizeof line));
}

/* People see the lines that differ, programs get every compared line. */
static bool lines_write(const struct cli *cli, const struct reconcile *r, const struct period *p,
                        const struct source_states *states, struct error *e)
{
    bool people = cli->format == FORMAT_TABLE || cli->format == FORMAT_HTML;
    char from[MOMENT_TEXT_BYTES];
    struct table *t = table_new();
    if (!t)
        return error_memory(e, "reconcile");
    moment_write(p->from, "yyyy-MM-dd", from);
    columns_add(t, cli->words.items[1], cli->words.items[2]);
    for (size_t i = 0; i < r->count; i++) {
        const struct reconcile_line *line = &r->lines[i];
        bool differs = line->a.known != line->b.known || line->a.number != line->b.number;
        if (cli->units.count && !cli_list_has(&cli->units, r->units.units[line->unit].code))
            continue;
        if (differs || !people)
            line_add(t, r, line, from);
    }
    sources_warn(cli, states, t);
    bool ok = table_failed(t) ? error_memory(e, "reconcile") : cli_write_table(cli, t, e);
    table_free(t);
    return ok;
}

static void summary_print(const struct cli *cli, const struct reconcile *r)
{
    char a[MOMENT_TEXT_BYTES], b[MOMENT_TEXT_BYTES], n[4][TEXT_NUMBER_BYTES];
    fprintf(stderr, _("figures compared: %s; equal: %s; different by a known rule: %s; unexplained: %s\n"),
            text_count((int64_t)r->count, n[0]),
            text_count((int64_t)(r->count - r->explained - r->unexplained), n[1]),
            text_count((int64_t)r->explained, n[2]), text_count((int64_t)r->unexplained, n[3]));
    if (r->observed_a != r->observed_b)
        fprintf(stderr, _("the two were not asked at the same time: %s at %s, %s at %s\n"),
                cli->words.items[1], moment_write(r->observed_a, "HH:mm dd/MM/yyyy", a), cli->words.items[2],
                moment_write(r->observed_b, "HH:mm dd/MM/yyyy", b));
}

/* --- two sources of dossiers: their codes --- */

struct code_list {
    const struct cli *cli;
    struct table *table;
};

static bool code_see(void *context, const struct code_alone *one)
{
    const struct code_list *l = context;
    if (l->cli->units.count && !(one->unit && cli_list_has(&l->cli->units, one->unit)))
        return true;
    table_row(l->table);
    table_text(l->table, one->code);
    table_text(l->table, one->unit);
    table_moment(l->table, one->received);
    table_text(l->table, l->cli->words.items[one->second ? 2 : 1]);
    table_text(l->table, l->cli->words.items[one->second ? 1 : 2]);
    return !table_failed(l->table);
}

/* Tells how many dossiers of each source the other source has too. */
static void match_print(const struct cli *cli, const struct code_match *m)
{
    char n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES], rate[TEXT_NUMBER_BYTES];
    for (int side = 0; side < 2; side++) {
        const char *name = cli->words.items[side + 1], *other = cli->words.items[2 - side];
        fprintf(stderr,
                P_("%s: %s of %s codes is in %s too", "%s: %s of %s codes are in %s too", m->shared[side]),
                name, text_count(m->shared[side], n), text_count(m->codes[side], d), other);
        if (m->codes[side])
            fprintf(stderr, " (%s%%)", text_rate(m->shared[side], m->codes[side], 2, rate));
        fputs("\n", stderr);
        if (m->without[side])
            fprintf(stderr,
                    P_("%s: %s dossier has no code and was not compared\n",
                       "%s: %s dossiers have no code and were not compared\n", m->without[side]),
                    name, text_count(m->without[side], n));
    }
}

static bool codes_write(struct cli *cli, const struct cli_session *session, struct error *e)
{
    struct unit_set units = {0};
    struct code_list list = {cli, table_new()};
    struct code_match match;
    struct period p;
    bool timed = cli->period_given || cli->of;
    if (!list.table)
        return error_memory(e, "reconcile");
    table_column(list.table, "code", _("Dossier code"), false);
    table_column(list.table, "unit", _("Unit"), false);
    table_column(list.table, "received_at", _("Received"), false);
    table_column(list.table, "only_in", _("Only in"), false);
    table_column(list.table, "missing_in", _("Missing in"), false);
    bool ok = unit_set_load(session->store, &units, e) &&
              cli_units_settle(cli, unit_label_of_set, &units, units.count, false, e) &&
              (!timed || period_make(cli->period, cli->of, cli_at(cli, session->config),
                                     session->config->cutoff, &p, e)) &&
              code_match_make(session->store, cli->words.items[1], cli->words.items[2], timed ? &p : NULL,
                              code_see, &list, &match, e) &&
              cli_write_table(cli, list.table, e);
    if (ok)
        match_print(cli, &match);
    unit_set_free(&units);
    table_free(list.table);
    return ok;
}

/* True if figures are compared: --family is given, or one of the two sources has no dossiers. */
static bool wants_figures(const struct cli *cli)
{
    for (size_t i = 0; i < command_option_count; i++)
        if (strcmp(command_options[i].name, "family") == 0)
            return cli->given >> i & 1;
    return false;
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct reconcile r = {0};
    struct source_states states = {0};
    struct period p;
    if (cli->words.count != 3)
        return error_set(e, ERROR_USAGE, "reconcile",
                         _("Write 'motcua reconcile A B' with the names of two sources."),
                         _("two sources are needed"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool both = false;
    if (!wants_figures(cli) &&
        !code_match_suits(session.store, cli->words.items[1], cli->words.items[2], &both, e)) {
        cli_session_close(&session);
        return false;
    }
    if (both) {
        bool listed = codes_write(cli, &session, e);
        cli_session_close(&session);
        return listed;
    }
    bool ok =
        period_make(cli->period, cli->of, cli_at(cli, session.config), session.config->cutoff, &p, e) &&
        reconcile_make(session.store, cli->words.items[1], cli->words.items[2], cli->family, &p, &r, e) &&
        cli_units_settle(cli, unit_label_of_set, &r.units, r.units.count, false, e) &&
        source_states_load(session.store, p.cut, &states, e) && lines_write(cli, &r, &p, &states, e);
    if (ok)
        summary_print(cli, &r);
    source_states_free(&states);
    reconcile_free(&r);
    cli_session_close(&session);
    return ok;
}

const struct command command_reconcile = {
    .name = "reconcile",
    .early = EARLY_TOLD,
    .words = "SOURCE SOURCE",
    .summary = N_("two sources that should agree: where they differ, and why"),
    .group = GROUP_TELL,
    .place = 7,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua reconcile yyen yyen-thong-ke --family opencps --of 2022-11\n"
                "  motcua reconcile tinh quoc-gia --of 2026-09 --format csv\n"
                "  motcua reconcile cong so-giay --of 2022-11\n",
    .run = run,
};
