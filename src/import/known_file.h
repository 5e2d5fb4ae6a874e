/* The bytes of a file, and whether they were imported before. */
#ifndef MOTCUA_IMPORT_KNOWN_FILE_H
#define MOTCUA_IMPORT_KNOWN_FILE_H

#include "base/digest.h"
#include "store/store.h"

struct known_file {
    char sha256[DIGEST_TEXT_BYTES]; /* "": no ordinary file, or one that is too long */
    int64_t run;                    /* the newest run of the source that read these bytes whole; 0: none */
    moment started;                 /* of that run */
};

/* source: its name in the store, whether it is there or not. */
MUST_CHECK bool known_file_find(struct store *s, const char *source, const char *file, struct known_file *out,
                                struct error *e);

#endif
