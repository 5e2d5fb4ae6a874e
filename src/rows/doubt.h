/* What a dossier's own dates say against each other. A date that cannot be is not believed: it becomes
 * unknown, decides nothing, and is told. */
#ifndef MOTCUA_ROWS_DOUBT_H
#define MOTCUA_ROWS_DOUBT_H

#include "base/moment.h"
#include "rows/dossier.h"
#include "rows/misgiving.h"

enum doubt {
    DOUBT_NONE,
    DOUBT_FAR, /* the reception is years from the day in the code: the dossier cannot be placed */
    DOUBT_MEMORY
};

/* code_day: of the dossier's code, or MOMENT_NONE. now: when the file was made, or MOMENT_NONE. Dates before
 * the reception, decades after it, or after `now` become unknown and are counted as issues; a reception after
 * `now` stays, since no period counts it yet, and is counted too. */
enum doubt dossier_doubt(struct dossier *d, moment code_day, moment now, struct misgiving_list *issues);

#endif
