/* The units that a store has written lately, so that a unit is not written again for each page. A unit that the list
 * has forgotten is written once more, which changes nothing. */
#ifndef MOTCUA_STORE_RECENT_H
#define MOTCUA_STORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECENT_PLACES 4096 /* a province has about 200 units, each for some sources */

struct recent { /* zeroed: an empty list */
    struct {
        uint64_t key, content; /* key 0: free */
    } places[RECENT_PLACES];
};

/* True if the texts differ from those last taken under the first text and `number`, or were forgotten: the caller
 * writes the unit, and the list remembers the texts. Texts behind the first may be NULL. */
bool recent_take(struct recent *r, const char *const *texts, size_t count, uint64_t number);
/* Empties the list, after a transaction was rolled back or where another program may have written. */
void recent_clear(struct recent *r);

#endif
