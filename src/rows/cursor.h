/* How far a stream was read, as the text that the store keeps: "[GOT;POSITION][@CHANGED]". GOT records lie
 * before the driver's own POSITION in a reading of all that is under way; CHANGED is the latest moment at
 * which a record was changed, by the portal's clock, in seconds since 1970. */
#ifndef MOTCUA_ROWS_CURSOR_H
#define MOTCUA_ROWS_CURSOR_H

#include "base/error.h"
#include "base/limit.h"
#include "base/moment.h"

struct cursor {
    int64_t got;
    char position[LIMIT_VALUE_BYTES]; /* "": no reading of all is under way */
    moment changed;                   /* MOMENT_NONE: not known */
};

/* Reads a cursor of the store; another text gives a cursor at the start. */
void cursor_read(const char *text, struct cursor *out);
/* Writes c to out and returns out; a position of more than 440 bytes is cut. */
const char *cursor_write(const struct cursor *c, char out[LIMIT_VALUE_BYTES]);

#endif
