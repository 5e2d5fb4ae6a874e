/* The tables of scores share these cells, captions and footnotes. */
#ifndef MOTCUA_SCORE_CELLS_H
#define MOTCUA_SCORE_CELLS_H

#include "index/score_board.h"
#include "show/table.h"

/* Returns points x FIGURE_SCALE, as a table's cell takes points, rounded half up to four decimals. */
int64_t score_scaled(decimal points);
void score_cell_points(struct table *t, bool known, decimal points);
/* Adds the points of a sum; a sum with unknown parts gets a quiet mark; the cell is unknown where every part is. */
void score_cell_sum(struct table *t, const struct sum *s);
/* Adds the appraised points minus the self-score's; the cell is unknown where either of the two is unknown. */
void score_cell_difference(struct table *t, const struct criterion_score *c);
void score_cell_value(struct table *t, const struct value *v);
void score_cell_text(struct table *t, const char *text); /* "" and NULL give an unknown cell */
void score_captions_add(const struct score_board *b, struct table *t);
void score_footnotes_add(const struct score_board *b, struct table *t);

#endif
