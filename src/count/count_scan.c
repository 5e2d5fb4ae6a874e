#include "count/count_scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/block_program.h"
#include "count/count_own.h"
#include "count/count_window.h"
#include "count/pair_table.h"

enum { ASKS_MAX = 128, PROCEDURE_BITS = 32 };

/* The counts of one period and aggregate: a row for each unit or pair, a column for each wanted counter, last the
 * dossiers. Of procedures a row is one number: a bit for each counter that counts a dossier. */
struct cells {
    uint32_t *numbers;
    size_t rows, used; /* rows that the memory has room for; rows in use */
};

struct ask {
    struct period period;
    struct counter_set counters;
    unsigned wanted, taken; /* how often; the cells are freed once taken reaches wanted */
    struct cells cells[LIMIT_AGGREGATES];
};

struct part { /* an aggregate as tests */
    long where;
    long counters[LIMIT_COUNTERS];
};

struct pairs {
    int column; /* the second column in the block; -1: no aggregate counts by that column */
    /* units with what stands in the second column: the text's number + 1 for each; 0: unknown */
    struct pair_table table;
    uint32_t places[BLOCK_ROWS]; /* the row of cells that each row of the block counts in */
    bool placed;                 /* places are those of the present block */
};

enum pair_kind { PAIRS_RECEIVING, PAIRS_PROCEDURE, PAIR_KINDS };

struct count_scan {
    const struct counter_family *family;
    struct block_program *program;
    bool touches, cannot, ran, overfull;
    int unit;      /* column of the unit in the block */
    int receiving; /* column of the receiving unit; -1: no aggregate counts by that unit */
    struct part parts[LIMIT_AGGREGATES];
    struct ask *asks[ASKS_MAX];
    size_t ask_count;
    uint32_t places[BLOCK_ROWS]; /* rows of cells that the rows of the block count in */
    /* the same where the receiving unit counts: an odd row is a receiving unit's, an even one a handling unit's */
    uint32_t received_places[BLOCK_ROWS];
    struct pairs pairs[PAIR_KINDS];
};

/* Returns the pairs that an aggregate counts by; NULL: the aggregate counts by unit alone. */
static struct pairs *pairs_of(struct count_scan *scan, const struct aggregate *a)
{
    return a->pairs ? &scan->pairs[PAIRS_RECEIVING] : a->distinct ? &scan->pairs[PAIRS_PROCEDURE] : NULL;
}

/* --- tests --- */

static bool part_make(struct count_scan *scan, const struct aggregate *a, struct part *part)
{
    const json_t *counters = json_object_get(scan->family->definition, "counters");
    part->where = block_program_add(scan->program, json_object_get(a->definition, "where"));
    for (size_t i = 0; part->where >= 0 && i < a->counter_count; i++) {
        const json_t *when = json_object_get(json_array_get(counters, a->counters[i]), "when");
        part->counters[i] =
            block_program_and(scan->program, part->where, block_program_add(scan->program, when));
        if (part->counters[i] < 0)
            return false;
    }
    return part->where >= 0;
}

static bool parts_make(struct count_scan *scan)
{
    const struct counter_family *f = scan->family;
    scan->unit = block_program_column(scan->program, DOSSIER_UNIT);
    scan->receiving = -1;
    for (int i = 0; i < PAIR_KINDS; i++)
        scan->pairs[i].column = -1;
    bool ok = scan->unit >= 0;
    for (size_t i = 0; ok && i < f->aggregate_count; i++) {
        ok = part_make(scan, &f->aggregates[i], &scan->parts[i]) &&
             (!f->aggregates[i].distinct || f->aggregates[i].counter_count < PROCEDURE_BITS);
        struct pairs *pairs = pairs_of(scan, &f->aggregates[i]);
        if (ok && f->aggregates[i].received)
            ok = (scan->receiving = block_program_column(scan->program, DOSSIER_RECEIVING_UNIT)) >= 0;
        if (ok && pairs)
            ok = (pairs->column =
                      block_program_column(scan->program, f->aggregates[i].pairs ? DOSSIER_RECEIVING_UNIT
                                                                                 : DOSSIER_PROCEDURE)) >= 0;
    }
    return ok;
}

struct count_scan *count_scan_new(const struct counter_family *f, bool touches, struct error *e)
{
    struct count_scan *scan = calloc(1, sizeof *scan);
    if (!scan) {
        error_memory(e, "counts");
        return NULL;
    }
    scan->family = f;
    scan->touches = touches;
    scan->program = block_program_new(json_object_get(f->definition, "define"), e);
    if (!scan->program) {
        free(scan);
        return NULL;
    }
    scan->cannot = !parts_make(scan);
    return scan;
}

