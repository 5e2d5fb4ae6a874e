#include "count/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/text.h"
#include "count/unit_forest.h"
#include "rows/dossier_code.h"
#include "rows/value.h"

static int unit_compare(const void *a, const void *b)
{
    return strcmp(((const struct unit *)a)->code, ((const struct unit *)b)->code);
}

long unit_find(const struct unit_set *set, const char *code)
{
    size_t low = 0, high = set->count;
    while (code && low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(set->units[middle].code, code);
        if (order == 0)
            return (long)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* Follows LIMIT_UNIT_DEPTH successors at most; unit_forest_check() has removed circles and marked longer chains. */
static size_t unit_follow(const struct unit_set *set, size_t unit, moment ended_by)
{
    for (int depth = 0; depth < LIMIT_UNIT_DEPTH; depth++) {
        const struct unit *u = &set->units[unit];
        bool follows = u->valid_to == MOMENT_NONE || (ended_by != MOMENT_NONE && u->valid_to <= ended_by);
        if (u->successor_index < 0 || !follows)
            break;
        unit = (size_t)u->successor_index;
    }
    return unit;
}

size_t unit_same(const struct unit_set *set, size_t unit)
{
    return unit_follow(set, unit, MOMENT_NONE);
}

size_t unit_heir(const struct unit_set *set, size_t unit, moment from)
{
    return unit_follow(set, unit, from != MOMENT_NONE && set->heirs_at > from ? set->heirs_at : from);
}

bool unit_shown(const struct unit_set *set, size_t unit, moment from, moment cut)
{
    const struct unit *u = &set->units[unit];
    bool begun = u->valid_from == MOMENT_NONE || u->valid_from < cut;
    return (u->has_dossiers || u->has_figures) && !u->is_part && begun && unit_heir(set, unit, from) == unit;
}

struct unit_job {
    struct unit_set *set;
    size_t size;
    int64_t
        mute[LIMIT_MUTE_SOURCES]; /* ids of sources that have a column of states and never a state in it */
    size_t mute_count;
};

static bool text_keep(char **to, const struct value *v)
{
    *to = v->known ? strdup(v->text) : NULL;
    return *to || !v->known;
}

/* code, name, kind, parent, successor, valid_from, valid_to, known_from */
static bool unit_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct unit_job *job = context;
    struct unit_set *set = job->set;
    (void)count;
    if (set->count == LIMIT_UNITS)
        return error_set(e, ERROR_DATA, "unit", _("Remove units that are not needed from the store."),
                         _("more than %d units"), LIMIT_UNITS);
    if (!array_room(&set->units, &job->size, set->count, sizeof *set->units))
        return error_memory(e, "unit");
    struct unit *u = &set->units[set->count++];
    *u = (struct unit){.knows = ~UINT64_C(0), .parent_index = -1, .successor_index = -1};
    u->valid_from = value_to_moment(&columns[5]);
    u->valid_to = value_to_moment(&columns[6]);
    u->known_from = value_to_moment(&columns[7]);
    const struct value *name = columns[1].known ? &columns[1] : &columns[0];
    struct value kind = columns[2].known ? columns[2] : value_text(unit_kind_of(name->text));
    if (text_keep(&u->code, &columns[0]) && text_keep(&u->name, name) && text_keep(&u->kind, &kind) &&
        text_keep(&u->parent, &columns[3]) && text_keep(&u->successor, &columns[4]))
        return true;
    return error_memory(e, "unit");
}

struct mute_search {
    int64_t ids[LIMIT_MUTE_SOURCES];
    size_t count;
    bool told;
};

static bool mute_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct mute_search *m = context;
    (void)count;
    (void)e;
    if (m->count < LIMIT_MUTE_SOURCES)
        m->ids[m->count++] = columns[0].number;
    return true;
}

static bool told_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)columns;
    (void)count;
    (void)e;
    ((struct mute_search *)context)->told = true;
    return true;
}

/* Finds the sources that say that they know states and gave none with any dossier: of these it is not known that no dossier
 * was denied. One look at each source ends at its first state; sources without a column of states are not looked at. */
static bool mute_find(struct store *s, struct unit_job *job, struct error *e)
{
    const struct value bit = value_number(INT64_C(1) << DOSSIER_STATUS);
    struct mute_search m = {.count = 0};
    bool ok = store_query(s, "SELECT id FROM source WHERE counts = 1 AND (knows & $1) <> 0 ORDER BY id", &bit,
                          1, mute_row, &m, e);
    for (size_t i = 0; ok && i < m.count; i++) {
        const struct value id = value_number(m.ids[i]);
        m.told = false;
        ok = store_query(s, "SELECT 1 FROM dossier WHERE source_id = $1 AND status IS NOT NULL LIMIT 1", &id,
                         1, told_row, &m, e);
        if (ok && !m.told)
            job->mute[job->mute_count++] = m.ids[i];
    }
    return ok;
}

