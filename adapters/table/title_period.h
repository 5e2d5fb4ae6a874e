/* The period that a form states in its titles: "Tháng 11 năm 2022", "Quý IV/2022", "Từ ngày 01/11/2022 đến
 * ngày 30/11/2022", "6 tháng đầu năm 2022", "Năm 2022". */
#ifndef MOTCUA_ADAPTERS_TABLE_TITLE_PERIOD_H
#define MOTCUA_ADAPTERS_TABLE_TITLE_PERIOD_H

#include "base/period.h"

/* words: a title as words_of() gives it. false: the title states no period. *from is the period's first moment; of a
 * week 0:00 of the Friday on which it begins, because a title knows days and not the office's hour: the caller adds
 * the cut-off. */
bool title_period(const char *words, enum period_kind *kind, moment *from);
/* A title that is nothing but the number of a month or quarter: "Tháng 10", "T10", "Quý III". false: the title is none,
 * and *kind and *number stay as they are. */
bool title_part(const char *words, enum period_kind *kind, int *number);
/* Places such a month or quarter in a year; year 0: the last such month or quarter that had begun at `now`. */
bool title_part_in(const char *words, int year, moment now, enum period_kind *kind, moment *from);

#endif
