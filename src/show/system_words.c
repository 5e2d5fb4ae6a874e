#include "show/system_words.h"

#include <stdio.h>

#include "base/text.h"

const char *system_text(const struct counts *c, size_t unit, bool central, char out[SYSTEM_TEXT_BYTES])
{
    static const char *const names[] = {"received", "finished", "late", "open", "open_overdue"};
    enum { COUNT = sizeof names / sizeof *names };
    char name[64], words[COUNT][TEXT_NUMBER_BYTES];
    int64_t any = 0;
    *out = '\0';
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "%s_%s", names[i], central ? "central" : "provincial");
        struct tally t = counts_named(c, unit, name);
        if (!t.known)
            return out;
        any += t.value;
        text_count(t.value, words[i]);
    }
    if (any || !central)
        snprintf(out, SYSTEM_TEXT_BYTES, _("received %s, finished %s (late %s), open %s (overdue %s)"),
                 words[0], words[1], words[2], words[3], words[4]);
    return out;
}

const char *between_text(const struct counts *c, size_t unit, char out[SYSTEM_TEXT_BYTES])
{
    char a[TEXT_NUMBER_BYTES], b[TEXT_NUMBER_BYTES];
    struct tally to = counts_named(c, unit, "handled_elsewhere"),
                 from = counts_named(c, unit, "received_elsewhere");
    *out = '\0';
    if (to.known && from.known && to.value + from.value > 0)
        snprintf(out, SYSTEM_TEXT_BYTES, _("received here and handled elsewhere %s, the reverse %s"),
                 text_count(to.value, a), text_count(from.value, b));
    return out;
}
