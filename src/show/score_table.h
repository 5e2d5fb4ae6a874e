/* Writes a score board into tables: the league, the sheet, one criterion explained. */
#ifndef MOTCUA_SCORE_TABLE_H
#define MOTCUA_SCORE_TABLE_H

#include "index/gain_plan.h"
#include "index/score_board.h"
#include "show/table.h"

/* Adds a row for each unit: rank, total, areas, lost points, changes, rating, whether a plan of remedy is due. machine
 * true adds the columns that only programs read. The caller checks table_failed(). */
void score_league_table(const struct score_board *b, bool machine, struct table *t);

/* A sheet shows the units and criteria for which these two functions return true. */
struct score_sheet_choice {
    bool (*unit)(const void *context, const char *code);
    bool (*criterion)(const void *context, const char *code);
    const void *context;
    bool machine; /* adds the columns that only programs read */
    const struct gain_sum
        *plan; /* planned gains of the one unit that the sheet shows; NULL: the sheet tells of no plan */
};
/* Adds a row for each chosen unit and criterion: points, maximum, lost points and their cause, the responsible
 * office, evidence. The caller checks table_failed(). */
void score_sheet_table(const struct score_board *b, const struct score_sheet_choice *choice, struct table *t);

/* Adds the whole arithmetic of one criterion of one unit (both are indexes of the board), down to the counters. The
 * caller adds the dossiers, because a board does not know them. */
void score_explain_table(const struct score_board *b, size_t unit, size_t criterion, struct table *t);

#endif
