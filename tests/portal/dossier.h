/* One dossier as the portal knows it, and its composition: row i is a pure function of (seed, i, options), so
 * a million rows cost no memory and any page can be asked for. */
#ifndef PORTAL_DOSSIER_H
#define PORTAL_DOSSIER_H

#include "calendar.h"
#include "district.h"
#include "edits.h"

struct dossier {
    uint64_t index;                   /* 0-based; the number in code and personal fields is index + 1 */
    const char *unit, *unit_name;     /* pointers are equal when the texts are: used as keys */
    const char *domain, *domain_name; /* "" = none */
    const char *procedure;
    const char *status; /* the portal's own words: processing, done, ... */
    wall submit, receive, due, extend, release, finish, modified; /* WALL_NONE = empty */
    wall supplement_asked, supplement_given;
    bool online, postal;
    bool gone; /* removed: no listing has it */
    bool digitized, reused, from_store, electronic, verified;
    int level, via_postal, fee, system;
    int paid; /* 1 national portal, 2 provincial gateway, 3 not online */
};

struct composer {
    uint64_t seed;
    uint64_t count; /* rows */
    wall from, to;  /* received in [from, to); `to` is also the clock: nothing has happened after it */
    int64_t work_from, work_span;
    struct calendar calendar;
    struct district district;
    struct edits edits;
};

/* false: out of memory, or no working time within [from, to). */
bool composer_open(struct composer *c, uint64_t seed, uint64_t count, wall from, wall to, size_t communes,
                   size_t departments);
void composer_close(struct composer *c);
/* Never falls while i rises; rows from `count` on (latecomers) are received at the clock. */
wall dossier_received(const struct composer *c, uint64_t i);
/* drift: how many of 100,000 rows have changed since the first sweep. */
void dossier_compose(const struct composer *c, uint64_t i, int drift, struct dossier *out);
/* {unit}-{yymmdd}-{number} */
void dossier_code_write(const struct dossier *d, struct text *out);

#endif
