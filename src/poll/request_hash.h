/* The hash by which a reply's tag (rows/reply_tag.h) is tied to its request: a tag of another request is not sent. */
#ifndef MOTCUA_POLL_REQUEST_HASH_H
#define MOTCUA_POLL_REQUEST_HASH_H

#include "adapters/manifest/manifest.h"
#include "poll/fetch.h"
#include "rows/reply_tag.h"

/* The hash, never 0, of all that a reply's figures depend on: the request, the source's vars and user, the figures'
 * period, the manifest, and this program's version; not of the session. Without memory the hash is like that of no
 * other request. */
uint64_t request_hash(const struct manifest *m, const struct config_source *source,
                      const struct portal_request *request);

#endif
