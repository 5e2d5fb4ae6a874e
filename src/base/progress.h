/* The lines that a poll shows while it runs: one line a source, redrawn in place. Where stderr is not a terminal
 * nothing is drawn. */
#ifndef MOTCUA_BASE_PROGRESS_H
#define MOTCUA_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress_line {
    const char *name;
    int64_t pages, rows, total; /* total: of the portal; -1: not known */
    int64_t milliseconds;       /* since the source's poll began */
    bool ended;
    const char *waiting; /* why the source's poll waits, or NULL */
};

struct progress;

/* NULL: nothing will be drawn (not wanted, no terminal, no memory); every function takes NULL. */
struct progress *progress_new(bool wanted);
void progress_free(struct progress *p); /* takes the lines off the screen */
/* Draws the lines, at most a few times a second. Lines of sources that have ended are left out. */
void progress_draw(struct progress *p, const struct progress_line *lines, size_t count);
/* Takes the lines off the screen, so that a message can be printed; the next draw brings the lines back. */
void progress_clear(struct progress *p);
/* Clears the lines of the progress that is shown, whoever made it; for messages of code that does not have it. */
void progress_hide(void);

int64_t progress_clock(void); /* milliseconds of a clock that only goes forward */

#endif
