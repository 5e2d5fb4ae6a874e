/* Tasks: duties that give no points - reports, plans, registrations - with a last day, who is responsible, and the
 * evidence. A set is one JSON file in schema/tasks/, made from one document. A task is done by an entry (entry.h)
 * whose ruleset is the set's name, whose criterion is the task's code, and whose period is that of the task. */
#ifndef MOTCUA_TASK_H
#define MOTCUA_TASK_H

#include <jansson.h>

#include "index/score.h"

struct task {
    const char *code, *title, *responsible, *evidence, *to, *note; /* "" where the file has no such text */
    const char *unit_kinds[6];                                     /* NULL-terminated; empty: all */
    const char *unit_names[9];                                     /* NULL-terminated; empty: all */
    const char *by, *before; /* "12-15" of the year, or "": the last day; the day after the last day */
    int year_shift;          /* years from the task's year to the year of the last day */
    bool recurs;             /* the task is due once in each period of the kind `every`, at its end */
    enum period_kind every;
    int days;          /* days from the period's end, or from the event, to the last day */
    const char *after; /* an event, "kết luận kiểm tra", after which an entry gives the last day; or "" */
    bool
        remedy; /* the task is due only if the set's ruleset makes a plan of remedy due for the year before */
};

struct task_set {
    const char *name, *title, *document, *note;
    const char *ruleset; /* the ruleset that makes plans of remedy due; or "" */
    moment valid_from, valid_to;
    struct task items[LIMIT_TASKS];
    size_t count;
    json_t *document_json; /* owns the text */
};

/* Loads a shipped set by its name, or a file by its path. NULL and e (ERROR_CONFIG): no such file, or a wrong file. */
MUST_CHECK struct task_set *task_set_load(const char *name, struct error *e);
void task_set_free(struct task_set *s); /* safe with NULL */

enum task_state {
    TASK_DONE,
    TASK_DONE_LATE,
    TASK_OPEN,
    TASK_OVERDUE,
    TASK_WAITING /* for an event: the last day is not known yet */
};
const char *task_state_name(enum task_state s); /* "done" "done_late" "open" "overdue" "waiting" */

/* One task of one unit in one of its periods. */
struct duty {
    const struct task *task;
    struct period period;
    moment last; /* the last day; MOMENT_NONE: no day is known */
    enum task_state state;
    int64_t days_late;         /* days after the last day, the first begun day included; 0: in time */
    const struct entry *entry; /* the entry that reports the task done or gives its last day; or NULL */
};

/* True if the task binds a unit of this kind and name. */
bool task_binds(const struct task *t, const char *kind, const char *name);
/* Writes the duties of a task and a unit in a year to out, `max` at most, and returns their number: one of a task
 * that does not recur, else a duty for each period of the year that has begun and that the set is in force in. year must be a PERIOD_YEAR; year->at is
 * the moment of evaluation. cutoff: of weeks, see period.h. */
size_t task_duties(const struct task_set *set, const struct task *t, const char *unit,
                   const struct entry_set *entries, const struct period *year, int cutoff, struct duty *out,
                   size_t max);
/* Gives a duty another entry and judges the duty anew at `at`: a plan of remedy is entered for the year that it
 * answers. */
void duty_take(struct duty *d, const struct entry *entry, moment at);

#endif
