#include "report/system_lines.h"

#include "show/system_words.h"

void system_say(const struct report *r, size_t unit, struct paper *p)
{
    char central[SYSTEM_TEXT_BYTES], own[SYSTEM_TEXT_BYTES], between[SYSTEM_TEXT_BYTES];
    system_text(&r->now.counts, unit, true, central);
    system_text(&r->now.counts, unit, false, own);
    between_text(&r->now.counts, unit, between);
    if (*central)
        paper_sayf(p, PAPER_PLAIN, _("On systems of ministries: %s; on the system of the province: %s."),
                   central, own);
    if (*between && unit < r->now.units.count)
        paper_sayf(p, PAPER_PLAIN, _("Regardless of boundaries (Decree 118/2025): %s."), between);
    else if (*between)
        paper_sayf(p, PAPER_PLAIN, _("Regardless of boundaries (Decree 118/2025), all units together: %s."),
                   between);
}
