#include "show/table_write.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "show/table_inner.h"

bool table_format_read(const char *text, enum table_format *out)
{
    static const char *const names[] = {
        [TABLE_TEXT] = "table", [TABLE_CSV] = "csv", [TABLE_JSON] = "json", [TABLE_HTML] = "html"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *out = (enum table_format)i;
            return true;
        }
    return false;
}

bool table_write(const struct table *t, enum table_format format, bool colour, int width, FILE *out,
                 struct error *e)
{
    bool ok = false;
    if (t->failed)
        return error_memory(e, "table");
    errno = 0;
    switch (format) {
    case TABLE_TEXT:
        ok = table_write_text(t, colour, width, out);
        break;
    case TABLE_CSV:
        ok = table_write_csv(t, out);
        break;
    case TABLE_JSON:
        ok = table_write_json(t, out);
        break;
    case TABLE_HTML:
        ok = table_write_html(t, out);
        break;
    }
    if (!ok)
        return error_memory(e, "table");
    if (fflush(out) == 0 && !ferror(out))
        return true;
    return error_set(e, ERROR_IO, _("output"),
                     _("Check the free space on the disk, and that its reader is still there."),
                     _("cannot be written: %s"), strerror(errno));
}