static bool is_mute(const struct unit_job *job, int64_t source)
{
    size_t i = 0;
    while (i < job->mute_count && job->mute[i] != source)
        i++;
    return i < job->mute_count;
}

/* unit, dossiers, figures, whether the source counts, knows, source */
static bool source_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct unit_job *job = context;
    (void)count;
    (void)e;
    long i = unit_find(job->set, columns[0].text);
    if (i < 0)
        return true;
    struct unit *u = &job->set->units[i];
    u->has_figures = u->has_figures || columns[2].number;
    if (columns[1].number && columns[3].number) {
        u->has_dossiers = true;
        u->knows &= (uint64_t)columns[4].number;
        if (is_mute(job, columns[5].number))
            u->knows &= ~(UINT64_C(1) << DOSSIER_STATUS);
    }
    return true;
}

/* Reads what the sources gave, or had given at `known`: unit, dossiers, figures, whether the source counts, knows. */
static bool sources_query(struct store *s, moment known, struct unit_job *job, struct error *e)
{
    static const char now[] =
        "SELECT us.unit, us.dossiers * (1 - us.twice), us.figures, s.counts, s.knows, s.id"
        " FROM unit_source us JOIN source s ON s.id = us.source_id";
    static const char then[] =
        "SELECT us.unit, us.dossiers, 1 - us.dossiers, s.counts, CASE WHEN EXISTS (SELECT 1 FROM supplement x"
        " WHERE x.source_id = s.id AND x.observed_at <= $1) THEN s.knows ELSE s.knows & ~s.supplement END, "
        "s.id "
        "FROM ("
        "SELECT source_id, unit, 1 AS dossiers FROM dossier WHERE known_from <= $1 AND unit IS NOT NULL"
        " AND (twice_from IS NULL OR twice_from > $1)"
        " UNION SELECT source_id, unit, 1 FROM dossier_history WHERE known_from <= $1 AND unit IS NOT NULL"
        " AND (twice_from IS NULL OR twice_from > $1)"
        " UNION SELECT source_id, unit, 0 FROM figure WHERE observed_at <= $1"
        ") us JOIN source s ON s.id = us.source_id";
    const struct value at = value_number(known);
    return known == MOMENT_NONE ? store_query(s, now, NULL, 0, source_row, job, e)
                                : store_query(s, then, &at, 1, source_row, job, e);
}

static void unit_clear(struct unit *u)
{
    free(u->code);
    free(u->name);
    free(u->kind);
    free(u->parent);
    free(u->successor);
}

/* A unit that a poll named after `known` was not known at that moment and is moved behind the other units. */
static void later_remove(struct unit_set *set, moment known)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        struct unit *u = &set->units[i];
        bool later = u->known_from != MOMENT_NONE && u->known_from > known;
        if (later && !u->has_dossiers && !u->has_figures)
            continue;
        struct unit before = set->units[kept];
        set->units[kept++] = *u;
        *u = before;
    }
    set->held = set->count - kept;
    set->count = kept;
}

/* A part of an office (H21.227.02) lies under its office (H21.227) if no other parent is known. The office then has
 * dossiers even if all of them are those of its parts. */
static bool part_link(struct unit_set *set, size_t part)
{
    struct unit *u = &set->units[part];
    char office[LIMIT_VALUE_BYTES];
    size_t n = strlen(u->code), bytes = unit_code_office(u->code, n);
    if (u->parent || bytes == n || bytes >= sizeof office)
        return true;
    memcpy(office, u->code, bytes);
    office[bytes] = '\0';
    u->parent_index = unit_find(set, office);
    if (u->parent_index < 0)
        return true;
    struct unit *whole = &set->units[u->parent_index];
    u->is_part = true;
    whole->has_dossiers |= u->has_dossiers;
    bool named = whole->name && strcmp(whole->name, whole->code) != 0;
    if (named || !u->name || !u->kind || strcmp(u->kind, "commune") != 0)
        return true;
    /* sources write the commune's own name beside the code of its part */
    char *name = strdup(u->name), *kind = strdup(u->kind);
    if (!name || !kind) {
        free(name);
        free(kind);
        return false;
    }
    free(whole->name);
    free(whole->kind);
    whole->name = name;
    whole->kind = kind;
    return true;
}

/* --- namesakes --- */

struct named {
    char short_name[256];
    size_t unit;
};

static int named_compare(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->short_name, ((const struct named *)b)->short_name);
}

/* True if both units were valid on some same day. */
static bool days_meet(const struct unit *a, const struct unit *b)
{
    return (a->valid_to == MOMENT_NONE || b->valid_from == MOMENT_NONE || b->valid_from < a->valid_to) &&
           (b->valid_to == MOMENT_NONE || a->valid_from == MOMENT_NONE || a->valid_from < b->valid_to);
}

