#include "store/source_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "store/run_issue.h"

static char *copy_or_null(const struct value *v)
{
    return v->known ? strdup(v->text) : NULL;
}

static bool state_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct source_states *states = context;
    (void)count;
    struct source_state *longer = realloc(states->items, (states->count + 1) * sizeof *longer);
    if (!longer)
        return error_memory(e, "sources");
    states->items = longer;
    struct source_state *s = &states->items[states->count++];
    *s = (struct source_state){.name = copy_or_null(&columns[0]),
                               .outcome = copy_or_null(&columns[1]),
                               .message = copy_or_null(&columns[2]),
                               .observed = value_to_moment(&columns[3]),
                               .complete = value_to_moment(&columns[4]),
                               .expected = columns[5].known ? columns[5].number : -1,
                               .got = columns[6].number,
                               .rejected = columns[7].number,
                               .missing = columns[8].number,
                               .counts = columns[9].number,
                               .code = copy_or_null(&columns[10]),
                               .newest = columns[12].known ? columns[12].number : MOMENT_NONE};
    outcome_read(columns[11].known ? columns[11].text : NULL, &s->why);
    return (s->name && s->code) || error_memory(e, "sources");
}

/* $1: the moment; $2: the moment of the knowledge; $3: the latest moment that is not ahead of the clock. A dossier
 * is missing if its last version by then was ended and not replaced. */
static const char states_sql[] =
    "WITH gone AS MATERIALIZED (SELECT h.source_id, COUNT(*) AS n FROM dossier_history h WHERE h.missing = 1"
    " AND h.replaced_at <= $2 AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = h.source_id"
    " AND d.key = h.key AND d.known_from <= $2) AND NOT EXISTS (SELECT 1 FROM dossier_history n"
    " WHERE n.source_id = h.source_id AND n.key = h.key AND n.known_from <= $2"
    " AND n.replaced_at > h.replaced_at) GROUP BY h.source_id)"
    " SELECT COALESCE(s.title, s.name), r.outcome, r.message, r.observed_at,"
    " COALESCE((SELECT MAX(c.observed_at) FROM run c WHERE c.source_id = s.id AND c.outcome = 'complete'"
    " AND c.observed_at <= $1 AND c.observed_at <= $2),"
    " (SELECT MIN(c.observed_at) FROM run c WHERE c.source_id = s.id AND c.outcome = 'complete'"
    " AND c.observed_at <= $2 AND c.observed_at <= $3)),"
    " CASE WHEN r.expected >= 0 THEN r.expected END, COALESCE(r.got, 0),"
    " COALESCE((SELECT q.rejects_open FROM run q WHERE q.source_id = s.id AND q.id <= r.id"
    " AND q.rejects_open IS NOT NULL ORDER BY q.id DESC LIMIT 1),"
    " (SELECT COUNT(*) FROM reject j WHERE j.source_id = s.id)),"
    " COALESCE((SELECT g.n FROM gone g WHERE g.source_id = s.id), 0), s.counts, s.name, r.reasons,"
    " (SELECT MAX(n.newest_at) FROM run n WHERE n.source_id = s.id AND n.observed_at <= $1 AND n.observed_at"
    " <= $2)"
    " FROM source s LEFT JOIN run r ON r.id = COALESCE("
    "(SELECT MAX(q.id) FROM run q WHERE q.source_id = s.id AND q.observed_at <= $1 AND q.observed_at <= $2),"
    " (SELECT MIN(q.id) FROM run q WHERE q.source_id = s.id AND q.outcome = 'complete' AND q.observed_at <= "
    "$2"
    " AND q.observed_at <= $3))"
    " WHERE CAST($2 AS BIGINT) = 9223372036854775807"
    " OR EXISTS (SELECT 1 FROM run k WHERE k.source_id = s.id AND k.observed_at <= $2) ORDER BY s.name";

/* Tells the three misgivings with the most rows; issue_rows counts the rows of all. */
static bool issues_load(struct store *s, moment at, struct source_state *state, struct error *e)
{
    enum { TOLD = 3 };
    struct misgiving_list issues;
    char text[LIMIT_LINE_BYTES] = "", line[LIMIT_LINE_BYTES];
    size_t used = 0;
    if (!run_issues_load(s, state->code, at, &issues, e))
        return false;
    for (size_t i = 0, told = 0; i < issues.count; i++) {
        if (issues.items[i].kind == MISGIVING_COLUMN || issues.items[i].kind == MISGIVING_KIND ||
            issues.items[i].kind == MISGIVING_SWAPPED)
            continue; /* the import told them, and no figure suffers */
        state->issue_rows += issues.items[i].rows;
        if (told++ < TOLD && used < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? "; " : "",
                                     misgiving_say(&issues.items[i], line, sizeof line));
    }
    misgiving_list_free(&issues);
    state->issues = strdup(text);
    return state->issues != NULL || error_memory(e, "sources");
}

enum { UNITS_NAMED = 3 };

struct units_said {
    char text[LIMIT_VALUE_BYTES];
    int64_t count;
};

/* Takes a row: the unit's name. */
static bool unit_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct units_said *said = context;
    size_t used = strlen(said->text);
    (void)count;
    (void)e;
    if (said->count++ < UNITS_NAMED && used + columns[0].length + 3 < sizeof said->text)
        snprintf(said->text + used, sizeof said->text - used, "%s%s", used ? ", " : "", columns[0].text);
    return true;
}

