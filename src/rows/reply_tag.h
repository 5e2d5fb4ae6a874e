/* What a portal said of a reply so that it need not be sent again while it is the same (ETag, Last-Modified).
 * It stands in the cursor of its stream, so that it goes into the store together with the reply's figures. */
#ifndef MOTCUA_ROWS_REPLY_TAG_H
#define MOTCUA_ROWS_REPLY_TAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limit.h"
#include "base/moment.h"

struct reply_tag {
    uint64_t request;                                                  /* request_hash() of what was asked */
    moment since;                                                      /* when it was answered */
    int64_t rows;                                                      /* figures in it */
    char etag[LIMIT_VALIDATOR_BYTES], modified[LIMIT_VALIDATOR_BYTES]; /* or "" */
};

/* As a cursor; "" where the portal gave nothing to come back with. */
void reply_tag_write(const struct reply_tag *v, char out[LIMIT_VALUE_BYTES]);
/* false: the cursor is something else. */
bool reply_tag_read(const char *cursor, struct reply_tag *out);

#endif
