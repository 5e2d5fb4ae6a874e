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

/* The present. $MOTCUA_NOW (a text for moment_read(): 2022-11-25T15:00) stands in for the clock, in tests and to
 * evaluate the past. */
moment moment_now(void);
/* The moment of a wall time; MOMENT_NONE for a date outside 1900..2199 or one that does not exist (30/02). */
moment moment_of(int year, int month, int day, int hour, int minute, int second);
struct wall moment_wall(moment m); /* all zero for MOMENT_NONE and outside those years */
/* Midnight of the wall day of m; MOMENT_NONE for MOMENT_NONE. */
moment moment_day(moment m);

/* Reads all n bytes of text by pattern: yyyy MM dd HH mm ss stand for exactly that many digits, d M H for one or
 * two, `Z` for an offset (+0700, +07:00, +07, Z), a run of S for a fraction of a second, which is dropped; any other
 * character stands for itself. A text without an offset is wall time. false: the text does not fit, lacks year,
 * month or day, or names a date that does not exist. */
bool moment_parse(const char *text, size_t n, const char *pattern, moment *out);
/* moment_parse() with a pattern that is prepared once, for many texts. moment_pattern_make() is false for a pattern of
 * more than MOMENT_STEPS steps. before: year, month, day, hour, minute, second that another text gave; 0: none. */
#define MOMENT_STEPS 64
struct moment_pattern {
    int count;
    struct moment_step {
        uint8_t part, min_digits, max_digits;
        char letter; /* a letter that stands for itself */
    } steps[MOMENT_STEPS];
};
bool moment_pattern_make(const char *pattern, struct moment_pattern *out);
bool moment_pattern_read(const struct moment_pattern *p, const char *text, size_t n, const int before[6],
                         moment *out);
/* Reads what people type: 2022-11-25, 2022-11-25T15:00, 2022-11-25T15:00:30, 2022-11-25 15:00, 25/11/2022,
 * 25/11/2022 15:00. */
bool moment_read(const char *text, moment *out);
/* Writes m to out by the letters of moment_parse() (Z as +07:00), e.g. "yyyy-MM-ddTHH:mm", and returns out; "" for
 * MOMENT_NONE. */
const char *moment_write(moment m, const char *pattern, char out[MOMENT_TEXT_BYTES]);

#endif
