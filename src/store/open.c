/* Finds the kind of store that an address means; no other file of this folder names the drivers. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/driver.h"

static const struct store_driver *const drivers[] = {&store_sqlite, &store_postgres, &store_postgres_short};

static const struct store_driver *driver_of(const char *url, const char **place)
{
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++) {
        size_t n = strlen(drivers[i]->scheme);
        if (strncmp(url, drivers[i]->scheme, n) == 0 && url[n] == ':') {
            *place = url + n + 1;
            return drivers[i];
        }
    }
    return NULL;
}

/* A store that is not open yet; *place: the address behind the scheme. NULL and e: no memory, or not the address of
 * a store. */
static struct store *store_new(const char *url, const char **place, struct error *e)
{
    const struct store_driver *driver = driver_of(url, place);
    if (!driver || !**place) {
        error_set(e, ERROR_CONFIG, "store",
                  _("Write \"sqlite:FILE\" or \"postgresql://USER@HOST/DATABASE\"."),
                  _("not the address of a store"));
        return NULL;
    }
    struct store *s = calloc(1, sizeof *s);
    if (s)
        s->name = strdup(url);
    if (!s || !s->name) {
        free(s);
        error_memory(e, url);
        return NULL;
    }
    s->driver = driver;
    return s;
}

struct store *store_open(const char *url, struct error *e)
{
    const char *place = "";
    struct store *s = store_new(url, &place, e);
    if (!s || s->driver->open(s, place, e))
        return s;
    store_close(s);
    return NULL;
}

struct store *store_connect(const char *url, bool create, struct error *e)
{
    const char *place = "";
    struct store *s = store_new(url, &place, e);
    if (!s || s->driver->connect(s, place, create, e))
        return s;
    store_close(s);
    return NULL;
}
