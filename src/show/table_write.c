#include "show/table_write.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/table_inner.h"

static bool format_write(const struct table *t, const struct table_look *look, FILE *out)
{
    switch (look->format) {
    case FORMAT_CSV:
        return table_write_csv(t, look, out);
    case FORMAT_JSON:
        return table_write_json(t, out);
    case FORMAT_HTML:
        return table_write_html(t, out);
    default:
        return table_write_text(t, look->colour, look->width, out);
    }
}

bool table_write(const struct table *t, const struct table_look *look, FILE *out, struct error *e)
{
    errno = 0;
    if (t->failed || !format_write(t, look, out))
        return error_memory(e, "table");
    if (fflush(out) == 0 && !ferror(out))
        return true;
    return error_set(e, ERROR_IO, _("output"),
                     _("Check the free space on the disk, and that its reader is still there."),
                     _("cannot be written: %s"), strerror(errno));
}

char *table_written(const struct table *t, const struct table_look *look, size_t *size, struct error *e)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, size);
    bool ok = file ? table_write(t, look, file, e) : error_memory(e, "table");
    if (file && fclose(file) != 0 && ok)
        ok = error_memory(e, "table");
    if (ok)
        return text;
    free(text);
    return NULL;
}
