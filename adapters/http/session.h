/* The session of a portal that wants a login: its token, how often it has served, and when it is over by its own word. */
#ifndef MOTCUA_ADAPTERS_HTTP_SESSION_H
#define MOTCUA_ADAPTERS_HTTP_SESSION_H

#include "adapters/manifest/manifest.h"
#include "adapters/manifest/reader.h"

struct session {
    char *token; /* NULL: there is none */
    int64_t uses;
    int64_t login_ms, until; /* by the caller's clock; until 0: as long as the portal likes */
};

/* Wipes the token. The session can be begun again. */
void session_drop(struct session *s);
/* True before the session ends by its own word, so that no request goes out in vain. A session that has served nothing yet is
 * tried in any case: or a short one would only be renewed, for ever. */
bool session_over(const struct session *s, const struct session_plan *plan, int64_t now_ms);
/* Takes the token out of the reply to a login. ERROR_UNAVAILABLE: the portal refuses the account. */
MUST_CHECK bool session_take(struct session *s, const struct session_plan *plan,
                             const struct reader_format *format, const struct reader *reply, struct error *e);
/* The check of the plan that the reply does not pass; NULL: it passes all. */
const struct plan_check *checks_failed(const struct plan *plan, const struct reader_format *format,
                                       const struct reader *reply);

#endif
