/* The duties of a set of tasks in the year that the command line asks for, for the table of `tasks` and the paper of
 * `report tasks`. */
#ifndef MOTCUA_COMMAND_TASKS_H
#define MOTCUA_COMMAND_TASKS_H

#include "cli/score_session.h"
#include "index/task.h"

struct owed { /* unit and name are borrowed from the session */
    const char *unit, *name;
    struct duty duty;
};

struct tasks_session {
    struct cli cli; /* copy of the caller's, with the ruleset of the set */
    struct score_session s;
    struct task_set *set;
    struct period year;
    struct owed *items; /* unit by unit */
    size_t count, room;
    bool failed; /* no memory; tasks_open() tells the error */
};

/* set is the name of a set, or a file. *out must be zeroed. The caller closes the session even after a failure. */
MUST_CHECK bool tasks_open(const struct cli *cli, const char *set, struct tasks_session *out,
                           struct error *e);
void tasks_close(struct tasks_session *t);
/* Returns how many duties are in a state. */
size_t tasks_in(const struct tasks_session *t, enum task_state state);

#endif
