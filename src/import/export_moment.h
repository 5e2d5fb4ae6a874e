/* The moment of an export: when its system said what stands in it. That of its titles; else the newest date in it; else
 * that of the file. What an export says is known from then on, whenever the file is imported: so the order in which
 * files are imported does not matter, and an older one never undoes what a newer one said. */
#ifndef MOTCUA_IMPORT_EXPORT_MOMENT_H
#define MOTCUA_IMPORT_EXPORT_MOMENT_H

#include "adapters/table/tabular.h"

enum export_moment_of { EXPORT_FILE, EXPORT_NEWEST, EXPORT_TITLE };

struct export_moment {
    moment title, newest; /* of the tables looked at so far; MOMENT_NONE: none */
    moment span_end;      /* the last day of a span that a title states */
};

void export_moment_begin(struct export_moment *m);
/* What a table says; dates after `now` are slips. */
void export_moment_table(struct export_moment *m, const struct tabular *t, moment now);
/* file: when the file was changed last; MOMENT_NONE: not a file. Never after `now`. */
moment export_moment_end(const struct export_moment *m, moment file, moment now, enum export_moment_of *of);

#endif
