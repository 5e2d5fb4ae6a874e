/* Wall time of the portal: seconds since 1970-01-01 00:00 on a Vietnamese wall clock, no zone attached. The
 * portal's clock is an option, never the machine's. */
#ifndef PORTAL_WALL_H
#define PORTAL_WALL_H

#include "text.h"

typedef int64_t wall;

#define WALL_NONE INT64_MIN
#define WALL_DAY  ((wall)86400)
#define WALL_HOUR ((wall)3600)

struct wall_parts {
    int year, month, day, hour, minute, second;
};

wall wall_of(int year, int month, int day, int hour, int minute,
             int second); /* WALL_NONE if no such moment */
struct wall_parts wall_split(wall t);
wall wall_midnight(wall t);
int wall_weekday(wall t);                         /* 1 Monday .. 7 Sunday */
wall wall_month(int year, int month);             /* first moment of the month; month 13 is next January */
bool wall_read(const char *s, wall *out);         /* 2022-11-25, 2022-11-25T15:00, 2022-11-25T15:00:30 */
bool wall_read_slash(const char *s, wall *out);   /* 25/11/2022, 25/11/2022 15:00:30, 5/8/2022 */
bool wall_read_compact(const char *s, wall *out); /* yyyyMMddHHmmss */
void text_slash(struct text *t, wall w);          /* dd/MM/yyyy HH:mm:ss; nothing for WALL_NONE */
void text_compact(struct text *t, wall w);        /* yyyyMMddHHmmss; nothing for WALL_NONE */

#endif
