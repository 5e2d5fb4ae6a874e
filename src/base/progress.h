/* What a poll shows while it runs: one line a source on a terminal, redrawn in place; nothing where stderr is
 * not a terminal. */
#ifndef MOTCUA_BASE_PROGRESS_H
#define MOTCUA_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress_line {
    const char *name;
    int64_t pages, rows, total; /* total -1: not known */
    int64_t milliseconds;       /* since its start */
    bool ended;
    const char *waiting; /* why it waits, or NULL */
};

struct progress;

/* NULL where nothing is to be drawn; every function takes NULL. */
struct progress *progress_new(bool wanted);
void progress_free(struct progress *p); /* the lines are gone from the screen afterwards */
/* Draws the lines, at most a few times a second. Lines of sources that have ended are left out. */
void progress_draw(struct progress *p, const struct progress_line *lines, size_t count);
/* Takes the lines off the screen, so that a message can be printed; they come back with the next draw. */
void progress_clear(struct progress *p);
/* The same for whichever are on the screen, for messages from below. */
void progress_hide(void);

int64_t progress_clock(void); /* milliseconds of a clock that only goes forward */

#endif
