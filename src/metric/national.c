#include "metric/national.h"

#include <string.h>

#include "base/limit.h"

/* Returns a province's own score; an alias of a province has no score, so that no province counts twice. */
static struct figure_value score_of(const struct unit_set *units, const struct figure_set *figures,
                                    size_t unit)
{
    struct figure_value v = figure_get(figures, unit, NATIONAL_TOTAL);
    v.present = v.present && v.score.known && unit_same(units, unit) == unit;
    return v;
}

/* Returns the unit whose code is the part of the given code before the first dot; -1: no such unit. */
static long root_of(const struct unit_set *units, const char *code)
{
    char root[LIMIT_VALUE_BYTES];
    size_t n = strcspn(code, ".");
    if (n >= sizeof root || !code[n])
        return -1;
    memcpy(root, code, n);
    root[n] = '\0';
    long unit = unit_find(units, root);
    return unit < 0 ? -1 : (long)unit_same(units, (size_t)unit);
}

/* Returns the province that the store's units belong to; -1: no province with a score, or several. */
static long home_find(const struct unit_set *units, const struct figure_set *figures)
{
    long home = -1;
    for (size_t i = 0; i < units->count; i++) {
        const struct unit *u = &units->units[i];
        long root = u->has_dossiers || u->has_figures ? root_of(units, u->code) : -1;
        if (root < 0 || root == home || !score_of(units, figures, (size_t)root).present)
            continue;
        if (home >= 0)
            return -1;
        home = root;
    }
    return home;
}

struct national_place national_place_find(const struct unit_set *units, const struct figure_set *figures)
{
    struct national_place p = {0};
    long home = home_find(units, figures);
    if (home < 0)
        return p;
    struct figure_value own = score_of(units, figures, (size_t)home);
    p = (struct national_place){
        .known = true, .unit = (size_t)home, .place = 1, .score = own.score.number, .observed = own.observed};
    for (size_t i = 0; i < units->count; i++) {
        struct figure_value other = score_of(units, figures, i);
        p.of += other.present;
        p.place += other.present && other.score.number > own.score.number;
    }
    return p;
}
