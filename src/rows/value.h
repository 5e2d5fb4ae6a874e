/* One value of a row, a statement's parameter or its answer: text, a number, or not known. */
#ifndef MOTCUA_ROWS_VALUE_H
#define MOTCUA_ROWS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
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
struct value value_if(bool known, int64_t number); /* unknown where it is not known */
/* MOMENT_NONE is unknown. */
struct value value_moment(moment m);
/* The way back: MOMENT_NONE, NULL where the value is unknown. */
moment value_to_moment(const struct value *v);
const char *value_to_text(const struct value *v);

/* A row function for a statement that answers one number (store_row in store.h): keeps the first column in
 * *(int64_t *)context, which stays as it was where no row came or the number is unknown. NULL: nothing is
 * kept. */
bool value_number_row(void *context, const struct value *columns, int count, struct error *e);

#endif
