#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "import/import_inner.h"

/* --- while the import runs --- */

void told_printable(const char *text)
{
    char *safe = text_printable(text);
    fputs(safe ? safe : "", stderr);
    free(safe);
}

void break_tell(void *context, const struct tabular_break *b)
{
    struct import *i = context;
    char text[200], left[TEXT_NUMBER_BYTES], right[TEXT_NUMBER_BYTES], difference[TEXT_NUMBER_BYTES];
    if (++i->breaks > LIMIT_IMPORT_TOLD || i->options->quiet)
        return;
    fprintf(stderr, _("%s: does not add up: "), i->file);
    told_printable(b->unit);
    fprintf(stderr, "%s%s: ", *b->group ? " " : "", b->group);
    fprintf(stderr, _("%s: %s against %s, difference %s\n"),
            table_identity_text(b->identity, text, sizeof text), text_count(b->left, left),
            text_count(b->right, right), text_count(b->left - b->right, difference));
}

void issue_tell(void *context, const struct count_issue *issue)
{
    struct import *i = context;
    char one[TEXT_NUMBER_BYTES], other[TEXT_NUMBER_BYTES];
    if (++i->breaks > LIMIT_IMPORT_TOLD || i->options->quiet)
        return;
    fprintf(stderr, "%s:%zu: ", i->file, issue->line);
    told_printable(issue->label);
    fprintf(stderr,
            issue->kind == COUNT_SUM
                ? _(": the sum does not fit its parts: %s is %s, its parts make %s\n")
                : _(": stands twice in one table: %s is %s and %s; neither is believed\n"),
            issue->metric, text_count(issue->one, one), text_count(issue->other, other));
}

/* The ledger calls this once for each unit and group. */
void differ_tell(void *context, const char *unit, const char *group, const char *metric, int64_t a, int64_t b)
{
    struct import *i = context;
    char one[TEXT_NUMBER_BYTES], other[TEXT_NUMBER_BYTES];
    if (++i->breaks > LIMIT_IMPORT_TOLD || i->options->quiet)
        return;
    fprintf(stderr, _("%s: two tables differ in "), i->file);
    told_printable(unit);
    fprintf(stderr, _("%s%s: %s is %s and %s; neither is believed\n"), *group ? " " : "", group, metric,
            text_count(a, one), text_count(b, other));
}

/* --- at the import's end --- */

/* Tells what is not whole, and what to do about it, unless the import's error tells the same. */
static void outcome_print(const struct import *i)
{
    const struct outcome *why = &i->run.why;
    char line[LIMIT_MESSAGE_BYTES];
    bool whole = strcmp(i->run.outcome, "complete") == 0;
    if (*outcome_say(why, line, sizeof line) && (whole || strncmp(line, i->message, strlen(i->message)) != 0))
        fprintf(stderr, "  %s\n", line);
    if (i->run.rejected && (whole || !strstr(outcome_hint(why), "motcua rejects")))
        fprintf(stderr, "  %s\n", _("'motcua rejects' tells which rows were rejected, and why."));
}

/* Tells what was not understood, the issues with most rows first. */
static void issues_print(struct import *i)
{
    char line[LIMIT_LINE_BYTES], n[TEXT_NUMBER_BYTES];
    misgiving_list_sort(&i->issues);
    for (size_t k = 0; k < i->issues.count && k < LIMIT_FINDINGS; k++) {
        fputs("  ", stderr);
        told_printable(misgiving_say(&i->issues.items[k], line, sizeof line));
        fputs("\n", stderr);
    }
    if (i->issues.count > LIMIT_FINDINGS)
        fprintf(stderr, _("  and %s more of that kind\n"),
                text_count((int64_t)(i->issues.count - LIMIT_FINDINGS), n));
}

/* Tells which periods the titles do not state, or state ahead of the figures. */
static void periods_print(const struct import_counts *counts)
{
    char day[MOMENT_TEXT_BYTES];
    if (counts->assumed)
        fprintf(stderr, "  %s\n",
                _("The titles state no period: the one that holds --at was taken; --period and --of say "
                  "another."));
    if (!counts->ahead)
        return;
    fprintf(stderr, "  ");
    fprintf(stderr, _("the period begins on %s, after the moment of the figures"),
            moment_write(counts->ahead, "dd/MM/yyyy", day));
    fputs("\n", stderr);
}