static void ask_free(struct ask *ask)
{
    for (size_t i = 0; i < LIMIT_AGGREGATES; i++)
        free(ask->cells[i].numbers);
    free(ask);
}

void count_scan_free(struct count_scan *scan)
{
    if (!scan)
        return;
    for (size_t i = 0; i < scan->ask_count; i++)
        ask_free(scan->asks[i]);
    for (int i = 0; i < PAIR_KINDS; i++)
        pair_table_free(&scan->pairs[i].table);
    block_program_free(scan->program);
    free(scan);
}

/* --- wanted periods --- */

static struct ask *ask_find(struct count_scan *scan, const struct period *p)
{
    for (size_t i = 0; i < scan->ask_count; i++) {
        const struct period *q = &scan->asks[i]->period;
        if (q->from == p->from && q->to == p->to && q->at == p->at && q->cut == p->cut)
            return scan->asks[i];
    }
    return NULL;
}

bool count_scan_want(struct count_scan *scan, const struct period *p, const struct counter_set *counters,
                     struct error *e)
{
    struct ask *ask = ask_find(scan, p);
    if (scan->cannot || scan->ran)
        return true;
    if (!ask) {
        if (scan->ask_count == ASKS_MAX)
            return true;
        ask = calloc(1, sizeof *ask);
        if (!ask)
            return error_memory(e, "counts");
        ask->period = *p;
        scan->asks[scan->ask_count++] = ask;
    }
    counter_set_join(&ask->counters, counters);
    ask->wanted++;
    return true;
}

bool count_scan_has(struct count_scan *scan, const struct period *p, const struct counter_set *counters)
{
    const struct ask *ask = scan->cannot ? NULL : ask_find(scan, p);
    return ask && counter_set_within(counters, &ask->counters);
}

/* --- the reading --- */

/* Returns the numbers in a row of cells. */
static size_t stride_of(const struct aggregate *a, const struct ask *ask)
{
    size_t stride = 1; /* the last: dossiers */
    for (size_t i = 0; !a->distinct && i < a->counter_count; i++)
        stride += counter_set_has(&ask->counters, a->counters[i]);
    return stride;
}

static bool cells_grow(struct cells *cells, size_t rows, size_t stride, struct error *e)
{
    cells->used = rows;
    if (rows <= cells->rows)
        return true;
    size_t room = rows + rows / 8;
    uint32_t *numbers = reallocarray(cells->numbers, room * stride, sizeof *numbers);
    if (!numbers)
        return error_memory(e, "counts");
    memset(numbers + cells->rows * stride, 0, (room - cells->rows) * stride * sizeof *numbers);
    cells->numbers = numbers;
    cells->rows = room;
    return true;
}

static void bits_add(uint32_t *numbers, size_t stride, const uint64_t *bits, const uint32_t *places,
                     uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row += 64)
        for (uint64_t left = *bits++; left; left &= left - 1)
            numbers[places[row + (uint32_t)__builtin_ctzll(left)] * stride]++;
}

static void bits_mark(uint32_t *numbers, uint32_t mark, const uint64_t *bits, const uint32_t *places,
                      uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row += 64)
        for (uint64_t left = *bits++; left; left &= left - 1)
            numbers[places[row + (uint32_t)__builtin_ctzll(left)]] |= mark;
}

static uint32_t place_of(int64_t text)
{
    return text == BLOCK_UNKNOWN ? 0 : (uint32_t)text + 1;
}

static void unit_places(struct count_scan *scan, const struct block *b)
{
    for (uint32_t i = 0; i < b->rows; i++)
        scan->places[i] = place_of(b->values[scan->unit][i]);
    for (uint32_t i = 0; scan->receiving >= 0 && i < b->rows; i++) {
        uint32_t received = place_of(b->values[scan->receiving][i]);
        scan->received_places[i] = received ? 2 * received + 1 : 2 * scan->places[i];
    }
}

/* Returns how many rows of cells an aggregate that counts by the receiving unit needs. */
static size_t received_rows(const struct count_scan *scan, const struct block *b)
{
    size_t a = b->texts[scan->unit].count, c = b->texts[scan->receiving].count;
    return 2 * ((a > c ? a : c) + 1);
}

