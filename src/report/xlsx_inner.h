/* The inside of the XLSX writer of a paper. */
#ifndef MOTCUA_XLSX_INNER_H
#define MOTCUA_XLSX_INNER_H

#include <xlsxwriter.h>

#include "report/paper.h"

enum { BOOK_KINDS = PAPER_MOMENT + 1, BOOK_GREEN = 0x17703F, BOOK_RED = 0xB3261E };

struct book {
    lxw_workbook *file;
    lxw_worksheet *sheet;
    lxw_row_t first; /* first row below the heads */
    lxw_format *plain[BOOK_KINDS], *bold[BOOK_KINDS], *kept[BOOK_KINDS], *missed[BOOK_KINDS];
    lxw_format *head, *quiet, *good, *bad; /* good and bad are for rules */
    lxw_error fault;
    bool failed;
};

void book_check(struct book *b, lxw_error fault);
void xlsx_formats(struct book *b);
/* Writes one cell of a table into row `at` of the sheet; rates, gaps and sums become formulas. */
void xlsx_cell(struct book *b, const struct paper_table *t, size_t row, size_t i, lxw_row_t at);
/* Sets the height of a row, because not every spreadsheet computes how many lines wrapped words take. */
void xlsx_row_height(struct book *b, const struct paper_table *t, size_t row, lxw_row_t at);
double xlsx_column_width(const struct paper_column *c);
/* Writes each table of a form as a sheet that looks like the page: heading block, table, notes, signature. */
MUST_CHECK bool xlsx_page(struct book *b, const struct paper *p);
/* Adds the colours and bars that follow the numbers. */
void xlsx_rules(struct book *b, const struct paper_table *t);
/* Adds a line chart for each of the paper's series below its table: columns 1, 3, ... are rates, 2, 4, ... targets. */
void xlsx_charts(struct book *b, const struct paper *p, const struct paper_table *t);

#endif
