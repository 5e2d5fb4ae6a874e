#include "report/html_runs.h"

#include "show/html_text.h"

void html_runs(struct buffer *out, const struct paper_text *t)
{
    for (size_t i = 0; i < t->count; i++) {
        unsigned style = t->runs[i].style;
        buffer_text(out, style & PAPER_BOLD ? "<b>" : "");
        buffer_text(out, style & PAPER_BLANK ? "<span class=\"bl\">" : "");
        html_text_put(out, t->runs[i].text);
        buffer_text(out, style & PAPER_BLANK ? "</span>" : "");
        buffer_text(out, style & PAPER_BOLD ? "</b>" : "");
    }
}
