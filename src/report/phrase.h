/* Words for the values of a report, as an official paper writes them, in the language in use. */
#ifndef MOTCUA_PHRASE_H
#define MOTCUA_PHRASE_H

#include "base/text.h"
#include "report/report.h"

enum { PHRASE_BYTES = 160 };

/* Short name of a unit ("Xã Mẫu 01"), or the word for ALL. */
const char *phrase_unit(const struct report *r, size_t unit, char *out, size_t size);
/* A rate with as many decimals (2 to 4) as it takes not to contradict the verdict: 84,996 is not shown as
 * 85,00; "<85" where four do not tell. Without a percent sign. */
const char *phrase_rate(const struct verdict *v, int64_t target, char out[TEXT_NUMBER_BYTES]);
/* now - before in hundredths of a percentage point, each rounded as it is shown; false where one is unknown. */
bool phrase_moved(const struct ratio *now, const struct ratio *before, int64_t *hundredths);
/* "15 giờ 00 ngày 25/11/2022" */
const char *phrase_moment(moment m, char out[PHRASE_BYTES]);
/* "ngày 05 tháng 02 năm 2026", as under a heading block */
const char *phrase_day(moment m, char out[PHRASE_BYTES]);
/* "tuần từ ngày 18/11/2022 đến ngày 25/11/2022", "tháng 11 năm 2022", "quý IV năm 2022" */
const char *phrase_period(const struct period *p, char out[PHRASE_BYTES]);
/* What the report's figures are compared with: "last Friday", "the period before". */
const char *phrase_before(const struct report *r);
/* The state of a commitment: "● kept", "◊ just kept", "▲ short 17". */
const char *phrase_state(const struct report *r, size_t unit, size_t i, const struct verdict *v,
                         enum kept *state, bool *near, char out[PHRASE_BYTES]);
/* As forecast_text(). */
const char *phrase_range(const struct forecast *f, char out[PHRASE_BYTES]);
/* That none of the unit's open dossiers is overdue: of how many, and whether the data are complete. Returns out. */
const char *phrase_none_overdue(const struct report *r, size_t unit, char *out, size_t size);
/* A counter of all units. */
const char *phrase_count(const struct evaluation *v, const char *counter, char out[TEXT_NUMBER_BYTES]);

#endif
