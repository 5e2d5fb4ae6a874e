#include "adapters/table/shared_strings.h"

#include <stdlib.h>
#include <string.h>

#include "adapters/table/rich_text.h"
#include "base/limit.h"
#include "base/text.h"

static bool too_many(const char *file, struct error *e)
{
    return error_set(e, ERROR_DATA, file, _("Export fewer rows at a time."),
                     _("the workbook holds more text than can be kept in memory"));
}

static bool mark(struct shared_strings *s, const char *file, struct error *e)
{
    if (s->count + 1 >= LIMIT_SHARED_STRINGS || s->bytes.failed)
        return too_many(file, e);
    if (s->count + 1 >= s->size) {
        size_t size = s->size ? s->size * 2 : 1024;
        size_t *starts = realloc(s->starts, size * sizeof *starts);
        if (!starts)
            return error_memory(e, file);
        s->starts = starts;
        s->size = size;
    }
    s->starts[s->count + 1] = s->bytes.used;
    s->count++;
    return true;
}

bool shared_strings_read(struct shared_strings *s, struct xml_part *part, const char *file, struct error *e)
{
    struct rich_text rich = {0};
    int spoken = 0; /* depth inside of a reading aid, whose text does not count */
    buffer_init(&s->bytes, LIMIT_SHARED_BYTES);
    s->starts = calloc(2, sizeof *s->starts);
    s->size = 2;
    if (!s->starts)
        return error_memory(e, file);
    bool text = false;
    for (;;) {
        enum xml_event event = xml_part_next(part, e);
        if (event == XML_FAILED)
            return false;
        if (event == XML_OVER)
            return true;
        if (event == XML_TEXT) {
            const char *what = xml_part_text(part);
            if (text && !spoken && !rich.aside && !buffer_text(&s->bytes, what))
                return too_many(file, e);
            continue;
        }
        const char *name = xml_part_name(part);
        rich_text_see(&rich, part, event, name);
        if (strcmp(name, "rPh") == 0)
            spoken += event == XML_BEGIN ? 1 : -1;
        else if (strcmp(name, "t") == 0)
            text = event == XML_BEGIN;
        else if (strcmp(name, "si") == 0 && event == XML_FINISH && !mark(s, file, e))
            return false;
    }
}

void shared_strings_free(struct shared_strings *s)
{
    if (s->bytes.data)
        explicit_bzero(s->bytes.data, s->bytes.size);
    buffer_free(&s->bytes);
    free(s->starts);
    *s = (struct shared_strings){0};
}

const char *shared_strings_get(const struct shared_strings *s, size_t i, size_t *length)
{
    if (i >= s->count)
        return NULL;
    *length = s->starts[i + 1] - s->starts[i];
    return *length ? s->bytes.data + s->starts[i] : "";
}
