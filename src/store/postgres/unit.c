/* Puts the units that a page names, each once, and units that do not come with a page. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/unit_kind.h"
#include "store/postgres/driver.h"

struct unit_named {
    const char *code, *name;
    const char *kind; /* the kind that the source tells */
    const char *told; /* the kind that the name tells */
    bool dossiers, figures;
    size_t position;
};

struct unit_list {
    struct postgres_job *job;
    struct unit_named *units;
    size_t count, size;
};

static const struct postgres_column columns[] = {
    {"code", POSTGRES_TEXT_ARRAY}, {"name", POSTGRES_TEXT_ARRAY},     {"kind", POSTGRES_TEXT_ARRAY},
    {"told", POSTGRES_TEXT_ARRAY}, {"dossiers", POSTGRES_INT2_ARRAY}, {"figures", POSTGRES_INT2_ARRAY}};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const char *const templates[] = {
    "INSERT INTO unit (code, name, kind, known_from) SELECT r.code, r.name, COALESCE(r.kind, r.told), $3 "
    "FROM {rows}"
    " ON CONFLICT (code) DO UPDATE SET name = COALESCE(excluded.name, unit.name), kind = COALESCE(unit.kind, "
    "excluded.kind)"
    " WHERE unit.name IS DISTINCT FROM COALESCE(excluded.name, unit.name) OR (unit.kind IS NULL AND "
    "excluded.kind IS NOT NULL)",
    "UPDATE unit SET kind = r.kind FROM {rows}"
    " WHERE unit.code = r.code AND r.kind IS NOT NULL AND unit.kind IS DISTINCT FROM r.kind",
    "INSERT INTO unit_source (source_id, unit, dossiers, figures) SELECT $1, r.code, r.dossiers, r.figures "
    "FROM {rows}"
    " WHERE r.dossiers + r.figures > 0 ON CONFLICT (source_id, unit) DO UPDATE SET"
    " dossiers = GREATEST(unit_source.dossiers, excluded.dossiers), figures = GREATEST(unit_source.figures, "
    "excluded.figures)"
    " WHERE unit_source.dossiers < excluded.dossiers OR unit_source.figures < excluded.figures"};

static bool is_new(struct postgres_store *q, const struct unit_named *u, int64_t source)
{
    const char *texts[] = {u->code, u->name, u->kind};
    bool seen_there = u->dossiers || u->figures;
    return recent_take(&q->seen, texts, 3, seen_there ? (uint64_t)source * 2 + u->figures + 1 : 0);
}

static bool unit_add(struct unit_list *list, const struct unit_named *u, struct error *e)
{
    struct postgres_store *q = list->job->q;
    if (!u->code || !is_new(q, u, list->job->place->source))
        return true;
    if (!array_room(&list->units, &list->size, list->count, sizeof *list->units))
        return error_memory(e, q->name);
    list->units[list->count] = *u;
    list->units[list->count].position = list->count;
    list->count++;
    return true;
}

static bool units_gather(struct unit_list *list, const struct page *page, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < page->unit_count; i++) {
        const struct unit_seen *u = &page->units[i];
        ok = unit_add(
            list, &(struct unit_named){u->code, u->name, u->kind, unit_kind_told(u->name), false, false, 0},
            e);
    }
    for (size_t i = 0; ok && i < page->dossier_count; i++) {
        const struct value *d = page->dossiers[i].value;
        ok =
            unit_add(list, &(struct unit_named){.code = d[DOSSIER_UNIT].text, .dossiers = true}, e) &&
            unit_add(list, &(struct unit_named){.code = d[DOSSIER_RECEIVING_UNIT].text, .dossiers = true}, e);
    }
    for (size_t i = 0; ok && i < page->figure_count; i++)
        ok = unit_add(list, &(struct unit_named){.code = page->figures[i].unit, .figures = true}, e);
    return ok;
}

static int unit_compare(const void *a, const void *b)
{
    const struct unit_named *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    return order ? order : (x->position > y->position) - (x->position < y->position);
}

/* Later values win; the kind that a name tells counts only where the source tells none. */
static void units_merge(struct unit_list *list)
{
    size_t n = 0;
    qsort(list->units, list->count, sizeof *list->units, unit_compare);
    for (size_t i = 0; i < list->count; i++) {
        const struct unit_named u = list->units[i];
        struct unit_named *last = n ? &list->units[n - 1] : NULL;
        if (!last || strcmp(last->code, u.code) != 0) {
            list->units[n++] = u;
            continue;
        }
        last->name = u.name ? u.name : last->name;
        last->kind = u.kind ? u.kind : last->kind;
        last->told = last->told ? last->told : u.told;
        last->dossiers = last->dossiers || u.dossiers;
        last->figures = last->figures || u.figures;
    }
    list->count = n;
}

