/* What a portal said of a reply so that it need not be sent again while it is the same (ETag, Last-Modified).
 * It stands in the cursor of its stream, so that it goes into the store together with the reply's figures. */
#ifndef MOTCUA_POLL_REQUEST_HASH_H
#define MOTCUA_POLL_REQUEST_HASH_H

#include "adapters/manifest/manifest.h"
#include "poll/fetch.h"
#include "rows/reply_tag.h"

/* What a reply's figures depend on, in one number: the request, what the source is configured with, the
 * period that they are of, the manifest that they are read by, and this program. A session is not part of it.
 */
uint64_t request_hash(const struct manifest *m, const struct config_source *source,
                      const struct portal_request *request);

#endif
