#include "cli/score_session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/text.h"
#include "commitment/validity.h"
#include "index/entry_rules.h"
#include "index/ruleset_load.h"
#include "index/score_words.h"

void score_session_close(struct score_session *s)
{
    score_board_free(&s->board);
    ruleset_free(s->rules);
    entry_set_free(s->inputs);
    metric_set_free(s->metrics);
    counter_family_free(s->family);
    evaluation_close(&s->v);
    cli_session_close(&s->session);
}

/* True if a config is expected; without a config a file of entries (--inputs) can still be scored. */
static bool config_there(const struct cli *cli)
{
    return !cli->inputs || cli->config_file || environment_get(ENVIRONMENT_CONFIG) ||
           access("motcua.json", F_OK) == 0;
}

static bool definitions_load(struct score_session *s, struct error *e)
{
    if (config_there(s->cli))
        return cli_session_open(s->cli, false, &s->session, e) &&
               evaluation_open(&s->v, s->session.config, s->session.store, "core", e);
    s->family = counter_family_load("core", e);
    s->metrics = s->family ? metric_set_load(s->family, e) : NULL;
    return s->metrics != NULL;
}

/* Returns until when entries count: --known-at, else the moment of evaluation. */
static moment entries_until(const struct score_session *s)
{
    moment at = cli_at(s->cli, s->session.config);
    if (s->cli->known_at != MOMENT_NONE)
        return s->cli->known_at;
    return at == MOMENT_NONE ? moment_now() : at;
}

static bool inputs_load(struct score_session *s, struct error *e)
{
    s->inputs = entry_set_new();
    if (!s->inputs)
        return error_memory(e, "entries");
    if (s->session.store && !entry_set_read(s->inputs, s->session.store, entries_until(s), e))
        return false;
    if (s->cli->inputs && !entry_set_load(s->inputs, s->cli->inputs, cli_cutoff(s->session.config), e))
        return false;
    return true;
}

static bool ruleset_open(struct score_session *s, const char *name, struct error *e)
{
    bool session = s->session.store != NULL;
    s->rules = ruleset_load(name, session ? s->v.family : s->family, session ? s->v.metrics : s->metrics, e);
    return s->rules != NULL;
}

/* Finds the period that is scored. */
static bool period_choose(const struct score_session *s, struct period *p, struct error *e)
{
    const struct cli *cli = s->cli;
    const char *of = cli->of ? cli->of : entry_set_of(s->inputs);
    enum period_kind kind = cli->period_given ? cli->period : s->rules->period;
    moment at = s->session.config ? cli_at(cli, s->session.config) : cli->at;
    return period_make(kind, of, at, cli_cutoff(s->session.config), p, e);
}

/* Loads the named ruleset; else the config's first that is in force in the period, else the config's first. */
static bool rules_load(struct score_session *s, struct error *e)
{
    const struct config *c = s->session.config;
    const char *told = s->cli->ruleset ? s->cli->ruleset : entry_set_ruleset(s->inputs);
    s->asked = told != NULL;
    for (size_t i = 0; !told && c && c->ruleset_count > 1 && i < c->ruleset_count; i++) {
        struct period p;
        struct error other_kind = {0};
        if (!ruleset_open(s, c->rulesets[i], e))
            return false;
        if (period_choose(s, &p, &other_kind) && validity_holds(s->rules->valid_from, s->rules->valid_to, &p))
            return true;
        ruleset_free(s->rules);
        s->rules = NULL;
    }
    return ruleset_open(s, told ? told : c && c->ruleset_count ? c->rulesets[0] : RULESET_DEFAULT, e);
}

/* Checks the file of entries against the ruleset and the known units, and puts all entries together. */
static bool inputs_settle(struct score_session *s, struct error *e)
{
    const struct ruleset *rules = s->rules;
    const struct entry_checker checker = {.rules = &rules,
                                          .count = 1,
                                          .in_use = 1,
                                          .units = &s->v.units,
                                          .more = s->inputs,
                                          .any_period = s->cli->period_given};
    if (!s->any_entries && !entry_set_check(s->inputs, &checker, e)) {
        error_within(e, s->cli->inputs);
        return false;
    }
    entry_set_seal(s->inputs);
    return true;
}

static bool board_make(struct score_session *s, struct error *e)
{
    struct score_board_order order = {.rules = s->rules, .inputs = s->inputs, .keep_before = s->keep_before};
    if (s->session.store) {
        order.v = &s->v;
        order.store = s->session.store;
    }
    return period_choose(s, &order.period, e) && score_board_make(&order, &s->board, e);
}

static bool criteria_check(const struct score_session *s, struct error *e)
{
    const struct cli *cli = s->cli;
    for (size_t i = 0; i < cli->criteria.count; i++)
        if (strcmp(cli->criteria.items[i], "all") != 0 && ruleset_find(s->rules, cli->criteria.items[i]) < 0)
            return error_set(e, ERROR_USAGE, cli->criteria.items[i],
                             _("'motcua score --criterion all' shows every criterion."),
                             _("no such criterion"));
    return true;
}

static void board_label(const void *context, size_t i, struct unit_label *out)
{
    const struct score_board *b = context;
    *out = (struct unit_label){b->scores[i].subject.code, b->scores[i].subject.name, i};
}

bool score_session_begin(const struct cli *cli, struct score_session *out, struct error *e)
{
    *out =
        (struct score_session){.cli = cli, .keep_before = out->keep_before, .any_entries = out->any_entries};
    return definitions_load(out, e) && inputs_load(out, e) && rules_load(out, e) && inputs_settle(out, e);
}

bool score_session_open(struct cli *cli, struct score_session *out, struct error *e)
{
    return score_session_begin(cli, out, e) && criteria_check(out, e) && board_make(out, e) &&
           cli_units_settle(cli, board_label, &out->board, out->board.count, false, e);
}

bool score_session_unit(const void *context, const char *code)
{
    const struct cli *cli = context;
    return cli->units.count == 0 || cli_list_has(&cli->units, code);
}

bool score_session_criterion(const void *context, const char *code)
{
    const struct cli *cli = context;
    return cli->criteria.count == 0 || cli_list_has(&cli->criteria, "all") ||
           cli_list_has(&cli->criteria, code);
}

void score_session_warn(const struct score_session *s, struct table *t)
{
    char line[LIMIT_LINE_BYTES];
    if (score_validity(s->rules, &s->board.period, s->asked, line, sizeof line))
        table_warning(t, line);
}
