#include "adapters/http/session.h"

#include <stdlib.h>
#include <string.h>

#include "adapters/http/refusal.h"
#include "base/text.h"

void session_drop(struct session *s)
{
    if (s->token)
        explicit_bzero(s->token, strlen(s->token));
    free(s->token);
    s->token = NULL;
    s->uses = s->until = 0;
}

bool session_over(const struct session *s, const struct session_plan *plan, int64_t now_ms)
{
    return (plan->requests && s->uses >= plan->requests) || (s->uses && s->until && now_ms >= s->until);
}

const struct plan_check *checks_failed(const struct plan *plan, const struct reader_format *format,
                                       const struct reader *reply)
{
    for (size_t i = 0; i < plan->check_count; i++)
        if (!reader_fits(format, reply, &plan->checks[i]))
            return &plan->checks[i];
    return NULL;
}

/* A session ends a tenth of its time early, at least two seconds, for requests that wait. */
static void until_take(struct session *s, const struct session_plan *plan, const struct reader_format *format,
                       const struct reader *reply)
{
    size_t n = 0;
    int64_t seconds = plan->seconds, said;
    const char *text = format->member(reply, plan->plan->expires_slot, &n);
    if (text && scalar_number(text, n, 0, true, &said) && said > 0 && said <= LIMIT_SESSION_SECONDS)
        seconds = said;
    int64_t spare = seconds > 20 ? seconds * 100 : 2000;
    s->until = seconds && s->login_ms ? s->login_ms + seconds * 1000 - spare : 0;
}

bool session_take(struct session *s, const struct session_plan *plan, const struct reader_format *format,
                  const struct reader *reply, struct error *e)
{
    size_t n = 0;
    const char *token = format->member(reply, plan->plan->token_slot, &n);
    char word[32];
    const struct plan_check *failed = checks_failed(plan->plan, format, reply);
    if (failed || !token || !n) {
        word_show(format->decoder(reply), failed ? failed->slot : -1, word, sizeof word);
        return error_set(e, ERROR_UNAVAILABLE, "", _("Check user and password of this source."),
                         _("not authenticated: the portal refuses the login (%s: %s)"),
                         failed ? failed->member : "session", failed ? word : _("missing"));
    }
    s->token = strndup(token, n);
    until_take(s, plan, format, reply);
    return s->token || error_memory(e, "");
}
