/* A source that is a folder: whoever saves an export into the folder needs no terminal. New files are imported; the
 * SHA-256 of its bytes tells whether a file is new. Nothing is moved or deleted. Subfolders, hidden and temporary
 * files and files that are no exports by their names are passed over; a file that somebody still writes is left for
 * the next time. */
#ifndef MOTCUA_IMPORT_FOLDER_H
#define MOTCUA_IMPORT_FOLDER_H

#include "config/config.h"
#include "store/store.h"

struct folder_summary {
    /* files imported whole; files with bytes imported before; files not imported whole */
    size_t read, known, failed;
    size_t writing, passed,
        subfolders; /* still written; temporary, hidden or no exports by name; not looked into */
};

/* Imports the new files, and the known files if a word was taught since. Tells on stderr of each file but the known
 * ones, and at the end of the folder. observed: MOMENT_NONE: the moment that each export states. false and e: the
 * folder is not there (ERROR_UNAVAILABLE), holds more than LIMIT_FOLDER_FILES files (ERROR_DATA), or the first fault
 * of a file; faults of other files are printed, and the other files are imported all the same. */
MUST_CHECK bool folder_import(const struct config *c, const struct config_source *source, struct store *s,
                              moment observed, struct folder_summary *out, struct error *e);

#endif
