/* One value of a row, a statement's parameter or its answer: text, a number, or not known. */
#ifndef MOTCUA_ROWS_VALUE_H
#define MOTCUA_ROWS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/moment.h"

/* Text is borrowed from the page or statement that it came with. Unknown is not zero. */
struct value {
    bool known;
    uint32_t length;  /* of text */
    const char *text; /* NUL-terminated too; NULL for numbers */
    int64_t number;
};

/* Text is borrowed; NULL is unknown. */
struct value value_text(const char *text);
struct value value_number(int64_t number);
/* MOMENT_NONE is unknown. */
struct value value_moment(moment m);
/* The way back: MOMENT_NONE, NULL where the value is unknown. */
moment value_to_moment(const struct value *v);
const char *value_to_text(const struct value *v);

#endif
