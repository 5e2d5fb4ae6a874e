/* What a store has lately written of units, so that a unit is not written again for each page. A list forgets: then a unit
 * is written once more, which changes nothing. */
#ifndef MOTCUA_STORE_RECENT_H
#define MOTCUA_STORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECENT_PLACES 4096 /* a province has about 200 units, each for some sources */

struct recent { /* zeroed: nothing was written */
    struct {
        uint64_t key, content; /* key 0: free */
    } places[RECENT_PLACES];
};

/* True if these texts were not what was last written under the first of them and `number`; they then are. So a name that
 * comes back is written again. texts behind the first may be NULL. */
bool recent_take(struct recent *r, const char *const *texts, size_t count, uint64_t number);
/* After a transaction was rolled back, or where another program may have written. */
void recent_clear(struct recent *r);

#endif
