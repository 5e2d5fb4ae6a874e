/* The session of a portal that wants a login: its token, how often the token has served, and when the portal said
 * that it ends. */
#ifndef MOTCUA_ADAPTERS_HTTP_SESSION_H
#define MOTCUA_ADAPTERS_HTTP_SESSION_H

#include "adapters/manifest/manifest.h"
#include "adapters/manifest/reader.h"

struct session {
    char *token; /* NULL: no session */
    int64_t uses;
    int64_t login_ms, until; /* milliseconds of the caller's clock; until 0: as long as the portal likes */
};

/* Wipes the token. A new session can begin in the same struct. */
void session_drop(struct session *s);
/* True if the token has served as often as the manifest allows, or shortly before the time that the portal named, so
 * that no request goes out in vain. A token that has served nothing yet is always tried: a very short session would
 * otherwise be renewed for ever. */
bool session_over(const struct session *s, const struct session_plan *plan, int64_t now_ms);
/* Takes the token out of the reply to a login. false and e (ERROR_UNAVAILABLE): the portal refuses the account. */
MUST_CHECK bool session_take(struct session *s, const struct session_plan *plan,
                             const struct reader_format *format, const struct reader *reply, struct error *e);
/* The first check of the plan that the reply fails; NULL: the reply passes all. */
const struct plan_check *checks_failed(const struct plan *plan, const struct reader_format *format,
                                       const struct reader *reply);

#endif
