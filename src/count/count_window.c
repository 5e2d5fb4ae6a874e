#include "count/count_window.h"

#include <string.h>

#include "count/predicate_word.h"

/* The moment of the period that a comparison of the date has on its right; false: the test is no such comparison. */
static bool bound_of(const json_t *test, const char *sign, enum predicate_param *bound)
{
    const char *name = json_string_value(json_array_get(test, 0)),
               *right = json_string_value(json_array_get(test, 2));
    int param = right && dossier_field_find(right) < 0 ? predicate_param_find(right) : -1;
    if (!name || strcmp(name, sign) != 0 || json_array_size(test) != 3 || param < 0)
        return false;
    *bound = (enum predicate_param)param;
    return true;
}

/* The date that must lie between two moments of the period; NULL: the condition asks for no such date. */
static const json_t *date_of(const json_t *where, enum predicate_param *from, enum predicate_param *to)
{
    const char *name = json_string_value(json_array_get(where, 0));
    for (size_t i = 1; name && strcmp(name, "and") == 0 && i < json_array_size(where); i++) {
        const json_t *first = json_array_get(where, i), *date = json_array_get(first, 1);
        if (!bound_of(first, ">=", from))
            continue;
        for (size_t k = 1; k < json_array_size(where); k++) {
            const json_t *second = json_array_get(where, k);
            if (bound_of(second, "<", to) && json_equal(json_array_get(second, 1), date))
                return date;
        }
    }
    return NULL;
}

void count_window_add(struct count_window *w, const struct aggregate *a, const json_t *define,
                      const struct period *p)
{
    enum predicate_param from, to;
    const json_t *where = json_object_get(a->definition, "where");
    if (json_is_string(where)) /* the condition is one of those under "define" */
        where = json_object_get(define, json_string_value(where));
    const json_t *date = date_of(where, &from, &to);
    size_t i = 0;
    while (date && i < w->count && !json_equal(w->dates[i].date, date))
        i++;
    if (!date || i == COUNT_WINDOW_DATES) {
        w->open = true;
        return;
    }
    moment least = predicate_param(from, p), most = predicate_param(to, p);
    if (i == w->count) {
        w->dates[w->count].date = date;
        w->dates[w->count].from = least;
        w->dates[w->count++].to = most;
    }
    w->dates[i].from = least < w->dates[i].from ? least : w->dates[i].from;
    w->dates[i].to = most > w->dates[i].to ? most : w->dates[i].to;
}

bool count_window_sql(const struct count_window *w, const json_t *define, struct buffer *sql, struct error *e)
{
    struct predicate state = {.define = define};
    bool ok = true;
    for (size_t i = 0; ok && !w->open && i < w->count; i++) {
        json_t *between =
            json_pack("[s, [s, O, I], [s, O, I]]", "and", ">=", w->dates[i].date,
                      (json_int_t)w->dates[i].from, "<", w->dates[i].date, (json_int_t)w->dates[i].to);
        buffer_text(sql, i ? " OR " : "(");
        ok = between ? predicate_sql(&state, between, sql, e) : error_memory(e, "counts");
        json_decref(between);
    }
    if (ok && !w->open)
        buffer_text(sql, w->count ? ") AND " : "1 = 0 AND ");
    return ok;
}
