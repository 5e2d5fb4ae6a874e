#include "rows/value.h"

#include <string.h>

struct value value_text(const char *text)
{
    if (!text)
        return (struct value){0};
    return (struct value){.known = true, .text = text, .length = (uint32_t)strlen(text)};
}

struct value value_number(int64_t number)
{
    return (struct value){.known = true, .number = number};
}

struct value value_if(bool known, int64_t number)
{
    return (struct value){.known = known, .number = known ? number : 0};
}

struct value value_moment(moment m)
{
    return value_if(m != MOMENT_NONE, m);
}

moment value_to_moment(const struct value *v)
{
    return v->known ? v->number : MOMENT_NONE;
}

const char *value_to_text(const struct value *v)
{
    return v->known ? v->text : NULL;
}

bool value_number_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)e;
    if (context && count > 0 && columns[0].known)
        *(int64_t *)context = columns[0].number;
    return true;
}

bool value_count_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)columns;
    (void)count;
    (void)e;
    ++*(int64_t *)context;
    return true;
}
