/* Selecting and paging rows, whatever they come from. The natural order is that of the index (createDate
 * ascending). */
#ifndef PORTAL_LISTING_H
#define PORTAL_LISTING_H

#include "dossier.h"
#include "fault.h"
#include "pages.h"
#include "state.h"

#include <stdatomic.h>

enum { LISTING_ROWS_MAX = 250000 }; /* of one reply; like a search engine's own cap */

typedef void row_writer(const struct dossier *d, struct text *out);

struct selections;

/* Where an interface's rows come from: pages if there are any, else the composer. */
struct rows {
    const struct composer *composer;
    const struct pages *pages;        /* or NULL */
    row_writer *write;                /* of composed rows */
    const char *code, *date, *status; /* names of the members that faults spoil */
    struct state *state;
    atomic_int drift; /* of 100,000; in force now */
    int drift_after_sweep;
    struct selections *selections; /* owned */
};

/* All texts are csv lists, NULL = any; [receive_from, receive_to) may be open at either end by WALL_NONE. */
struct filter {
    const char *agency, *status, *system, *domain;
    int online; /* -1 any */
    wall receive_from, receive_to;
    wall changed_from; /* WALL_NONE: any */
    bool by_change;    /* ordered by the moment of change, latest first, in place of the natural order */
    bool unreleased;
    bool carried;          /* and those received before receive_from that were not released before it */
    bool finished_carried; /* and those finished within the period */
};

struct listing {
    uint64_t total;
    uint64_t count; /* rows written */
};

bool rows_open(struct rows *r); /* after the members are set; false: out of memory */
void rows_close(struct rows *r);
uint64_t rows_count(const struct rows *r);
void rows_dossier(struct rows *r, uint64_t i, struct dossier *out);

/* An empty filter: everything. */
struct filter filter_all(void);
bool filter_has(const struct filter *f, const struct dossier *d);

/* Writes rows [start, end) of the selection, separated by commas; end = UINT64_MAX for all. Suffers the
 * plan's row faults. */
struct listing listing_write(struct rows *r, const struct filter *f, bool descending, uint64_t start,
                             uint64_t end, const struct fault_plan *plan, struct text *out);

#endif
