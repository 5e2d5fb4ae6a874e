#include "session.h"
#include "dice.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t seconds_now(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

void sessions_init(struct sessions *s, uint64_t seed, int64_t ttl, int64_t requests)
{
    *s = (struct sessions){.lock = PTHREAD_MUTEX_INITIALIZER, .seed = seed, .ttl = ttl, .requests = requests};
}

void sessions_login(struct sessions *s, char token[SESSION_TOKEN_BYTES])
{
    (void)pthread_mutex_lock(&s->lock);
    struct session *slot = &s->kept[s->opened % SESSIONS_KEPT];
    struct dice d = dice_of(s->seed, s->opened++, DICE_SESSION);
    *slot = (struct session){.born = seconds_now()};
    (void)snprintf(slot->token, sizeof(slot->token), "%016llx%016llx", (unsigned long long)dice_next(&d),
                   (unsigned long long)dice_next(&d));
    memcpy(token, slot->token, sizeof(slot->token));
    (void)pthread_mutex_unlock(&s->lock);
}

bool sessions_use(struct sessions *s, const char *token)
{
    bool good = false;
    if (!token || !*token)
        return false;
    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < SESSIONS_KEPT && !good; i++) {
        struct session *k = &s->kept[i];
        good = strcmp(k->token, token) == 0 && seconds_now() - k->born < s->ttl &&
               (!s->requests || k->requests++ < s->requests);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return good;
}
