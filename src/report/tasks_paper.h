/* A paper on duties that give no points: how the duties stand, which are overdue, which come next; the annex lists
 * all. */
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
    const struct config *config; /* NULL: the paper has no heading block */
    const struct task_set *set;
    struct period year; /* year.at: the moment of evaluation */
    const struct tasks_line *lines;
    size_t count;
};

/* The caller frees the paper. NULL and e on failure. */
MUST_CHECK struct paper *tasks_paper_make(const struct tasks_ask *ask, struct error *e);

#endif
