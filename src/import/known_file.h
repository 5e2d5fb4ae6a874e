/* Finds out whether the bytes of a file were imported before. */
#ifndef MOTCUA_IMPORT_KNOWN_FILE_H
#define MOTCUA_IMPORT_KNOWN_FILE_H

#include "base/digest.h"
#include "store/store.h"

struct known_file {
    char sha256[DIGEST_TEXT_BYTES]; /* "": the bytes cannot be read a second time (a pipe), or are too many */
    int64_t run;                    /* the newest run of the source that read these bytes whole; 0: none */
    moment started;                 /* when that run started */
};

/* Hashes the file and looks for the newest such run. source: a name, in the store or not. false and e: the store
 * failed; a file that cannot be read is no fault here. */
MUST_CHECK bool known_file_find(struct store *s, const char *source, const char *file, struct known_file *out,
                                struct error *e);

#endif
