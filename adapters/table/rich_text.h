/* Runs of text in one cell of a workbook, each with a look of its own (ECMA-376 part 1, 18.4.7): what is raised or
 * lowered is a footnote's mark, and what is struck out is no text, as on a page. */
#ifndef MOTCUA_ADAPTERS_TABLE_RICH_TEXT_H
#define MOTCUA_ADAPTERS_TABLE_RICH_TEXT_H

#include "adapters/table/xml_part.h"

struct rich_text {
    bool aside; /* the text of the run that is open does not count */
};

/* Takes a begin or an end of an element of that name; a zeroed struct stands before the first run. */
void rich_text_see(struct rich_text *r, struct xml_part *p, enum xml_event event, const char *name);

#endif
