/* Inside the XLSX writer of a paper. */
#ifndef MOTCUA_XLSX_INNER_H
#define MOTCUA_XLSX_INNER_H

#include <xlsxwriter.h>

#include "report/paper.h"

enum { BOOK_KINDS = PAPER_MOMENT + 1, BOOK_GREEN = 0x17703F, BOOK_RED = 0xB3261E };

struct book {
    lxw_workbook *file;
    lxw_worksheet *sheet;
    lxw_row_t first; /* of the rows below the heads */
    lxw_format *plain[BOOK_KINDS], *bold[BOOK_KINDS], *kept[BOOK_KINDS], *missed[BOOK_KINDS];
    lxw_format *head, *quiet, *good, *bad; /* the last two: of rules */
    lxw_error fault;
    bool failed;
};

void book_check(struct book *b, lxw_error fault);
void xlsx_formats(struct book *b);
/* One cell of a table, in row `at` of the sheet; rates, gaps and sums as formulas. */
void xlsx_cell(struct book *b, const struct paper_table *t, size_t row, size_t i, lxw_row_t at);
/* Words that are wrapped need lines; what reads the file does not always reckon them. */
void xlsx_row_height(struct book *b, const struct paper_table *t, size_t row, lxw_row_t at);
double xlsx_column_width(const struct paper_column *c);
/* The paper's page as a sheet, where it is a form. */
MUST_CHECK bool xlsx_page(struct book *b, const struct paper *p);
/* Colours and bars that follow the numbers. */
void xlsx_rules(struct book *b, const struct paper_table *t);
/* A line chart for each of the paper's series, below its table: columns 1, 3, ... are rates, 2, 4, ... targets. */
void xlsx_charts(struct book *b, const struct paper *p, const struct paper_table *t);

#endif