static bool namesakes_mark(struct unit_set *set, struct error *e)
{
    struct named *named = malloc((set->count + 1) * sizeof *named);
    size_t count = 0;
    if (!named)
        return error_memory(e, "unit");
    for (size_t i = 0; i < set->count; i++) {
        struct unit *u = &set->units[i];
        u->has_namesake = false;
        if (!(u->has_dossiers || u->has_figures) || !u->name || u->is_part || unit_same(set, i) != i)
            continue;
        text_unit_short(u->name, named[count].short_name, sizeof named[count].short_name);
        named[count++].unit = i;
    }
    qsort(named, count, sizeof *named, named_compare);
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && strcmp(named[k - 1].short_name, named[i].short_name) == 0; k--)
            if (days_meet(&set->units[named[i].unit], &set->units[named[k - 1].unit]))
                set->units[named[i].unit].has_namesake = set->units[named[k - 1].unit].has_namesake = true;
    free(named);
    return true;
}

const char *unit_short_name(const struct unit *u, char *out, size_t size)
{
    size_t n = strlen(text_unit_short(u->name, out, size));
    if (u->has_namesake && n < size)
        snprintf(out + n, size - n, " (%.64s)", u->code);
    return out;
}

/* A unit with a successor hands its dossiers on to it; an alias hands on its figures too. */
bool unit_set_link(struct unit_set *set, struct error *e)
{
    for (size_t i = 0; i < set->count; i++) {
        set->units[i].parent_index = unit_find(set, set->units[i].parent);
        set->units[i].successor_index = unit_find(set, set->units[i].successor);
        if (!part_link(set, i))
            return error_memory(e, "unit");
    }
    if (!unit_forest_check(set, e))
        return false;
    for (size_t i = 0; i < set->count; i++) {
        size_t same = unit_same(set, i), heir = i;
        set->units[same].has_figures |= set->units[i].has_figures;
        for (int depth = 0; depth < LIMIT_UNIT_DEPTH && set->units[heir].successor_index >= 0; depth++) {
            heir = (size_t)set->units[heir].successor_index;
            set->units[heir].has_dossiers |= set->units[i].has_dossiers;
        }
    }
    return namesakes_mark(set, e);
}

bool unit_set_load(struct store *s, struct unit_set *out, struct error *e)
{
    struct unit_job job = {.set = out};
    moment known = store_known(s);
    *out = (struct unit_set){0};
    bool ok = store_snapshot_begin(s, e);
    if (!ok)
        return false;
    ok = store_query(s,
                     "SELECT code, name, kind, parent, successor, valid_from, valid_to, known_from FROM unit",
                     NULL, 0, unit_row, &job, e);
    if (ok && out->count)
        qsort(out->units, out->count, sizeof *out->units, unit_compare);
    ok = ok && mute_find(s, &job, e) && sources_query(s, known, &job, e);
    store_snapshot_end(s);
    if (ok && known != MOMENT_NONE)
        later_remove(out, known);
    ok = ok && unit_set_link(out, e);
    if (!ok)
        unit_set_free(out);
    return ok;
}

void unit_set_free(struct unit_set *set)
{
    for (size_t i = 0; i < set->count + set->held; i++)
        unit_clear(&set->units[i]);
    free(set->units);
    *set = (struct unit_set){0};
}

/* True if the unit was valid at some moment of the period. */
static bool unit_stood(const struct unit *u, const struct period *p)
{
    return (u->valid_from == MOMENT_NONE || u->valid_from < p->cut) &&
           (u->valid_to == MOMENT_NONE || u->valid_to > p->from);
}

size_t unit_line(const struct unit_set *set, size_t unit, const struct period *p, size_t *line)
{
    size_t n = 0;
    line[n++] = unit_heir(set, unit, p->from);
    while (n < LIMIT_UNIT_LINE && unit_stood(&set->units[line[n - 1]], p)) {
        long up = set->units[line[n - 1]].parent_index;
        if (up < 0)
            break;
        line[n++] = (size_t)up;
    }
    return n;
}

bool unit_below(const struct unit_set *set, size_t unit, size_t top, const struct period *p)
{
    size_t line[LIMIT_UNIT_LINE], n = unit_line(set, unit, p, line), bytes = strlen(set->units[top].code);
    if (unit == top || line[0] != unit)
        return false;
    for (size_t i = 1; i < n; i++)
        if (line[i] == top)
            return true;
    const char *code = set->units[unit].code;
    return n == 1 && strncmp(code, set->units[top].code, bytes) == 0 && code[bytes] == '.';
}

bool unit_kinds_bind(const char *const *kinds, const char *kind)
{
    for (size_t i = 0; kinds[i]; i++)
        if (kind && strcmp(kinds[i], kind) == 0)
            return true;
    return !kinds[0];
}

static bool name_has(const char *name, const char *word)
{
    char *a = text_fold(name), *b = text_fold(word);
    bool has = a && b && strstr(a, b);
    free(a);
    free(b);
    return has;
}

bool unit_names_bind(const char *const *words, const char *name)
{
    for (size_t i = 0; words[i]; i++)
        if (name && name_has(name, words[i]))
            return true;
    return !words[0];
}
