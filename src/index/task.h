/* Tasks: duties that are no points - reports, plans, registrations - with a last day, who is responsible, and what
 * proves them. A set is one JSON file in schema/tasks/, made from one document. That a task is done is an entry
 * (entry.h) whose ruleset is the set's name, its criterion the task's code, and its period that of the task. */
#ifndef MOTCUA_TASK_H
#define MOTCUA_TASK_H

#include <jansson.h>

#include "index/score.h"

struct task {
    const char *code, *title, *responsible, *evidence, *to, *note; /* "" where not said */
    const char *unit_kinds[6];                                     /* NULL-terminated; empty: all */
    const char *unit_names[9];                                     /* NULL-terminated; empty: all */
    const char *by, *before; /* "12-15" of the year, the last day; or the day after the last one; "" */
    int year_shift;          /* the day is so many years from the year that the task is of */
    bool recurs;             /* once in each period of the kind `every`, at its end */
    enum period_kind every;
    int days;          /* so many after the period's end, or after the event */
    const char *after; /* an event: "kết luận kiểm tra"; the last day is known once an entry gives it; "" */
    bool
        remedy; /* only where the set's ruleset makes a plan of remedy due for the index of the year before */
};

struct task_set {
    const char *name, *title, *document, *note;
    const char *ruleset; /* that makes plans of remedy due; "" */
    moment valid_from, valid_to;
    struct task items[LIMIT_TASKS];
    size_t count;
    json_t *document_json; /* owns the text */
};

/* A shipped set by its name, or a path. NULL and e (ERROR_CONFIG): no such file, or a fault in it. */
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
    moment last; /* the last day; MOMENT_NONE: none is known */
    enum task_state state;
    int64_t days_late;         /* whole days beyond the last one, done or not; 0: in time */
    const struct entry *entry; /* what says that it is done, or gives its last day; or NULL */
};

/* Does the task bind a unit of this kind and name? */
bool task_binds(const struct task *t, const char *kind, const char *name);
/* The duties of a task and a unit in a year, those of periods that have begun; at most `max`, the number of them
 * is returned. year.at is the moment of evaluation; it must be a year. cutoff: of weeks, see
 * period.h. */
size_t task_duties(const struct task_set *set, const struct task *t, const char *unit,
                   const struct entry_set *entries, const struct period *year, int cutoff, struct duty *out,
                   size_t max);
/* The same duty with another entry, as of `at`: a plan of remedy that was entered for the index it answers. */
void duty_take(struct duty *d, const struct entry *entry, moment at);

#endif
