#include "adapters/table/rich_text.h"

#include <string.h>

void rich_text_see(struct rich_text *r, struct xml_part *p, enum xml_event event, const char *name)
{
    if (strcmp(name, "r") == 0)
        r->aside = false;
    if (event != XML_BEGIN || (strcmp(name, "vertAlign") != 0 && strcmp(name, "strike") != 0))
        return;
    const char *value = xml_part_attribute(p, "val");
    if (*name == 'v')
        r->aside |= value && (strcmp(value, "superscript") == 0 || strcmp(value, "subscript") == 0);
    else
        r->aside |= !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0);
}
