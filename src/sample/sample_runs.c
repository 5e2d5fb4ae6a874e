/* Turns: a turn is a number for all runs that one call of samples_write() sampled. */
#include <stdlib.h>

#include "base/array.h"
#include "rows/value.h"
#include "sample/sample_inner.h"

/* If pages came after their run was sampled, every period is counted anew, because the run has a turn already. */
bool sampling_turn_take(struct store *s, int64_t *turn, struct error *e)
{
    struct value param;
    if (!store_write_begin(s, e))
        return false;
    bool ok =
        store_write(s, "UPDATE sample_turn SET turn = turn + 1 WHERE id = 1 RETURNING turn", NULL, 0,
                    value_number_row, turn, e) &&
        store_write(
            s, "UPDATE sample_period SET definitions = 0 WHERE EXISTS (SELECT 1 FROM run WHERE sampled = -1)",
            NULL, 0, NULL, NULL, e);
    param = value_number(*turn);
    ok = ok &&
         store_write(
             s, "UPDATE run SET sampled = $1 WHERE sampled = -1 OR (sampled = 0 AND outcome <> 'running')",
             &param, 1, NULL, NULL, e);
    return store_write_end(s, ok, e);
}

static bool run_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct sampling *g = context;
    (void)count;
    if (!array_room(&g->runs, &g->run_size, g->run_count, sizeof *g->runs))
        return error_memory(e, "samples");
    g->runs[g->run_count++] = (struct sample_run){columns[0].number, columns[1].number};
    return true;
}

bool sampling_runs_read(struct sampling *g, struct error *e)
{
    int64_t least = g->turn;
    for (size_t i = 0; i < g->period_count; i++)
        if (g->periods[i].definitions == g->definitions && g->periods[i].turn < least)
            least = g->periods[i].turn;
    const struct value param = value_number(least);
    g->run_count = 0;
    return store_query(g->store, "SELECT id, sampled FROM run WHERE sampled <= 0 OR sampled > $1 ORDER BY id",
                       &param, 1, run_row, g, e);
}

bool sampling_runs(const struct sampling *g, int64_t after, int64_t upto, int64_t **runs, size_t *count,
                   struct error *e)
{
    *count = 0;
    *runs = calloc(g->run_count + 1, sizeof **runs);
    for (size_t i = 0; *runs && i < g->run_count; i++) {
        int64_t turn = g->runs[i].turn <= 0 ? INT64_MAX : g->runs[i].turn;
        if (turn > after && turn <= upto)
            (*runs)[(*count)++] = g->runs[i].id;
    }
    return *runs || error_memory(e, "samples");
}
