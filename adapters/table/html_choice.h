/* Controls in the cells of a page: a list of choices (<select>), a button, a box to tick. People see the choice that
 * was made, so that the choice is the cell's text where the cell has no words of its own; beside words a control only
 * works on them (a filter, "Xem"). */
#ifndef MOTCUA_ADAPTERS_TABLE_HTML_CHOICE_H
#define MOTCUA_ADAPTERS_TABLE_HTML_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/HTMLparser.h>

#include "base/buffer.h"

/* The controls of the cell that is open. */
struct html_choice {
    size_t depth;         /* where the control stands; 0: no control is open */
    bool select, several; /* a list of choices; one in which several may be made */
    bool any, made;       /* an option came; one of them is selected */
    bool taking;          /* the text to come is shown */
    size_t start;         /* where the text of the open control begins */
    struct buffer text;   /* what the controls of the cell show */
};

void html_choice_init(struct html_choice *c, size_t most);
void html_choice_free(struct html_choice *c);
void html_choice_reset(struct html_choice *c); /* a new cell begins */
/* An element begins in a cell. true: the element is a control or stands in one, and its text goes to
 * html_choice_text(). */
bool html_choice_begin(struct html_choice *c, const char *name, const xmlChar **attributes, size_t depth);
void html_choice_text(struct html_choice *c, const char *text, size_t n);
/* An element ends. true: the element was a control or stood in one. */
bool html_choice_end(struct html_choice *c, size_t depth);

#endif
