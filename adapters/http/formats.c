#include "adapters/http/formats.h"

#include <stdio.h>
#include <string.h>

#include "adapters/json/reply.h"
#include "adapters/table/table_reply.h"
#include "adapters/xml/xml_reader.h"

/* All formats; a new format is a new line here. */
static const struct reader_format *const formats[] = {&reader_json, &reader_xml, &reader_table};

const struct reader_format *reader_format_find(const char *driver)
{
    for (size_t i = 0; driver && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->driver, driver) == 0)
            return formats[i];
    return NULL;
}

void reader_format_names(char *out, size_t size)
{
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < sizeof formats / sizeof *formats && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", formats[i]->driver);
}