static struct value unit_at(const void *rows, uint32_t row, int column)
{
    const struct unit_named *u = (const struct unit_named *)rows + row;
    const char *texts[] = {u->code, u->name, u->kind, u->told};
    if (column < 4)
        return value_text(texts[column]);
    return value_number(column == 4 ? u->dossiers : u->figures);
}

static bool units_send(struct postgres_job *job, const struct unit_list *list, struct error *e)
{
    struct postgres_set set = {columns, COLUMN_COUNT, 1, unit_at, list->units, (uint32_t)list->count, NULL};
    bool ok = postgres_set_order(&set, job->q->name, e);
    for (size_t i = 0; ok && i < sizeof templates / sizeof *templates; i++) {
        char *sql = postgres_sql(templates[i], columns, COLUMN_COUNT, 1);
        ok = sql ? postgres_set_send(job, &set, set.order, set.count, COLUMN_COUNT, sql, NULL, e)
                 : error_memory(e, job->q->name);
        free(sql);
    }
    postgres_set_free(&set);
    return ok;
}

bool postgres_units_put(struct postgres_job *job, struct error *e)
{
    struct unit_list list = {.job = job};
    bool ok = units_gather(&list, job->page, e);
    if (ok && list.count) {
        units_merge(&list);
        ok = units_send(job, &list, e);
    }
    free(list.units);
    return ok;
}

/* --- units without a page --- */

static const struct postgres_column row_columns[] = {
    {"code", POSTGRES_TEXT_ARRAY},       {"name", POSTGRES_TEXT_ARRAY},    {"kind", POSTGRES_TEXT_ARRAY},
    {"told", POSTGRES_TEXT_ARRAY},       {"parent", POSTGRES_TEXT_ARRAY},  {"successor", POSTGRES_TEXT_ARRAY},
    {"valid_from", POSTGRES_INT8_ARRAY}, {"valid_to", POSTGRES_INT8_ARRAY}};
enum { ROW_COLUMN_COUNT = sizeof row_columns / sizeof *row_columns };

static const char *const row_templates[] = {
    "INSERT INTO unit (code, name, kind, parent, successor, valid_from, valid_to)"
    " SELECT r.code, r.name, COALESCE(r.kind, r.told), r.parent, r.successor, r.valid_from, r.valid_to FROM "
    "{rows}"
    " ON CONFLICT (code) DO UPDATE SET name = COALESCE(excluded.name, unit.name),"
    " kind = COALESCE(unit.kind, excluded.kind), parent = COALESCE(excluded.parent, unit.parent),"
    " successor = COALESCE(excluded.successor, unit.successor),"
    " valid_from = COALESCE(excluded.valid_from, unit.valid_from),"
    " valid_to = COALESCE(excluded.valid_to, unit.valid_to)",
    "UPDATE unit SET kind = r.kind FROM {rows}"
    " WHERE unit.code = r.code AND r.kind IS NOT NULL AND unit.kind IS DISTINCT FROM r.kind"};

static struct value unit_row_at(const void *rows, uint32_t row, int column)
{
    const struct unit_row *u = (const struct unit_row *)rows + row;
    const char *texts[] = {u->code, u->name, u->kind, unit_kind_told(u->name), u->parent, u->successor};
    if (column < 6)
        return value_text(texts[column]);
    return value_moment(column == 6 ? u->valid_from : u->valid_to);
}

static bool unit_rows_send(struct postgres_job *job, const struct postgres_set *set, uint32_t from,
                           uint32_t count, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof row_templates / sizeof *row_templates; i++) {
        char *sql = postgres_sql(row_templates[i], row_columns, ROW_COLUMN_COUNT, 1);
        ok = sql ? postgres_set_send(job, set, set->order + from, count, ROW_COLUMN_COUNT, sql, NULL, e) &&
                       postgres_finish(job->q, e)
                 : error_memory(e, job->q->name);
        free(sql);
    }
    return ok;
}

bool postgres_unit_rows_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e)
{
    struct postgres_store *q = s->handle;
    const struct page_place nowhere = {.period_kind = NULL};
    struct postgres_job job = {.q = q, .place = &nowhere};
    struct postgres_set set = {row_columns, ROW_COLUMN_COUNT, 1, unit_row_at, rows, (uint32_t)count, NULL};
    buffer_init(&job.memory, 2 * (size_t)(LIMIT_PAGE_BYTES));
    bool ok = postgres_set_order(&set, q->name, e);
    for (uint32_t from = 0, n; ok && from < set.count; from += n) {
        n = postgres_wave(&set, from);
        ok = unit_rows_send(&job, &set, from, n, e);
    }
    recent_clear(&q->seen); /* a page with other names must be able to change them again */
    postgres_set_free(&set);
    buffer_free(&job.memory);
    return ok;
}
