/* Sessions of the national interface. Locked inside. */
#ifndef PORTAL_SESSION_H
#define PORTAL_SESSION_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SESSION_TOKEN_BYTES = 40, SESSIONS_KEPT = 64 };

struct session {
    char token[SESSION_TOKEN_BYTES];
    int64_t born; /* seconds of the monotonic clock */
    int64_t requests;
};

struct sessions {
    pthread_mutex_t lock;
    struct session kept[SESSIONS_KEPT]; /* the oldest gives way */
    uint64_t opened;
    uint64_t seed;
    int64_t ttl, requests; /* requests 0 = any number */
};

void sessions_init(struct sessions *s, uint64_t seed, int64_t ttl, int64_t requests);
void sessions_login(struct sessions *s, char token[SESSION_TOKEN_BYTES]);
bool sessions_use(struct sessions *s, const char *token); /* false: unknown or run out */

#endif
