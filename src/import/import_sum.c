/* What an import that is over says of itself. */
#include "import/import_inner.h"

void import_sum(const struct import *i, struct import_summary *out)
{
    static const enum import_moment_of origins[] = {[EXPORT_FILE] = IMPORT_MOMENT_FILE,
                                                    [EXPORT_NEWEST] = IMPORT_MOMENT_NEWEST,
                                                    [EXPORT_TITLE] = IMPORT_MOMENT_TITLE};
    *out = (struct import_summary){.records = i->records,
                                   .dossiers = (int64_t)i->rows.count + i->keyless,
                                   .figures = i->figures,
                                   .added = i->run.new_rows,
                                   .changed = i->run.changed,
                                   .unchanged = i->run.unchanged,
                                   .rejected = i->run.rejected,
                                   .skipped = i->report.skipped,
                                   .breaks = i->breaks,
                                   .lost = i->notes ? table_notes_lost(i->notes) : 0,
                                   .observed = i->run.observed,
                                   .moment_of = i->options && i->options->observed != MOMENT_NONE
                                                    ? IMPORT_MOMENT_GIVEN
                                                    : origins[i->past.moment_of],
                                   .before = i->past.known.run ? i->past.known.started : MOMENT_NONE,
                                   .later = i->past.later,
                                   .assumed = i->counts.assumed};
}

const struct reading_report *import_report(const struct import *i)
{
    return &i->report;
}

const struct misgiving_list *import_issues(const struct import *i)
{
    return &i->issues;
}
