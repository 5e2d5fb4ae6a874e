/* Rows as parameters: one array for each column, in PostgreSQL's binary form (array_recv). One statement then takes
 * thousands of rows without COPY and without a staging table, so that the catalogue does not change and the
 * statement can be in a pipeline. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "store/postgres/driver.h"

static int value_compare(const struct value *a, const struct value *b)
{
    if (!a->known || !b->known)
        return a->known - b->known;
    if (!a->text || !b->text)
        return (a->number > b->number) - (a->number < b->number);
    size_t n = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, n);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int key_compare(const struct postgres_set *set, uint32_t a, uint32_t b)
{
    for (int i = 0; i < set->key_count; i++) {
        struct value x = set->at(set->rows, a, i), y = set->at(set->rows, b, i);
        int order = value_compare(&x, &y);
        if (order)
            return order;
    }
    return 0;
}

static int place_compare(const void *a, const void *b, void *context)
{
    const struct postgres_place *x = a, *y = b;
    if (x->wave != y->wave)
        return x->wave < y->wave ? -1 : 1;
    int order = key_compare(context, x->row, y->row);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* Sorting puts the rows of one key side by side, in their order: the second row of a key belongs to the second wave. */
bool postgres_set_order(struct postgres_set *set, const char *name, struct error *e)
{
    bool again = false;
    set->order = calloc(set->count ? set->count : 1, sizeof *set->order);
    if (!set->order)
        return error_memory(e, name);
    for (uint32_t i = 0; i < set->count; i++)
        set->order[i].row = i;
    qsort_r(set->order, set->count, sizeof *set->order, place_compare, set);
    for (uint32_t i = 1; i < set->count; i++) {
        bool same = key_compare(set, set->order[i - 1].row, set->order[i].row) == 0;
        set->order[i].wave = same ? set->order[i - 1].wave + 1 : 0;
        again = again || same;
    }
    if (again)
        qsort_r(set->order, set->count, sizeof *set->order, place_compare, set);
    return true;
}

void postgres_set_free(struct postgres_set *set)
{
    free(set->order);
    set->order = NULL;
}

uint32_t postgres_wave(const struct postgres_set *set, uint32_t from)
{
    uint32_t n = 0;
    while (from + n < set->count && set->order[from + n].wave == set->order[from].wave)
        n++;
    return n;
}

#define FIRST_ARRAY 7 /* $7 is the first array */

static void rows_sql(struct buffer *b, const struct postgres_column *columns, int count, int key_count)
{
    (void)key_count;
    for (int i = 0; i < count; i++)
        buffer_printf(b, "%s$%d", i ? ", " : "unnest(", FIRST_ARRAY + i);
    for (int i = 0; i < count; i++)
        buffer_printf(b, "%s%s", i ? ", " : ") AS r(", columns[i].name);
    buffer_text(b, ")");
}

static void names_sql(struct buffer *b, const struct postgres_column *columns, int count, int key_count)
{
    (void)key_count;
    for (int i = 0; i < count; i++)
        buffer_printf(b, "%s%s", i ? ", " : "", columns[i].name);
}

static void settings_sql(struct buffer *b, const struct postgres_column *columns, int count, int key_count)
{
    for (int i = key_count; i < count; i++)
        buffer_printf(b, "%s%s = excluded.%s", i > key_count ? ", " : "", columns[i].name, columns[i].name);
}

char *postgres_sql(const char *template, const struct postgres_column *columns, int count, int key_count)
{
    static const struct {
        const char *word;
        void (*write)(struct buffer *b, const struct postgres_column *columns, int count, int key_count);
    } words[] = {{"{rows}", rows_sql}, {"{names}", names_sql}, {"{settings}", settings_sql}};
    struct buffer b;
    buffer_init(&b, (size_t)(LIMIT_SQL_BYTES));
    for (const char *p = template; *p;) {
        size_t i = 0, n = strcspn(p, "{");
        buffer_append(&b, p, n);
        p += n;
        while (*p && i < sizeof words / sizeof *words &&
               strncmp(p, words[i].word, strlen(words[i].word)) != 0)
            i++;
        if (!*p || i == sizeof words / sizeof *words)
            break;
        words[i].write(&b, columns, count, key_count);
        p += strlen(words[i].word);
    }
    if (b.failed)
        buffer_free(&b);
    return b.data;
}

