#include "report/gap_columns.h"

#include "base/text.h"

void gap_columns(struct paper_table *t, const char *numerator, int width)
{
    int n = t ? (int)t->column_count : 0;
    paper_column(t, "numerator", numerator, PAPER_COUNT, width);
    paper_column(t, "denominator", _("Dossiers"), PAPER_COUNT, width);
    paper_column(t, "rate", _("Rate"), PAPER_RATE, width);
    paper_column_formula(t, PAPER_QUOTIENT, n, n + 1, n + 3);
    paper_column(t, "target", _("Target"), PAPER_TARGET, width);
    paper_column(t, "short", _("Short"), PAPER_COUNT, width);
    paper_column_formula(t, PAPER_GAP, n, n + 1, n + 3);
}