static void summary_print(const struct import *i)
{
    char got[TEXT_NUMBER_BYTES], added[TEXT_NUMBER_BYTES], changed[TEXT_NUMBER_BYTES],
        same[TEXT_NUMBER_BYTES], rejected[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES], dossiers[64];
    const struct run *r = &i->run;
    int64_t rows = (int64_t)i->rows.count + i->keyless;
    snprintf(dossiers, sizeof dossiers, P_("%s dossier", "%s dossiers", rows), text_count(rows, got));
    if (i->options->explain)
        fprintf(stderr,
                P_("%s: %s record read, %s rejected; nothing was stored\n",
                   "%s: %s records read, %s rejected; nothing was stored\n", i->records),
                i->file, text_count(i->records, n), text_count(r->rejected, rejected));
    else if (!i->counts.only && i->figures)
        fprintf(stderr,
                P_("%s: %s and %s figure (new %s, changed %s, unchanged %s, rejected %s)\n",
                   "%s: %s and %s figures (new %s, changed %s, unchanged %s, rejected %s)\n", i->figures),
                i->file, dossiers, text_count(i->figures, n), text_count(r->new_rows, added),
                text_count(r->changed, changed), text_count(r->unchanged, same),
                text_count(r->rejected, rejected));
    else
        fprintf(stderr,
                i->counts.only
                    ? P_("%s: %s figure (new %s, changed %s, unchanged %s, rejected rows %s)\n",
                         "%s: %s figures (new %s, changed %s, unchanged %s, rejected rows %s)\n", i->figures)
                    : P_("%s: %s dossier (new %s, changed %s, unchanged %s, rejected %s)\n",
                         "%s: %s dossiers (new %s, changed %s, unchanged %s, rejected %s)\n", rows),
                i->file, text_count(i->counts.only ? i->figures : rows, got), text_count(r->new_rows, added),
                text_count(r->changed, changed), text_count(r->unchanged, same),
                text_count(r->rejected, rejected));
    if (i->report.skipped)
        fprintf(stderr,
                P_("  %s row with too few cells was passed over: a title, a note or a signature\n",
                   "  %s rows with too few cells were passed over: titles, notes, signatures\n",
                   i->report.skipped),
                text_count(i->report.skipped, n));
    if (i->rows.twice > i->rows.differ)
        fprintf(stderr,
                P_("  %s row has the code of another row and says the same\n",
                   "  %s rows have the code of another row and say the same\n",
                   i->rows.twice - i->rows.differ),
                text_count(i->rows.twice - i->rows.differ, n));
    if (i->breaks > LIMIT_IMPORT_TOLD)
        fprintf(stderr,
                P_("  %s sum does not add up in all\n", "  %s sums do not add up in all\n", i->breaks),
                text_count(i->breaks, n));
    if (i->report.fresh.count) {
        fprintf(stderr, P_("  %s unit is new: ", "  %s units are new: ", i->report.fresh.count),
                text_count((int64_t)i->report.fresh.count, n));
        told_printable(buffer_string(&i->report.fresh_names));
        fputs(i->report.fresh.count > LIMIT_IMPORT_TOLD ? " ...\n" : "\n", stderr);
    }
    if (i->notes)
        table_notes_print(i->notes, i->file);
    periods_print(&i->counts);
    outcome_print(i);
}

static void known_print(const struct import *i)
{
    char when[MOMENT_TEXT_BYTES];
    if (i->past.known.run)
        fprintf(stderr, _("%s: the same file was imported at %s already\n"), i->file,
                moment_write(i->past.known.started, "HH:mm dd/MM/yyyy", when));
}

static void moment_print(const struct import *i)
{
    static const char *const origins[] = {[EXPORT_FILE] = N_("the file's own time"),
                                          [EXPORT_NEWEST] = N_("the newest date in it"),
                                          [EXPORT_TITLE] = N_("its title")};
    char when[MOMENT_TEXT_BYTES], later[MOMENT_TEXT_BYTES];
    moment_write(i->run.observed, "HH:mm dd/MM/yyyy", when);
    if (i->options->observed == MOMENT_NONE)
        fprintf(stderr, _("  as at %s (%s)\n"), when, _(origins[i->past.moment_of]));
    if (i->options->observed == MOMENT_NONE && i->past.ahead != MOMENT_NONE)
        fprintf(stderr,
                _("  its title is dated %s, ahead of the clock, and is not believed: --at says better\n"),
                moment_write(i->past.ahead, "dd/MM/yyyy", later));
    if (i->past.later != MOMENT_NONE)
        fprintf(stderr,
                _("  older than the export of %s that was imported before: what that one says stays\n"),
                moment_write(i->past.later, "HH:mm dd/MM/yyyy", later));
}

/* Counts the words that no list has: *words different words, in *rows rows. */
static void words_count(const struct import *i, int64_t *words, int64_t *rows)
{
    *words = *rows = 0;
    for (size_t k = 0; k < i->issues.count; k++)
        if (i->issues.items[k].kind == MISGIVING_WORD) {
            ++*words;
            *rows += i->issues.items[k].rows;
        }
}

void import_tell(struct import *i)
{
    int64_t words, rows;
    known_print(i);
    summary_print(i);
    issues_print(i);
    moment_print(i);
    words_count(i, &words, &rows);
    reading_report_print(&i->report, words, rows);
}