struct array_kind {
    enum postgres_type array, element;
    uint32_t width; /* bytes of a number; 0: text */
};
static const struct array_kind array_kinds[] = {{POSTGRES_TEXT_ARRAY, POSTGRES_TEXT, 0},
                                                {POSTGRES_INT8_ARRAY, POSTGRES_INT8, 8},
                                                {POSTGRES_INT2_ARRAY, POSTGRES_INT2, 2}};

static const struct array_kind *array_kind(enum postgres_type type)
{
    const struct array_kind *kind = array_kinds;
    while (kind->array != type)
        kind++;
    return kind;
}

static void int4_put(struct buffer *b, uint32_t n)
{
    n = htobe32(n);
    buffer_append(b, &n, sizeof n);
}

/* Appends the value's length (-1: NULL), then its bytes. */
static bool element_put(struct buffer *b, const struct array_kind *kind, const struct value *v)
{
    struct {
        uint32_t length;
        uint8_t bytes[8];
    } number = {.length = htobe32(kind->width)};
    uint64_t wide = htobe64((uint64_t)v->number);
    if (!v->known) {
        int4_put(b, UINT32_MAX);
    } else if (kind->width == 0) {
        int4_put(b, v->length);
        buffer_append(b, v->text, v->length);
    } else {
        memcpy(number.bytes, (const char *)&wide + 8 - kind->width, kind->width);
        buffer_append(b, &number, sizeof number.length + kind->width);
        return kind->width == 8 || (v->number >= INT16_MIN && v->number <= INT16_MAX);
    }
    return true;
}

bool postgres_set_element(const struct postgres_set *set, uint32_t row, int column, struct buffer *b,
                          const char *name, struct error *e)
{
    struct value v = set->at(set->rows, row, column);
    return element_put(b, array_kind(set->columns[column].type), &v) ||
           error_set(e, ERROR_INTERNAL, name, NULL, _("a flag that is neither 0 nor 1: %s"),
                     set->columns[column].name);
}

static bool array_put(const struct postgres_set *set, const struct postgres_place *places, uint32_t count,
                      int column, struct buffer *b)
{
    const struct array_kind *kind = array_kind(set->columns[column].type);
    bool ok = true;
    int4_put(b, 1); /* number of dimensions */
    int4_put(b, 1); /* the array may hold NULLs */
    int4_put(b, kind->element);
    int4_put(b, count);
    int4_put(b, 1); /* lower bound of the dimension */
    for (uint32_t i = 0; ok && i < count; i++) {
        struct value v = set->at(set->rows, places[i].row, column);
        ok = element_put(b, kind, &v);
    }
    return ok;
}

bool postgres_set_params(const struct postgres_set *set, const struct postgres_place *places, uint32_t count,
                         int columns, struct buffer *memory, struct postgres_params *p, const char *name,
                         struct error *e)
{
    size_t starts[POSTGRES_PARAMS + 1];
    for (int i = 0; i < columns && i < POSTGRES_PARAMS; i++) {
        starts[i] = memory->used;
        if (!array_put(set, places, count, i, memory))
            return error_set(e, ERROR_INTERNAL, name, NULL, _("a flag that is neither 0 nor 1: %s"),
                             set->columns[i].name);
        starts[i + 1] = memory->used;
    }
    if (memory->failed || columns > POSTGRES_PARAMS)
        return error_memory(e, name);
    for (int i = 0; i < columns; i++)
        params_array(p, set->columns[i].type, memory->data + starts[i], starts[i + 1] - starts[i]);
    return true;
}

/* Adds the parameters that all statements of a page share; the arrays follow. */
static void place_params(struct postgres_params *p, const struct page_place *place)
{
    params_number(p, place->source);
    params_number(p, place->run);
    params_number(p, place->observed);
    params_text(p, place->period_kind);
    params_number(p, place->period_from);
    params_text(p, place->stream);
}

bool postgres_set_send(struct postgres_job *job, const struct postgres_set *set,
                       const struct postgres_place *places, uint32_t count, int columns, const char *sql,
                       const struct postgres_answer *answer, struct error *e)
{
    for (uint32_t from = 0; from < count; from += LIMIT_STATEMENT_ROWS) {
        struct postgres_params p = {.count = 0};
        uint32_t n = count - from < LIMIT_STATEMENT_ROWS ? count - from : LIMIT_STATEMENT_ROWS;
        buffer_reset(&job->memory);
        place_params(&p, job->place);
        if (!postgres_set_params(set, places + from, n, columns, &job->memory, &p, job->q->name, e) ||
            (from && !postgres_finish(job->q, e)) || !postgres_send(job->q, sql, &p, answer, e))
            return false;
    }
    return true;
}
