#include "store/distribute.h"

#include "base/text.h"
#include "store/driver.h"

bool store_distribute(struct store *s, const struct distribute_wish *wish, distribute_take *take,
                      void *context, struct error *e)
{
    if (s->driver->distribute)
        return s->driver->distribute(s, wish, take, context, e);
    return error_set(
        e, ERROR_USAGE, store_name(s),
        _("One machine is enough for a province; a nation's store is a PostgreSQL with the extension citus."),
        _("this kind of store cannot be distributed"));
}

bool store_is_distributed(struct store *s, bool *out, struct error *e)
{
    *out = false;
    return !s->driver->is_distributed || s->driver->is_distributed(s, out, e);
}