/* Numbers the pairs of a block, once for all periods. */
static bool pair_places(struct count_scan *scan, const struct block *b, struct pairs *pairs, struct error *e)
{
    for (uint32_t row = 0; row < b->rows && !pairs->placed; row++) {
        const struct pair pair = {place_of(b->values[scan->unit][row]),
                                  place_of(b->values[pairs->column][row])};
        long number = pair_table_number(&pairs->table, pair);
        scan->overfull = number < 0;
        if (number < 0)
            return error_memory(e, "counts");
        pairs->places[row] = (uint32_t)number;
    }
    pairs->placed = true;
    return true;
}

static void cells_add(struct count_scan *scan, const struct block *b, const struct ask *ask, size_t aggregate,
                      const uint64_t *where, const uint32_t *places)
{
    const struct aggregate *a = &scan->family->aggregates[aggregate];
    uint32_t *numbers = ask->cells[aggregate].numbers;
    size_t stride = stride_of(a, ask), column = 0;
    if (!a->distinct && (scan->touches || a->pairs))
        bits_add(numbers + stride - 1, stride, where, places, b->rows);
    for (size_t i = 0; i < a->counter_count; i++) {
        if (!counter_set_has(&ask->counters, a->counters[i]))
            continue;
        const uint64_t *bits = block_program_test(scan->program, scan->parts[aggregate].counters[i]);
        if (bits && a->distinct)
            bits_mark(numbers, 1U << i, bits, places, b->rows);
        else if (bits)
            bits_add(numbers + column, stride, bits, places, b->rows);
        column++;
    }
}

static bool aggregate_add(struct count_scan *scan, const struct block *b, struct ask *ask, size_t aggregate,
                          struct error *e)
{
    const struct aggregate *a = &scan->family->aggregates[aggregate];
    const uint64_t *where = block_program_test(scan->program, scan->parts[aggregate].where);
    size_t rows = b->texts[scan->unit].count + 1;
    struct pairs *pairs = pairs_of(scan, a);
    const uint32_t *places = scan->places;
    if (!where)
        return true;
    if (a->received) {
        places = scan->received_places;
        rows = received_rows(scan, b);
    }
    if (pairs) {
        if (!pair_places(scan, b, pairs, e))
            return false;
        places = pairs->places;
        rows = pairs->table.count;
    }
    if (!cells_grow(&ask->cells[aggregate], rows, stride_of(a, ask), e))
        return false;
    cells_add(scan, b, ask, aggregate, where, places);
    return true;
}

static bool block_add(void *context, const struct block *b, struct error *e)
{
    struct count_scan *scan = context;
    bool ok = true;
    block_program_rows(scan->program);
    unit_places(scan, b);
    for (int i = 0; i < PAIR_KINDS; i++)
        scan->pairs[i].placed = false;
    for (size_t i = 0; ok && i < scan->ask_count; i++) {
        struct ask *ask = scan->asks[i];
        block_program_period(scan->program, &ask->period);
        for (size_t k = 0; ok && k < scan->family->aggregate_count; k++)
            if (aggregate_wanted(&scan->family->aggregates[k], &ask->counters))
                ok = aggregate_add(scan, b, ask, k, e);
    }
    return ok;
}

/* Leaves dossiers in the store that none of the wanted aggregates can count, for their dates. */
static bool window_write(const struct count_scan *scan, struct buffer *sql, struct error *e)
{
    const json_t *define = json_object_get(scan->family->definition, "define");
    struct count_window window = {0};
    for (size_t i = 0; i < scan->ask_count; i++)
        for (size_t k = 0; k < scan->family->aggregate_count; k++)
            if (aggregate_wanted(&scan->family->aggregates[k], &scan->asks[i]->counters))
                count_window_add(&window, &scan->family->aggregates[k], define, &scan->asks[i]->period);
    return count_window_sql(&window, define, sql, e);
}

static bool scan_run(struct count_scan *scan, struct store *s, const struct dossier_versions *versions,
                     struct error *e)
{
    struct buffer rest;
    struct block *b = block_program_block(scan->program);
    struct error fault = {0};
    buffer_init(&rest, LIMIT_SQL_BYTES);
    buffer_text(&rest, " FROM ");
    dossier_versions_sql(versions, &rest);
    buffer_text(&rest, " WHERE ");
    scan->ran = true;
    bool ok = window_write(scan, &rest, &fault);
    buffer_text(&rest, scan->family->sources);
    ok = ok && (!rest.failed || error_memory(&fault, "counts")) &&
         store_scan(s, buffer_string(&rest), b, block_add, scan, &fault);
    scan->cannot = !ok && (b->overfull || scan->overfull);
    buffer_free(&rest);
    if (ok || scan->cannot)
        return true;
    if (e)
        *e = fault;
    return false;
}

/* --- results --- */

