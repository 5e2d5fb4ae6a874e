/* Counters by unit and by the field or the procedure of the dossiers, for forms 06 and 06b. Dossiers of services on a
 * ministry's system are counted apart, by the dossier's system_owner (TT 04/2025/TT-VPCP; rows/dossier_code.h). */
#ifndef MOTCUA_GROUP_COUNT_H
#define MOTCUA_GROUP_COUNT_H

#include "count/count.h"

enum count_group { GROUP_SECTOR, GROUP_PROCEDURE };

struct group_row {
    size_t unit;  /* index of the unit whose own dossiers are counted; units->count: the unit is not known */
    bool central; /* the dossiers are on a ministry's system */
    char *name;   /* the field or procedure in the source's words; "" where the source gives none */
    int64_t *values; /* by counter; 0 for derived counters and counters of pairs or procedures */
};

struct group_counts {
    const struct counter_family *family; /* borrowed */
    struct group_row *rows;              /* in no order */
    size_t count;
};

/* Counts the dossiers of each unit by field or procedure. ERROR_DATA: more than LIMIT_GROUP_ROWS rows. On failure
 * *out is empty; else the caller frees *out. */
MUST_CHECK bool group_counts_load(struct store *s, const struct counter_family *f,
                                  const struct unit_set *units, const struct period *p,
                                  enum count_group group, struct group_counts *out, struct error *e);
void group_counts_free(struct group_counts *g); /* safe on a zeroed struct */

#endif
