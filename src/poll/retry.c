#include "poll/retry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/environment.h"
#include "base/text.h"

static int64_t first_wait_ms(void)
{
    return environment_number(ENVIRONMENT_RETRY_MS, LIMIT_RETRY_WAIT_MS, 1000);
}

/* The wait doubles with each try and has up to a half added at random, so that many collectors do not come together. */
static int64_t wait_next(const struct retry *r, int64_t retry_after)
{
    uint32_t random = 0;
    int64_t wait = first_wait_ms() << r->tries;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) == (ssize_t)sizeof random)
        wait += wait * (int64_t)(random % 512) / 1024;
    wait = wait > LIMIT_RETRY_WAIT_MS ? LIMIT_RETRY_WAIT_MS : wait;
    return retry_after > 0 && retry_after * 1000 > wait ? retry_after * 1000 : wait;
}

/* Writes "status 503 from ADDRESS" to out, or the fault of the connection. */
static void reply_describe(const struct fetch_reply *reply, const char *url, char *out, size_t size)
{
    if (reply->error.code)
        snprintf(out, size, "%s", reply->error.what);
    else
        snprintf(out, size, _("status %ld from %.300s"), reply->status, url);
}

/* Fills e: the portal asks for a longer wait than this run may make. Returns false. */
static bool come_back(const struct config_source *source, int64_t seconds, const char *said, struct error *e)
{
    char when[MOMENT_TEXT_BYTES];
    return error_set(e, ERROR_TEMPORARY, source->name,
                     _("Poll again then: it goes on where this one stopped."),
                     _("%s: the portal asks to be left alone until %s"), said,
                     moment_write(moment_now() + seconds, "HH:mm:ss dd/MM/yyyy", when));
}

/* Fills e: this run may not try again. The hint against the fault itself comes first. Returns false. */
static bool enough(const struct retry *r, const struct config_source *source, const struct fetch_reply *reply,
                   const char *said, struct error *e)
{
    char hint[2 * sizeof reply->error.hint];
    snprintf(
        hint, sizeof hint, "%s%s%s", reply->error.hint, *reply->error.hint ? " " : "",
        _("Poll again later: it goes on from there. If it stays so, tell the portal's operator, or raise "
          "retries and retry_seconds of this source."));
    return error_set(e, ERROR_TEMPORARY, source->name, hint,
                     _("%s; tries again in this poll: %d, seconds waited for them: %lld, and it may no more"),
                     said, r->run_tries, (long long)(r->waited_ms / 1000));
}

bool retry_again(struct retry *r, const struct config_source *source, const struct fetch_reply *reply,
                 const char *url, int64_t *wait_ms, struct error *e)
{
    const struct config_network *n = &source->network;
    char said[sizeof e->what];
    int64_t wait = wait_next(r, reply->retry_after), most = (int64_t)n->retry_seconds * 1000;
    reply_describe(reply, url, said, sizeof said);
    if (r->tries >= LIMIT_RETRIES) {
        if (reply->error.code)
            *e = reply->error;
        else
            error_set(e, ERROR_TEMPORARY, source->name,
                      _("The portal is overloaded or down; try again later."),
                      P_("%s, %d time", "%s, %d times", r->tries + 1), said, r->tries + 1);
        return false;
    }
    if (reply->retry_after > 0 && r->waited_ms + wait > most)
        return come_back(source, reply->retry_after, said, e);
    if (r->run_tries >= n->retries || r->waited_ms + wait > most)
        return enough(r, source, reply, said, e);
    snprintf(r->reason, sizeof r->reason, "%.*s", (int)sizeof r->reason - 1, said);
    r->tries++;
    r->run_tries++;
    r->waited_ms += wait;
    *wait_ms = wait;
    return true;
}
