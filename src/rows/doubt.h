/* A dossier's dates held against each other. A date that cannot be true becomes unknown, so that the date decides
 * nothing, and is counted as a misgiving. */
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

/* code_day: the day in the dossier's code, or MOMENT_NONE. now: the moment at which the file was made, or
 * MOMENT_NONE. These dates become unknown, and each is counted in issues: a date of a day before the reception (the
 * filing may be earlier), a date over 20 years from the reception, a result, return or apology more than a day after
 * `now`. A reception more than a day after `now` is counted but stays, because no period counts the dossier yet.
 * DOUBT_FAR leaves the dossier unchanged; DOUBT_MEMORY: no memory. */
enum doubt dossier_doubt(struct dossier *d, moment code_day, moment now, struct misgiving_list *issues);

#endif
