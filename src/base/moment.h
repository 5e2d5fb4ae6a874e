/* Moments: seconds since 1970-01-01T00:00Z. All reading and writing is in Vietnamese wall time
 * (Asia/Ho_Chi_Minh), +07:00 the whole year, whatever the machine's zone. */
#ifndef MOTCUA_BASE_MOMENT_H
#define MOTCUA_BASE_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t moment;

#define MOMENT_NONE INT64_MIN
#define MOMENT_DAY  ((moment)86400)
#define MOMENT_OFFSET                                                                                        \
    ((moment)25200) /* Viet Nam is seven hours ahead of UTC; no daylight saving since 1975 */
#define MOMENT_TEXT_BYTES 40

struct wall {
    int year, month, day, hour, minute, second;
    int weekday; /* 1 Monday .. 7 Sunday */
};

/* The present; for tests and for telling the past, $MOTCUA_NOW (as moment_read() takes it: 2022-11-25T15:00)
 * stands in for the clock. */
moment moment_now(void);
/* A date outside 1900..2199 or that does not exist (30/02) gives MOMENT_NONE. */
moment moment_of(int year, int month, int day, int hour, int minute, int second);
struct wall moment_wall(moment m); /* all zero for MOMENT_NONE and outside those years */
/* Midnight of the wall day of m; MOMENT_NONE for MOMENT_NONE. */
moment moment_day(moment m);

/* Reads all of text (n bytes) by pattern: yyyy MM dd HH mm ss of exactly that many digits, d M H of one or
 * two, `Z` an offset
 * (+0700, +07:00, +07, Z), one or more S a fraction of one or more digits (dropped); any other character
 * stands for itself. false where text does not fit or is no real date; a date must have year, month and day.
 * Without an offset it is wall time. */
bool moment_parse(const char *text, size_t n, const char *pattern, moment *out);
/* The same pattern prepared once, for many texts. false: longer than MOMENT_STEPS. before: year, month, day, hour,
 * minute, second that were read already; 0: not. */
#define MOMENT_STEPS 64
struct moment_pattern {
    int count;
    struct moment_step {
        uint8_t part, min_digits, max_digits;
        char letter; /* that stands for itself */
    } steps[MOMENT_STEPS];
};
bool moment_pattern_make(const char *pattern, struct moment_pattern *out);
bool moment_pattern_read(const struct moment_pattern *p, const char *text, size_t n, const int before[6],
                         moment *out);
/* Reads what people type: 2022-11-25, 2022-11-25T15:00, 2022-11-25T15:00:30, 2022-11-25 15:00, 25/11/2022,
 * 25/11/2022 15:00. */
bool moment_read(const char *text, moment *out);
/* Writes by the same letters (Z as +07:00) into out; returns out. E.g. "yyyy-MM-ddTHH:mm", "HH:mm
 * dd/MM/yyyy". "" for MOMENT_NONE. */
const char *moment_write(moment m, const char *pattern, char out[MOMENT_TEXT_BYTES]);

#endif
