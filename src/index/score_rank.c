#include "index/score_rank.h"

#include <stdlib.h>
#include <string.h>

/* A unit that has a total. */
struct runner {
    const char *kind;
    decimal points;
    size_t index;
};

static int kind_compare(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

/* Orders units by kind, then by points, the most points first. */
static int runner_compare(const void *a, const void *b)
{
    const struct runner *x = a, *y = b;
    int order = kind_compare(x->kind, y->kind);
    return order ? order : (x->points < y->points) - (x->points > y->points);
}

/* Gives places to the units of one kind, which must be sorted by points. */
static void places_give(const struct runner *runners, size_t count, struct score_rank *out)
{
    size_t place = 1;
    for (size_t i = 0; i < count; i++) {
        if (i && runners[i].points != runners[i - 1].points)
            place = i + 1;
        out[runners[i].index].place = place;
        out[runners[i].index].of = count;
    }
}

/* Ranks the scores by one side; side NULL: for each unit by the side that counts. */
static struct score_rank *ranks_make(const struct score *all, size_t count, const enum score_side *side,
                                     struct error *e)
{
    struct score_rank *out = calloc(count + 1, sizeof *out);
    struct runner *runners = calloc(count + 1, sizeof *runners);
    size_t used = 0;
    if (!out || !runners) {
        free(out);
        free(runners);
        error_memory(e, "score");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct runner *r = &runners[used];
        out[i].side = side ? *side : score_side(&all[i].nodes[0]);
        *r = (struct runner){.kind = all[i].subject.kind, .index = i};
        used += score_total_of(&all[i], out[i].side, &r->points);
    }
    qsort(runners, used, sizeof *runners, runner_compare);
    for (size_t from = 0, to = 0; from < used; from = to) {
        while (to < used && kind_compare(runners[from].kind, runners[to].kind) == 0)
            to++;
        places_give(runners + from, to - from, out);
    }
    free(runners);
    return out;
}

struct score_rank *score_ranks(const struct score *all, size_t count, struct error *e)
{
    struct score_rank *out = ranks_make(all, count, NULL, e);
    for (size_t i = 0; out && i < count; i++) {
        const struct entry *said = all[i].rank;
        if (said && said->measure.kind == MEASURE_RATIO && !said->measure.percent)
            out[i] = (struct score_rank){.place = (size_t)said->measure.n,
                                         .of = (size_t)said->measure.d,
                                         .announced = true,
                                         .side = out[i].side};
    }
    return out;
}

struct score_rank *score_ranks_of(const struct score *all, size_t count, enum score_side side,
                                  struct error *e)
{
    return ranks_make(all, count, &side, e);
}
