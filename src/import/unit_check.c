#include "import/unit_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/unit_forest.h"

static bool text_take(char **to, const char *text)
{
    if (!text)
        return true;
    char *copy = strdup(text);
    if (!copy)
        return false;
    free(*to);
    *to = copy;
    return true;
}

static int code_compare(const void *a, const void *b)
{
    return strcmp(((const struct unit *)a)->code, ((const struct unit *)b)->code);
}

/* Appends codes that the set lacks and sorts them into their places; a code that stands twice in the rows is one
 * unit. */
static bool codes_add(struct unit_set *set, const struct unit_row *rows, size_t count)
{
    size_t known = set->count, kept = 0;
    struct unit *units = reallocarray(set->units, known + count + 1, sizeof *units);
    if (!units)
        return false;
    set->units = units;
    for (size_t i = 0; i < count; i++) {
        const struct unit_set before = {.units = units, .count = known};
        if (unit_find(&before, rows[i].code) >= 0)
            continue;
        units[set->count] = (struct unit){.code = strdup(rows[i].code),
                                          .valid_from = MOMENT_NONE,
                                          .valid_to = MOMENT_NONE,
                                          .known_from = MOMENT_NONE};
        if (!units[set->count].code)
            return false;
        set->count++;
    }
    if (set->count)
        qsort(units, set->count, sizeof *units, code_compare);
    for (size_t i = 0; i < set->count; i++) {
        if (kept && strcmp(units[kept - 1].code, units[i].code) == 0)
            free(units[i].code);
        else
            units[kept++] = units[i];
    }
    set->count = kept;
    return true;
}

static bool rows_merge(struct unit_set *set, const struct unit_row *rows, size_t count)
{
    if (!codes_add(set, rows, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct unit *u = &set->units[unit_find(set, rows[i].code)];
        if (!text_take(&u->parent, rows[i].parent) || !text_take(&u->successor, rows[i].successor))
            return false;
        u->valid_from = rows[i].valid_from != MOMENT_NONE ? rows[i].valid_from : u->valid_from;
        u->valid_to = rows[i].valid_to != MOMENT_NONE ? rows[i].valid_to : u->valid_to;
    }
    return true;
}

static bool fault_tell(const struct unit *u, unsigned faults, struct error *e)
{
    unsigned fault = 1;
    while (!(faults & fault))
        fault *= 2;
    return error_set(e, ERROR_DATA, u->code,
                     _("Nothing was stored: set parents, successors and dates right, at most 8 units above "
                       "each other, then import the whole file again."),
                     "%s", unit_fault_words(fault));
}

bool unit_rows_check(struct unit_set *set, const struct unit_row *rows, size_t count, struct error *e)
{
    for (size_t i = 0; i < set->count; i++)
        set->units[i].faults_before = set->units[i].faults;
    if (!rows_merge(set, rows, count))
        return error_memory(e, "unit");
    if (!unit_set_link(set, e))
        return false;
    for (size_t i = 0; i < set->count; i++) {
        unsigned more = set->units[i].faults & ~set->units[i].faults_before;
        if (more)
            return fault_tell(&set->units[i], more, e);
    }
    return true;
}
