/* Forms II.06a and 06/VPCP/KSTT (TT 01/2020/TT-VPCP): results in handling administrative procedures by level and
 * field, or 06b by procedure; dossiers of provincial and of central systems apart. */
#ifndef MOTCUA_FORM06_H
#define MOTCUA_FORM06_H

#include "count/group_count.h"
#include "report/office.h"
#include "report/paper.h"
#include "report/report.h"

struct form06_ask {
    const struct config *config;
    struct period period;
    enum count_group group;         /* sectors: 06a; procedures: 06b */
    long unit;                      /* index of the only unit, or -1 */
    const struct office_fill *fill; /* or NULL */
};

/* units, family: of the store. NULL and e on failure. */
MUST_CHECK struct paper *form06_make(const struct form06_ask *ask, struct store *s,
                                     const struct unit_set *units, const struct counter_family *family,
                                     struct error *e);

#endif
