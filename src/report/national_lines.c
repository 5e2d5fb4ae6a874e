#include "report/national_lines.h"

#include <stdio.h>

#include "report/phrase.h"
#include "show/national_words.h"

/* At most two lines: the score of the report's own period, and the year's score where the report is not on the year. */
enum { NATIONAL_LINES = 2 };

struct line {
    char period[PHRASE_BYTES], words[NATIONAL_TEXT_BYTES];
    struct national_place now, before; /* before: known only for the report's own period */
};

static struct national_place place_in(const struct evaluation *v)
{
    return national_place_find(&v->units, v->figures);
}

static size_t lines_make(const struct report *r, struct line lines[NATIONAL_LINES])
{
    const struct evaluation *const seen[NATIONAL_LINES] = {&r->now, &r->year};
    size_t count = 0;
    for (size_t i = 0; i < NATIONAL_LINES; i++) {
        struct line *l = &lines[count];
        if (i && r->now.period.kind == PERIOD_YEAR)
            break;
        *l = (struct line){.now = place_in(seen[i])};
        if (!i && r->has_before)
            l->before = place_in(&r->before);
        national_text(&l->now, l->words);
        phrase_period(&seen[i]->period, l->period);
        count += l->now.known;
    }
    return count;
}

void national_say(const struct report *r, struct paper *p)
{
    struct line lines[NATIONAL_LINES];
    size_t count = lines_make(r, lines);
    char to[MOMENT_TEXT_BYTES];
    for (size_t i = 0; i < count; i++) {
        const struct line *l = &lines[i];
        char before[PHRASE_BYTES * 2] = "";
        if (l->before.known)
            snprintf(before, sizeof before, _(" (%s: place %d)"), phrase_before(r), l->before.place);
        paper_sayf(p, PAPER_PLAIN,
                   _("By the national portal's assessment the province has %s, %s%s, as published on %s."),
                   l->words, l->period, before, moment_write(l->now.observed, "dd/MM/yyyy", to));
    }
}

void national_message(const struct report *r, struct paper *p)
{
    struct line lines[NATIONAL_LINES];
    size_t count = lines_make(r, lines);
    for (size_t i = 0; i < count; i++)
        paper_message(p, _("National portal, %s: the province has %s"), lines[i].period, lines[i].words);
}
