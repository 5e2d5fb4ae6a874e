#include "adapters/portal_driver.h"

#include <string.h>

/* Every driver that there is; a new one is a new line. */
static const struct portal_driver *const drivers[] = {&portal_rest_json, &portal_rest_xml, &portal_tabular,
                                                      NULL};

const struct portal_driver *portal_driver_find(const char *name)
{
    for (const struct portal_driver *const *a = drivers; name && *a; a++)
        if (strcmp((*a)->name, name) == 0)
            return *a;
    return NULL;
}
