#include "show/source_warning.h"

#include "base/limit.h"
#include "count/unit_forest.h"

void source_states_warn(const struct source_states *states, struct table *t)
{
    char line[LIMIT_LINE_BYTES];
    for (size_t i = 0; i < states->count; i++)
        if (states->items[i].counts && states->items[i].issue_rows)
            table_warning(t, source_issues_say(&states->items[i], line, sizeof line));
    for (size_t i = 0; i < states->count; i++)
        if (states->items[i].counts && !source_is_whole(&states->items[i]))
            table_warning(t, source_state_say(&states->items[i], line, sizeof line));
}

void unit_faults_warn(const struct unit_set *units, struct table *t)
{
    char line[LIMIT_LINE_BYTES];
    if (*unit_forest_say(units, line, sizeof line))
        table_warning(t, line);
}

void source_states_footnote(const struct source_states *states, struct table *t)
{
    char line[LIMIT_LINE_BYTES];
    for (size_t i = 0; i < states->count; i++)
        if (states->items[i].counts && source_is_whole(&states->items[i]) &&
            *source_state_note(&states->items[i], line, sizeof line))
            table_footnote(t, line);
}
