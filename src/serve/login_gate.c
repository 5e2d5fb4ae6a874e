#include "serve/login_gate.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

static uint64_t key_of(const char *name, const char *address)
{
    char both[LIMIT_NAME_BYTES + LIMIT_ADDRESS_BYTES];
    int n = snprintf(both, sizeof both, "%.60s\n%.250s", name, address);
    uint64_t key = XXH3_64bits(both, (size_t)n);
    return key ? key : 1;
}

static int count_of(const struct login_gate *g, uint64_t key, int64_t now)
{
    for (size_t i = 0; i < LIMIT_LOGIN_KEYS; i++)
        if (g->items[i].key == key)
            return now - g->items[i].last < LIMIT_LOGIN_WAIT_SECONDS ? g->items[i].count : 0;
    return 0;
}

bool login_gate_open(const struct login_gate *g, const char *name, const char *address, int64_t now)
{
    return count_of(g, key_of(name, address), now) < LIMIT_LOGIN_TRIES &&
           count_of(g, key_of("", address), now) < LIMIT_LOGIN_ADDRESS_TRIES;
}

static void wrong_add(struct login_gate *g, uint64_t key, int64_t now)
{
    struct login_tries *place = &g->items[0];
    int count = count_of(g, key, now);
    for (size_t i = 0; i < LIMIT_LOGIN_KEYS; i++) {
        if (g->items[i].key == key) {
            place = &g->items[i];
            break;
        }
        if (g->items[i].last < place->last)
            place = &g->items[i];
    }
    *place = (struct login_tries){key, count + 1, now};
}

void login_gate_wrong(struct login_gate *g, const char *name, const char *address, int64_t now)
{
    wrong_add(g, key_of(name, address), now);
    wrong_add(g, key_of("", address), now);
}

void login_gate_right(struct login_gate *g, const char *name, const char *address)
{
    uint64_t key = key_of(name, address);
    for (size_t i = 0; i < LIMIT_LOGIN_KEYS; i++)
        if (g->items[i].key == key)
            g->items[i] = (struct login_tries){0};
}
