/* A source that is a folder: whoever saves an export into it needs no terminal. What is new in it is imported, known
 * by the SHA-256 of its bytes; nothing is moved or deleted. Subfolders, hidden and temporary files and files that are no
 * exports by their names are passed over; a file that somebody still writes is left for the next time. */
#ifndef MOTCUA_IMPORT_FOLDER_H
#define MOTCUA_IMPORT_FOLDER_H

#include "config/config.h"
#include "store/store.h"

struct folder_summary {
    size_t read, known, failed;         /* files: imported now, imported before, not whole */
    size_t writing, passed, subfolders; /* still being written; passed over */
};

/* Imports what is new; one line for each file on stderr, and one for the folder. observed: MOMENT_NONE: as each export
 * says itself. false and e: the folder is not there (ERROR_UNAVAILABLE), or the gravest fault of its files; the
 * others are imported all the same. */
MUST_CHECK bool folder_import(const struct config *c, const struct config_source *source, struct store *s,
                              moment observed, struct folder_summary *out, struct error *e);

#endif
