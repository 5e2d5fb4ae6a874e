/* One value of a row, of a statement's parameters or of its answer: text, a number, or unknown. */
#ifndef MOTCUA_ROWS_VALUE_H
#define MOTCUA_ROWS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/moment.h"

/* Text is borrowed from the page or the statement that brought the value. Unknown is not zero. */
struct value {
    bool known;
    uint32_t length;  /* bytes of text */
    const char *text; /* NUL-terminated too; NULL for numbers */
    int64_t number;
};

/* Text is borrowed; NULL is unknown. */
struct value value_text(const char *text);
struct value value_number(int64_t number);
struct value value_if(bool known, int64_t number); /* unknown where known is false */
/* MOMENT_NONE is unknown. */
struct value value_moment(moment m);
/* The moment or the text of a value; MOMENT_NONE, NULL: the value is unknown. */
moment value_to_moment(const struct value *v);
const char *value_to_text(const struct value *v);

/* A row function (store_row in store.h) for a statement that answers one number. Writes the first column to
 * *(int64_t *)context, which is left alone where no row came or the number is unknown. context NULL: the number is
 * dropped. Always true. */
bool value_number_row(void *context, const struct value *columns, int count, struct error *e);
/* A row function that adds 1 to *(int64_t *)context for each row. Always true. */
bool value_count_row(void *context, const struct value *columns, int count, struct error *e);

#endif
