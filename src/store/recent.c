#include "store/recent.h"

#include <string.h>
#include <xxhash.h>

enum { PROBES = 8 }; /* places that a key may have; if all are taken, the key takes the first */

bool recent_take(struct recent *r, const char *const *texts, size_t count, uint64_t number)
{
    uint64_t key = XXH64(texts[0], strlen(texts[0]), number) | 1, content = key;
    size_t first = key >> 32, probe = 0;
    for (size_t i = 1; i < count; i++)
        content = texts[i] ? XXH64(texts[i], strlen(texts[i]), content) : content + 1;
    while (probe < PROBES && r->places[(first + probe) % RECENT_PLACES].key != key &&
           r->places[(first + probe) % RECENT_PLACES].key != 0)
        probe++;
    size_t place = (first + probe % PROBES) % RECENT_PLACES;
    bool was = r->places[place].key == key && r->places[place].content == content;
    r->places[place].key = key;
    r->places[place].content = content;
    return !was;
}

void recent_clear(struct recent *r)
{
    memset(r, 0, sizeof *r);
}