/* Lists the units whose figures come from the source. */
static bool units_load(struct store *s, struct source_state *state, struct error *e)
{
    struct units_said said = {.text = ""};
    char count[TEXT_NUMBER_BYTES];
    const struct value params[] = {value_text(state->code)};
    if (!store_query(s,
                     "SELECT COALESCE(u.name, l.unit) FROM unit_source l JOIN source c ON c.id = l.source_id"
                     " LEFT JOIN unit u ON u.code = l.unit WHERE c.name = $1 ORDER BY l.unit",
                     params, 1, unit_row, &said, e))
        return false;
    if (said.count > UNITS_NAMED)
        snprintf(said.text, sizeof said.text, P_("%s unit", "%s units", said.count),
                 text_count(said.count, count));
    state->units = strdup(said.text);
    return state->units != NULL || error_memory(e, "sources");
}

bool source_states_load(struct store *s, moment at, struct source_states *out, struct error *e)
{
    moment known = store_known(s), now = moment_now();
    const struct value params[] = {value_number(at), value_number(known == MOMENT_NONE ? INT64_MAX : known),
                                   value_number((at > now ? at : now) + LIMIT_AHEAD_SECONDS)};
    *out = (struct source_states){0};
    bool ok = store_query(s, states_sql, params, 3, state_row, out, e);
    for (size_t i = 0; ok && i < out->count; i++)
        ok = units_load(s, &out->items[i], e) &&
             issues_load(s, at < params[1].number ? at : params[1].number, &out->items[i], e);
    if (ok)
        return true;
    source_states_free(out);
    return false;
}

void source_states_free(struct source_states *states)
{
    for (size_t i = 0; i < states->count; i++) {
        free(states->items[i].code);
        free(states->items[i].name);
        free(states->items[i].outcome);
        free(states->items[i].message);
        free(states->items[i].issues);
        free(states->items[i].units);
    }
    free(states->items);
    *states = (struct source_states){0};
}

static const char *units_say(const struct source_state *s)
{
    return s->units && *s->units ? s->units : _("its units");
}

bool source_is_whole(const struct source_state *s)
{
    return s->outcome && strcmp(s->outcome, "complete") == 0;
}

bool source_is_old(const struct source_state *s)
{
    return s->newest != MOMENT_NONE && s->observed != MOMENT_NONE &&
           s->newest < s->observed - (s->why.fresh_days ? s->why.fresh_days : LIMIT_OLD_DAYS) * MOMENT_DAY;
}

const char *source_state_note(const struct source_state *s, char *out, size_t size)
{
    char count[TEXT_NUMBER_BYTES], came[TEXT_NUMBER_BYTES], date[MOMENT_TEXT_BYTES];
    int used = 0;
    *out = '\0';
    if (s->why.count[OUTCOME_REJECTED])
        used = snprintf(out, size,
                        P_("%s: %s of %s record could not be read: missing from all figures of %s.",
                           "%s: %s of %s records could not be read: missing from all figures of %s.",
                           s->why.came),
                        s->name, text_count(s->why.count[OUTCOME_REJECTED], count),
                        text_count(s->why.came, came), units_say(s));
    if (source_is_old(s) && used >= 0 && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, _("%s%s: the newest figures are of %s."), used ? " " : "",
                 s->name, moment_write(s->newest, "dd/MM/yyyy", date));
    return out;
}

const char *source_issues_say(const struct source_state *s, char *out, size_t size)
{
    char rows[TEXT_NUMBER_BYTES];
    snprintf(out, size,
             P_("%s: %s value was not understood or not believed: %s",
                "%s: %s values were not understood or not believed: %s", s->issue_rows),
             s->name, text_count(s->issue_rows, rows), s->issues);
    return out;
}

const char *source_state_say(const struct source_state *s, char *out, size_t size)
{
    char got[TEXT_NUMBER_BYTES], expected[TEXT_NUMBER_BYTES], date[MOMENT_TEXT_BYTES];
    int used = snprintf(out, size, _("%s: the last poll was not complete (%s)."), s->name,
                        s->message   ? s->message
                        : s->outcome ? _(s->outcome)
                                     : _("never polled"));
    if (s->expected >= 0 && used >= 0 && (size_t)used < size)
        used += snprintf(out + used, size - (size_t)used,
                         P_(" %s of %s record came.", " %s of %s records came.", s->expected),
                         text_count(s->got, got), text_count(s->expected, expected));
    if (used < 0 || (size_t)used >= size)
        return out;
    if (outcome_missing(&s->why))
        used += snprintf(out + used, size - (size_t)used,
                         P_(" %s record is missing from all figures of %s.",
                            " %s records are missing from all figures of %s.", outcome_missing(&s->why)),
                         text_count(outcome_missing(&s->why), got), units_say(s));
    if (used < 0 || (size_t)used >= size)
        return out;
    if (s->complete == MOMENT_NONE)
        snprintf(out + used, size - (size_t)used, "%s", _(" It was never read whole."));
    else
        snprintf(out + used, size - (size_t)used, _(" It was last read whole at %s."),
                 moment_write(s->complete, "HH:mm dd/MM/yyyy", date));
    size_t end = strlen(out);
    if (source_is_old(s))
        snprintf(out + end, size - end, _(" Its newest figures are of %s."),
                 moment_write(s->newest, "dd/MM/yyyy", date));
    return out;
}
