/* Forms II.06a and 06/VPCP/KSTT (TT 01/2020/TT-VPCP) tell the results of administrative procedures by level and field
 * (06a) or by procedure (06b); dossiers on provincial and on central systems are counted apart. */
#ifndef MOTCUA_FORM06_H
#define MOTCUA_FORM06_H

#include "count/group_count.h"
#include "report/office.h"
#include "report/paper.h"
#include "report/report.h"

struct form06_ask {
    const struct config *config;
    struct period period;
    enum count_group group;         /* GROUP_SECTOR makes form 06a, procedures make form 06b */
    long unit;                      /* index of the only unit that is counted; -1: all units */
    const struct office_fill *fill; /* or NULL */
};

/* units and family belong to the store. The caller frees the paper. NULL and e on failure. */
MUST_CHECK struct paper *form06_make(const struct form06_ask *ask, struct store *s,
                                     const struct unit_set *units, const struct counter_family *family,
                                     struct error *e);

#endif
