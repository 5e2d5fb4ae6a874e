/* A score board as tables: the league, the sheet, one criterion explained. */
#ifndef MOTCUA_SCORE_TABLE_H
#define MOTCUA_SCORE_TABLE_H

#include "index/gain_plan.h"
#include "index/score_board.h"
#include "show/table.h"

/* A row for each unit: rank, total, areas, what is lost, changes, rating, whether a plan is due. machine:
 * every column, for programs. Failure shows in table_failed(). */
void score_league_table(const struct score_board *b, bool machine, struct table *t);

/* The rows that a sheet shows: units and criteria for which the functions return true. */
struct score_sheet_choice {
    bool (*unit)(const void *context, const char *code);
    bool (*criterion)(const void *context, const char *code);
    const void *context;
    bool machine;                /* every column, for programs */
    const struct gain_sum *plan; /* of the one unit that is shown, or NULL */
};
/* A row for each chosen unit and criterion: points, maximum, what is lost and why, who is responsible,
 * evidence. */
void score_sheet_table(const struct score_board *b, const struct score_sheet_choice *choice, struct table *t);

/* The whole arithmetic of one criterion of one unit, down to the counters. The caller adds the dossiers, which a board
 * does not know. */
void score_explain_table(const struct score_board *b, size_t unit, size_t criterion, struct table *t);

#endif
