/* Numbers from their digits, without floating point. */
#ifndef MOTCUA_BASE_NUMBER_H
#define MOTCUA_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCALAR_DECIMALS 4 /* of FIGURE_SCALE */

/* Reads a JSON number from its digits, without floating point, as value * 10^decimals. What lies beyond the
 * decimals is rounded half away from zero if `round`, else it must be zero. false: no number, or more than 18
 * digits. */
bool scalar_number(const char *text, size_t n, int decimals, bool round, int64_t *out);

#endif
