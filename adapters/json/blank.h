/* Blanks a reply so that it may be kept for tests: members that a plan names keep their values, of all others only
 * the shape is left (letters x, digits 9, numbers 9, flags false). */
#ifndef MOTCUA_ADAPTERS_JSON_BLANK_H
#define MOTCUA_ADAPTERS_JSON_BLANK_H

#include "adapters/manifest/plan.h"
#include "base/buffer.h"

/* Appends the blanked reply to out. seen, or NULL: a flag for each node of the plan's tree, set where the reply has
 * that member. The session in a login's reply is replaced, too. false and e (ERROR_DATA): the bytes are no whole
 * JSON. */
MUST_CHECK bool blank_reply(const struct plan *plan, const char *bytes, size_t n, struct buffer *out,
                            bool *seen, struct error *e);
/* Writes the path of a member, "TaiLieuNop[].DuocSoHoa", cut to size. */
void blank_path(const struct plan *plan, size_t node, char *out, size_t size);
/* Does the plan take a value from this node? */
bool blank_named(const struct plan *plan, size_t node);

#endif
