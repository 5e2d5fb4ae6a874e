/* The moment of an export, at which its system said what the export holds: the moment of its titles; else the newest
 * date in the export; else the file's own time. The export counts as known from that moment on, whenever the file is
 * imported: so the order of imports does not matter, and an older export never undoes what a newer export said. */
#ifndef MOTCUA_IMPORT_EXPORT_MOMENT_H
#define MOTCUA_IMPORT_EXPORT_MOMENT_H

#include "adapters/table/tabular.h"

enum export_moment_of { EXPORT_FILE, EXPORT_NEWEST, EXPORT_TITLE };

struct export_moment {
    moment title, newest; /* of the tables looked at so far; MOMENT_NONE: none */
    moment span_end;      /* the last day of a span that a title states; it may be still to come */
    moment
        ahead; /* of titles that date the export ahead of the clock: a slip, which is not believed; MOMENT_NONE */
};

void export_moment_begin(struct export_moment *m);
/* Adds what a table says; dates after `now`, and titles more than a day after it, are slips and are left out. */
void export_moment_table(struct export_moment *m, const struct tabular *t, moment now);
/* The moment of all tables so far, never after `now`, and at least the newest date in them; *of: where the moment
 * comes from. file: when the file was changed last; MOMENT_NONE: the export is no file. */
moment export_moment_end(const struct export_moment *m, moment file, moment now, enum export_moment_of *of);

#endif
