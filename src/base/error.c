#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

static void copy_text(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "");
}

void error_fill(struct error *e, enum error_code code, const char *where, const char *hint, const char *fmt,
                ...)
{
    if (!e)
        return;
    e->code = code;
    copy_text(e->where, sizeof e->where, where);
    copy_text(e->hint, sizeof e->hint, hint);
    va_list args;
    va_start(args, fmt);
    vsnprintf(e->what, sizeof e->what, fmt, args);
    va_end(args);
}

void error_fill_memory(struct error *e, const char *where)
{
    error_fill(e, ERROR_INTERNAL, where, _("Free some memory and try again."), _("out of memory"));
}

void error_within(struct error *e, const char *where)
{
    char joined[sizeof e->where];
    if (!e || !where || !*where)
        return;
    if (e->where[0])
        snprintf(joined, sizeof joined, "%.120s: %.130s", where, e->where);
    else
        snprintf(joined, sizeof joined, "%.250s", where);
    copy_text(e->where, sizeof e->where, joined);
}

/* Messages may quote what a portal or a file says; nothing of it may reach the terminal as a control. */
static void part_print(const char *text)
{
    char *safe = text_printable(text);
    fputs(safe ? safe : "?", stderr);
    free(safe);
}

void error_print(const struct error *e)
{
    fputs("motcua: ", stderr);
    part_print(e->where);
    fputs(e->where[0] ? ": " : "", stderr);
    part_print(e->what);
    fputc('\n', stderr);
    if (e->hint[0]) {
        fputs("  ", stderr);
        part_print(e->hint);
        fputc('\n', stderr);
    }
}
