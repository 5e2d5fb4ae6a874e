#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

#define SHORT_WHAT N_("out of memory")
#define SHORT_HINT N_("Free some memory and try again.")

static void copy_text(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "");
}

static void fill(struct error *e, enum error_code code, const char *where, const char *hint)
{
    e->code = code;
    copy_text(e->where, sizeof e->where, where);
    copy_text(e->hint, sizeof e->hint, hint);
}

void error_fill(struct error *e, enum error_code code, const char *where, const char *hint, const char *fmt,
                ...)
{
    if (!e)
        return;
    if (memory_short()) { /* later errors may be consequences of the lack of memory */
        error_fill_memory(e, where);
        return;
    }
    fill(e, code, where, hint);
    va_list args;
    va_start(args, fmt);
    vsnprintf(e->what, sizeof e->what, fmt, args);
    va_end(args);
}

void error_fill_memory(struct error *e, const char *where)
{
    if (!e)
        return;
    fill(e, ERROR_INTERNAL, where, _(SHORT_HINT));
    copy_text(e->what, sizeof e->what, _(SHORT_WHAT));
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

/* Messages may quote a portal or a file, whose bytes must not reach the terminal as controls. Without memory for
 * text_printable(), the program's own two sentences are printed unchanged, and of any other text the ASCII letters. */
static void part_print(const char *text)
{
    char *safe = text_printable(text);
    bool ours = strcmp(text, _(SHORT_WHAT)) == 0 || strcmp(text, _(SHORT_HINT)) == 0;
    if (safe || ours)
        fputs(safe ? safe : text, stderr);
    for (const char *p = text; !safe && !ours && *p; p++)
        fputc(*p >= 0x20 && *p < 0x7F ? *p : '?', stderr);
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
