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
/* Colours and bars that follow the numbers. */
void xlsx_rules(struct book *b, const struct paper_table *t);
/* A line chart for each of the paper's series, below its table: columns 1, 3, ... are rates, 2, 4, ... targets. */
void xlsx_charts(struct book *b, const struct paper *p, const struct paper_table *t);

#endif
