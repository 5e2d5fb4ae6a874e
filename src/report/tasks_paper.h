/* Duties that are no points, as a paper: how they stand, which are overdue, which come next; all of them in the annex. */
#ifndef MOTCUA_TASKS_PAPER_H
#define MOTCUA_TASKS_PAPER_H

#include "config/config.h"
#include "index/task.h"
#include "report/paper.h"

struct tasks_line {
    const char *unit, *name;
    const struct duty *duty;
};

struct tasks_ask {
    const struct config *config; /* NULL: of nobody; the heading block is left out */
    const struct task_set *set;
    struct period year; /* year.at: the moment of evaluation */
    const struct tasks_line *lines;
    size_t count;
};

/* NULL and e on failure. */
MUST_CHECK struct paper *tasks_paper_make(const struct tasks_ask *ask, struct error *e);

#endif
