#include "show/verdict_cell.h"

#include <stdio.h>

#include "base/text.h"

void verdict_cell(struct table *t, const struct verdict *verdict, int64_t target, bool judged)
{
    char note[TEXT_NUMBER_BYTES + 64], count[TEXT_NUMBER_BYTES];
    if (verdict->kept == KEPT_UNKNOWN || verdict->kept == KEPT_NONE) {
        table_none(t);
        table_note(t, verdict->kept == KEPT_NONE ? _("nothing arose") : _("no data"));
        table_mark(t, MARK_QUIET);
        return;
    }
    table_rate_of(t, verdict->ratio.n, verdict->ratio.d, judged ? target : 0);
    if (!judged)
        return;
    table_mark(t, verdict->near ? MARK_NEAR : verdict->kept == KEPT_YES ? MARK_GOOD : MARK_BAD);
    if (verdict->near)
        table_note(t, _("just kept"));
    if (verdict->kept == KEPT_NO) {
        snprintf(note, sizeof note, _("short %s"), text_count(verdict->fix_existing, count));
        table_note(t, note);
    }
}