static long unit_of(const struct count_scan *scan, int column, uint32_t place, const struct unit_set *units)
{
    const struct text_list *texts = &block_program_block(scan->program)->texts[column];
    return place && place <= texts->count ? unit_find(units, texts->texts[place - 1]) : -1;
}

static void row_own(struct count_scan *scan, const struct ask *ask, const struct aggregate *a, size_t row,
                    const uint32_t *numbers, struct count_own *out)
{
    const struct pairs *pairs = &scan->pairs[PAIRS_RECEIVING];
    struct pair of = {(uint32_t)(a->received ? row / 2 : row), 0};
    if (a->pairs)
        of = pairs->table.pairs[row];
    int column = a->received && row % 2 ? scan->receiving : scan->unit;
    long unit = unit_of(scan, column, of.unit, out->units);
    long receiving = a->pairs ? unit_of(scan, pairs->column, of.other, out->units) : -1;
    for (size_t i = 0; i < a->counter_count; i++) {
        if (!counter_set_has(&ask->counters, a->counters[i]))
            continue;
        if (a->pairs)
            count_own_pair(out, a, i, unit, receiving, *numbers++);
        else
            count_own_add(out, a->counters[i], unit, *numbers++);
    }
}

static void cells_own(struct count_scan *scan, const struct ask *ask, size_t aggregate, struct count_own *out)
{
    const struct aggregate *a = &scan->family->aggregates[aggregate];
    const struct cells *cells = &ask->cells[aggregate];
    size_t stride = stride_of(a, ask);
    for (size_t row = 0; row < cells->used; row++) {
        const uint32_t *numbers = cells->numbers + row * stride;
        if ((!scan->touches && !a->pairs) || numbers[stride - 1])
            row_own(scan, ask, a, row, numbers, out);
    }
}

/* Frees the cells of a period, except those of procedures, which callers ask for after the sums. */
static void ask_release(const struct count_scan *scan, struct ask *ask)
{
    struct counter_set procedures = {0};
    for (size_t k = 0; k < scan->family->aggregate_count; k++) {
        const struct aggregate *a = &scan->family->aggregates[k];
        for (size_t i = 0; a->distinct && i < a->counter_count; i++)
            if (counter_set_has(&ask->counters, a->counters[i]))
                counter_set_add(&procedures, scan->family, a->counters[i]);
        if (a->distinct)
            continue;
        free(ask->cells[k].numbers);
        ask->cells[k] = (struct cells){0};
    }
    ask->counters = procedures;
}

bool count_scan_own(struct count_scan *scan, struct store *s, const struct dossier_versions *versions,
                    const struct unit_set *units, const struct period *p, const struct counter_set *counters,
                    int sign, int64_t *own, bool *touched, bool *there, struct error *e)
{
    struct count_own out = {
        .family = scan->family, .units = units, .sign = sign, .own = own, .touched = touched};
    struct ask *ask = ask_find(scan, p);
    *there = false;
    if (!count_scan_has(scan, p, counters))
        return true;
    if (!scan->ran && !scan_run(scan, s, versions, e))
        return false;
    *there = !scan->cannot;
    for (size_t k = 0; *there && k < scan->family->aggregate_count; k++)
        if (!scan->family->aggregates[k].distinct && aggregate_wanted(&scan->family->aggregates[k], counters))
            cells_own(scan, ask, k, &out);
    if (*there && ++ask->taken == ask->wanted)
        ask_release(scan, ask);
    return true;
}

bool count_scan_procedures(struct count_scan *scan, const struct period *p, size_t aggregate,
                           count_scan_procedure *take, void *context, bool *there, struct error *e)
{
    const struct aggregate *a = &scan->family->aggregates[aggregate];
    const struct block *b = block_program_block(scan->program);
    const struct pairs *pairs = &scan->pairs[PAIRS_PROCEDURE];
    const struct ask *ask = ask_find(scan, p);
    struct counter_set counters = {0};
    for (size_t i = 0; i < a->counter_count; i++)
        counter_set_add(&counters, scan->family, a->counters[i]);
    *there = scan->ran && count_scan_has(scan, p, &counters);
    for (size_t row = 0; *there && row < ask->cells[aggregate].used; row++) {
        uint32_t has = ask->cells[aggregate].numbers[row];
        struct pair of = pairs->table.pairs[row];
        if (has && of.other &&
            !take(context, of.unit ? b->texts[scan->unit].texts[of.unit - 1] : NULL,
                  b->texts[pairs->column].texts[of.other - 1], has, e))
            return false;
    }
    return true;
}
