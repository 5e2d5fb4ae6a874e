/* Exact decimals: integers of 10^-6. Points and rates are never binary fractions. */
#ifndef MOTCUA_BASE_DECIMAL_H
#define MOTCUA_BASE_DECIMAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIGURE_SCALE 10000 /* published decimals are kept as integers of 1/10000: 97.17 is 971700 */

typedef int64_t decimal; /* x DECIMAL_SCALE: 0.8042 is 804200 */

#define DECIMAL_SCALE  ((decimal)1000000)
#define DECIMAL_PLACES 6
#define DECIMAL_MAX    ((decimal)1000000000000000) /* a thousand million; a larger number is refused */

/* Reads all n bytes: "0.8042", "92,63" (the Vietnamese comma), "-0.5", "12". false: the text is no number, has more
 * than six decimals, or exceeds DECIMAL_MAX. */
bool decimal_read(const char *text, size_t n, decimal *out);
/* Reads a JSON number, or a JSON string as decimal_read() does. false: the value is no decimal of six places. */
bool decimal_of_json(const json_t *value, decimal *out);

/* value rounded half up (away from zero for negative values) to places 0..6. */
decimal decimal_round(decimal value, int places);
/* 100 * n / d, half up to `places`. d > 0. */
decimal decimal_percent(int64_t n, int64_t d, int places);
/* max * n / d * 100 / threshold, half up to `places`: the share of max that n of d earns where `threshold`
 * percent earns all of max. The quotient is exact until it is rounded. d > 0, threshold > 0, n >= 0 and not above
 * the threshold; max <= 10000 points. */
decimal decimal_share(decimal max, int64_t n, int64_t d, decimal threshold, int places);

#endif
