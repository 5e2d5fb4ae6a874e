/* Which rows a filter selects. Received rows are in order, so a filter by period alone costs a binary search;
 * any other is scanned once, and marks left on the way let later pages begin near their first row. */
#ifndef PORTAL_SELECTION_H
#define PORTAL_SELECTION_H

#include "listing.h"

#define LATECOMER_INDEX UINT64_C(900000) /* rows of the shift fault are numbered from here at least */

struct selection {
    struct filter filter;
    uint64_t total;
    uint64_t low;     /* no row before it is selected */
    bool whole;       /* every row from low on is selected, total of them */
    uint64_t *marks;  /* index of every MARK-th selected row; owned */
    uint64_t *order;  /* by_change: indexes of all selected rows; owned, instead of marks */
    int drift, edits; /* what it was made for */
};

struct selections;                        /* the scanned selections of late; locked inside */
struct selections *selections_open(void); /* NULL: out of memory */
void selections_close(struct selections *s);

bool selection_open(struct rows *r, const struct filter *f, struct selection *out); /* false: out of memory */
/* The indexes of selected rows [first, first + count); the caller has checked them against total. */
void selection_read(struct rows *r, const struct selection *s, uint64_t first, uint64_t count,
                    uint64_t *index);
void selection_close(struct selection *s);

#endif
