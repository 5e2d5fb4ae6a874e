#include "adapters/portal_driver.h"

#include <stdio.h>

#include "adapters/http/formats.h"
#include "base/limit.h"
#include "base/text.h"

/* All portals are asked over HTTP as their manifests describe; only the readers of replies differ. */
const struct portal_driver *portal_driver_find(const char *name, const char *where, struct error *e)
{
    char names[LIMIT_HINT_NAMES_BYTES], hint[LIMIT_HINT_NAMES_BYTES + 64];
    if (reader_format_find(name))
        return &portal_http;
    reader_format_names(names, sizeof names);
    snprintf(hint, sizeof hint, _("There are the drivers %s."), names);
    error_set(e, ERROR_CONFIG, where, hint, _("unknown driver"));
    return NULL;
}
