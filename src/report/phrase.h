/* The words for a report's values, as an official paper writes values, in the language in use. Each function returns
 * out. */
#ifndef MOTCUA_PHRASE_H
#define MOTCUA_PHRASE_H

#include "base/text.h"
#include "report/report.h"

enum { PHRASE_BYTES = 160 };

/* Writes the short name of a unit ("Xã Mẫu 01"), or the word for ALL. */
const char *phrase_unit(const struct report *r, size_t unit, char *out, size_t size);
/* Writes a rate without a percent sign, with as many decimals (2 to 4) as the verdict needs: 84,996 below a target of
 * 85 is not written as 85,00; where four decimals do not suffice, "<85" is written. target is in 1/10,000. */
const char *phrase_rate(const struct verdict *v, int64_t target, char out[TEXT_NUMBER_BYTES]);
/* *hundredths becomes now - before in hundredths of a percentage point, both rounded as they are shown; false where one
 * of the two is unknown or nothing arose. */
bool phrase_moved(const struct ratio *now, const struct ratio *before, int64_t *hundredths);
/* Writes "15 giờ 00 ngày 25/11/2022". */
const char *phrase_moment(moment m, char out[PHRASE_BYTES]);
/* Writes "ngày 05 tháng 02 năm 2026", as under a heading block. */
const char *phrase_day(moment m, char out[PHRASE_BYTES]);
/* Writes "tuần từ ngày 18/11/2022 đến ngày 25/11/2022", "tháng 11 năm 2022", "quý IV năm 2022". */
const char *phrase_period(const struct period *p, char out[PHRASE_BYTES]);
/* Returns the words for the period that the report's figures are compared with: "last Friday", "the period before". */
const char *phrase_before(const struct report *r);
/* Writes the state of a commitment: "● kept", "◊ just kept", "▲ short 17"; *state and *near repeat the verdict's. The
 * arguments r, unit and i are not used. */
const char *phrase_state(const struct report *r, size_t unit, size_t i, const struct verdict *v,
                         enum kept *state, bool *near, char out[PHRASE_BYTES]);
/* Writes the range of a forecast as forecast_text() does. */
const char *phrase_range(const struct forecast *f, char out[PHRASE_BYTES]);
/* Writes that none of the unit's open dossiers is overdue, of how many, and whether the data are complete. */
const char *phrase_none_overdue(const struct report *r, size_t unit, char *out, size_t size);
/* Returns the counter of all units together as text; "–" where the counter is unknown. */
const char *phrase_count(const struct evaluation *v, const char *counter, char out[TEXT_NUMBER_BYTES]);

#endif
