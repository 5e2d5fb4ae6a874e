/* The inside of the DOCX writer of a paper. Lengths are twips (twentieths of a point). */
#ifndef MOTCUA_DOCX_INNER_H
#define MOTCUA_DOCX_INNER_H

#include "report/docx_part.h"
#include "report/paper.h"

enum {
    DOCX_PAGE_WIDTH = 11906, /* A4 */
    DOCX_PAGE_HEIGHT = 16838,
    DOCX_TOP = 1134,  /* 20 mm */
    DOCX_LEFT = 1701, /* 30 mm */
    DOCX_RIGHT = 851, /* 15 mm */
    DOCX_TEXT = DOCX_PAGE_WIDTH - DOCX_LEFT - DOCX_RIGHT,
    DOCX_TEXT_WIDE = DOCX_PAGE_HEIGHT - DOCX_LEFT - DOCX_RIGHT,
    DOCX_CHARTS = 64 /* at most so many charts in one paper */
};

/* --- paragraphs (docx_text.c) --- */

/* begins a paragraph, which docx_paragraph_end() ends */
void docx_paragraph(struct part *p, const char *style);
void docx_paragraph_end(struct part *p);
/* Adds a run. size is in half points; 0 takes the size of the style. Each line end of the text becomes a break. */
void docx_run(struct part *p, const char *text, unsigned style, int size);
void docx_runs(struct part *p, const struct paper_text *t);
void docx_line(struct part *p, const char *style, const char *text); /* a paragraph of one run */
/* Adds an empty paragraph whose upper border is a rule of `width`, centred in `room`. */
void docx_rule(struct part *p, int room, int width);
/* Adds the smallest paragraph, because Word wants a paragraph after every table. */
void docx_seam(struct part *p);

/* --- tables (docx_table.c) --- */

/* Begins a table; style NULL has no borders, "Grid" has borders; margin is the room left and right of a cell's
 * words. */
void docx_table_begin(struct part *p, const char *style, int margin, const int *widths, size_t count);
void docx_row_begin(struct part *p, bool head);
void docx_cell_begin(struct part *p, int width, int span);
void docx_cell_top(struct part *p, int width); /* begins a cell whose words stand at its top */
void docx_cell_end(struct part *p);
/* noted: a note follows, which stays with the last rows. */
void docx_table(struct part *p, const struct paper_table *t, int room, bool noted);

/* --- the other parts --- */

void docx_styles(struct part *p);                              /* word/styles.xml */
void docx_chart(struct part *p, const struct paper_chart *c);  /* word/charts/chartN.xml */
void docx_document(struct part *p, const struct paper *paper); /* word/document.xml */
/* adds a chart in a run */
void docx_drawing(struct part *p, const struct paper_chart *c, int number, int width);

#endif
