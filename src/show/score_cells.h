/* Cells, captions and footnotes that the tables of scores share. */
#ifndef MOTCUA_SCORE_CELLS_H
#define MOTCUA_SCORE_CELLS_H

#include "index/score_board.h"
#include "show/table.h"

/* Points as tables take them, x FIGURE_SCALE, rounded half up to four decimals. */
int64_t score_scaled(decimal points);
void score_cell_points(struct table *t, bool known, decimal points);
/* A sum: whole, or so far (quiet); empty where nothing of it is known. */
void score_cell_sum(struct table *t, const struct sum *s);
/* What the appraiser gave more (+) or less than the self-score, where both are whole. */
void score_cell_difference(struct table *t, const struct criterion_score *c);
void score_cell_value(struct table *t, const struct value *v);
void score_cell_text(struct table *t, const char *text); /* "" and NULL are unknown */
void score_captions_add(const struct score_board *b, struct table *t);
void score_footnotes_add(const struct score_board *b, struct table *t);

#endif
