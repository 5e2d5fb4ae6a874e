/* Counters by unit and by the field or the procedure of the dossiers, for forms 06 and 06b. Dossiers of services that
 * are given on a system of a ministry are told apart by the dossier's system_owner (TT 04/2025/TT-VPCP;
 * rows/dossier_code.h). */
#ifndef MOTCUA_GROUP_COUNT_H
#define MOTCUA_GROUP_COUNT_H

#include "count/count.h"

enum count_group { GROUP_SECTOR, GROUP_PROCEDURE };

struct group_row {
    size_t unit;     /* its own dossiers, not those of units below it; units->count where it is not known */
    bool central;    /* on a ministry's system */
    char *name;      /* of the field or procedure, as the source writes it; "" where it does not */
    int64_t *values; /* of each counter of the family; derived ones are 0 */
};

struct group_counts {
    const struct counter_family *family; /* borrowed */
    struct group_row *rows;              /* in no order */
    size_t count;
};

/* ERROR_DATA where there are more than LIMIT_GROUP_ROWS. */
MUST_CHECK bool group_counts_load(struct store *s, const struct counter_family *f,
                                  const struct unit_set *units, const struct period *p,
                                  enum count_group group, struct group_counts *out, struct error *e);
void group_counts_free(struct group_counts *g); /* safe on a zeroed one */

#endif
