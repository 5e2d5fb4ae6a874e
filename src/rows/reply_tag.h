/* The tag (ETag, Last-Modified) by which a portal knows whether its reply has changed, so that an unchanged reply
 * need not be sent again. The tag stands in the cursor of its stream and so goes into the store together with the
 * reply's figures. */
#ifndef MOTCUA_ROWS_REPLY_TAG_H
#define MOTCUA_ROWS_REPLY_TAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limit.h"
#include "base/moment.h"

struct reply_tag {
    uint64_t request; /* request_hash() of the request */
    moment since;     /* start of the poll that brought the reply */
    int64_t rows;     /* figures of the reply */
    char etag[LIMIT_VALIDATOR_BYTES], modified[LIMIT_VALIDATOR_BYTES]; /* "": the portal gave none */
};

/* Writes the tag to out as a cursor; "" where the portal gave neither ETag nor Last-Modified. */
void reply_tag_write(const struct reply_tag *v, char out[LIMIT_VALUE_BYTES]);
/* Reads the tag from a cursor. false: the cursor holds no tag. */
bool reply_tag_read(const char *cursor, struct reply_tag *out);

#endif
