/* The inside of the HTML writer of a paper. */
#ifndef MOTCUA_PAPER_HTML_H
#define MOTCUA_PAPER_HTML_H

#include "report/paper.h"

void html_table(struct buffer *out, const struct paper_table *t);
void html_charts(struct buffer *out, const struct paper_block *b);

#endif
