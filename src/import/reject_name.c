#include "import/reject_name.h"

#include <stdio.h>
#include <string.h>

enum { PLACE_BYTES = 192 };

/* Has a reject of this key and field come in this run? *failed: no memory. */
static bool is_again(struct reject_names *n, const struct reject *r, bool *failed)
{
    char text[LIMIT_VALUE_BYTES * 2];
    int used = snprintf(text, sizeof text, "%s\t%s", r->key, r->field ? r->field : "");
    size_t length = used < (int)sizeof text ? (size_t)used : sizeof text - 1;
    bool again = key_set_has(&n->seen, text, length);
    *failed = !again && !key_set_add(&n->seen, text, length);
    return again;
}

/* A name that is too long is left out, so that no letter is cut. */
static const char *short_of(const char *name)
{
    return strlen(name) <= PLACE_BYTES ? name : "";
}

bool reject_names_give(struct reject_names *n, struct page *p, const char *file, const char *table,
                       bool counts)
{
    for (size_t i = 0; i < p->reject_count; i++) {
        struct reject *r = &p->rejects[i];
        bool keyed = r->key && *r->key, failed = false;
        if (keyed && (!counts || !is_again(n, r, &failed))) {
            if (failed)
                return false;
            continue;
        }
        char name[LIMIT_VALUE_BYTES * 2];
        int used = snprintf(name, sizeof name, "%s%s%s%s%s#%lld", keyed ? r->key : "", keyed ? " " : "",
                            short_of(file), *table ? "!" : "", short_of(table), (long long)r->position);
        r->key = page_copy(p, name, used < (int)sizeof name ? (size_t)used : sizeof name - 1);
        if (!r->key)
            return false;
    }
    return true;
}

void reject_names_clear(struct reject_names *n)
{
    key_set_clear(&n->seen);
}
