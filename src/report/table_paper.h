/* Turns a command's table into a table of a paper, so that every writer of papers (HTML, DOCX, XLSX) can show the
 * table. */
#ifndef MOTCUA_TABLE_PAPER_H
#define MOTCUA_TABLE_PAPER_H

#include "report/paper.h"
#include "show/table.h"

/* Adds the table with its captions, warnings and footnotes as blocks of the paper, and once more as a sheet of the
 * workbook. name is the sheet's name for programs, title the sheet's name for people. A failure is kept in
 * p->failed. */
void table_paper_add(struct paper *p, const struct table *t, const char *name, const char *title);

#endif
