/* Appends the runs of a paper's text as HTML: bold and blanks are marked, italic is not. */
#ifndef MOTCUA_HTML_RUNS_H
#define MOTCUA_HTML_RUNS_H

#include "report/paper.h"

void html_runs(struct buffer *out, const struct paper_text *t);

#endif
