#include "cli/evaluation_session.h"

#include <string.h>

#include "base/text.h"
#include "show/source_warning.h"

static void session_close(struct evaluation_session *s)
{
    table_free(s->table);
    evaluation_close(&s->v);
    cli_session_close(&s->session);
}

bool evaluation_session_open(struct evaluation_session *s, struct cli *cli, struct error *e)
{
    *s = (struct evaluation_session){.cli = cli};
    bool ok = cli_session_open(cli, false, &s->session, e) &&
              evaluation_open(&s->v, s->session.config, s->session.store, cli->family, e) &&
              cli_units_settle(cli, unit_label_of_set, &s->v.units, s->v.units.count, true, e);
    if (ok) {
        s->table = table_new();
        ok = s->table || error_memory(e, "table");
    }
    if (!ok)
        session_close(s);
    return ok;
}

bool evaluation_session_period(struct evaluation_session *s, enum period_kind kind, struct error *e)
{
    struct period p;
    return period_make(kind, s->cli->of, cli_at(s->cli, s->session.config), s->session.config->cutoff, &p,
                       e) &&
           evaluation_at(&s->v, s->session.store, &p, e);
}

bool evaluation_session_finish(struct evaluation_session *s, bool ok, struct error *e)
{
    if (ok) {
        source_states_warn(&s->v.sources, s->table);
        unit_faults_warn(&s->v.units, s->table);
    }
    if (ok && table_failed(s->table))
        ok = error_memory(e, "table");
    ok = ok && cli_write_table(s->cli, s->table, e);
    session_close(s);
    return ok;
}

/* A unit without --unit is shown only where no other unit stands for it in the period. */
bool evaluation_session_wants(const struct evaluation_session *s, size_t unit)
{
    const char *code = unit < s->v.units.count ? s->v.units.units[unit].code : "ALL";
    if (s->cli->units.count)
        return cli_list_has(&s->cli->units, code);
    return unit == s->v.units.count || unit_heir(&s->v.units, unit, s->v.period.from) == unit;
}

void evaluation_session_cells(struct evaluation_session *s, size_t unit)
{
    const struct period *p = &s->v.period;
    table_row(s->table);
    table_text(s->table, period_kind_name(p->kind));
    table_moment(s->table, p->from);
    table_moment(s->table, p->cut);
    table_text(s->table, unit < s->v.units.count ? s->v.units.units[unit].code : "ALL");
}

void evaluation_session_columns(struct evaluation_session *s)
{
    table_column(s->table, "period", _("Period"), false);
    table_column(s->table, "from", _("From"), false);
    table_column(s->table, "to", _("To"), false);
    table_column(s->table, "unit", _("Unit"), false);
}
