/* Tells the store how full the outbox is, so that a dashboard shows the outbox fill and empty. */
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "store/outbox/inner.h"

/* Adds a row where the numbers differ from the last row, or where the day has no row yet; a second row of one second
 * gets the next second. */
#define NOTE_SQL                                                                                             \
    "WITH last AS (SELECT observed_at, pages, refused FROM outbox_sample WHERE place = $2"                   \
    " ORDER BY observed_at DESC LIMIT 1)"                                                                    \
    " INSERT INTO outbox_sample (observed_at, place, pages, refused, bytes, maximum, oldest)"                \
    " SELECT GREATEST($1, (SELECT observed_at + 1 FROM last)), $2, $3, $4, $5, $6, $7"                       \
    " WHERE NOT EXISTS (SELECT 1 FROM last WHERE pages = $3 AND refused = $4"                                \
    " AND (observed_at + 25200) / 86400 >= ($1 + 25200) / 86400) ON CONFLICT DO NOTHING"

/* Writes the machine and the file, because several collectors may write into one store. */
static void place_write(const struct store_outbox *x, char *out, size_t size)
{
    char host[HOST_NAME_MAX + 1] = "";
    if (gethostname(host, sizeof host) != 0)
        host[0] = '\0';
    host[sizeof host - 1] = '\0';
    snprintf(out, size, "%s:%s", host, outbox_file(x->box));
}

void outbox_note(struct store_outbox *x)
{
    char place[HOST_NAME_MAX + LIMIT_FILE_BYTES + 2];
    struct outbox_state state;
    struct error e = {0};
    int64_t bytes;
    if (!x->inner || x->away || !outbox_state(x->box, &state, &e) || !outbox_bytes(x->box, &bytes, &e))
        return;
    place_write(x, place, sizeof place);
    const struct value params[] = {value_number(moment_now()), value_text(place),
                                   value_number(state.pages),  value_number(state.refused),
                                   value_number(bytes),        value_number(outbox_max_bytes(x->box)),
                                   value_moment(state.oldest)};
    x->noted = true;
    /* A failure is ignored: the numbers are told after the next poll. */
    if (store_write_begin(x->inner, &e))
        (void)!store_write_end(x->inner, store_write(x->inner, NOTE_SQL, params, 7, NULL, NULL, &e), &e);
}
