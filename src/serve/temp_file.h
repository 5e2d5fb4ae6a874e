/* What a browser sent as a file, while somebody looks at it: bytes without a name in a folder, readable by this process
 * alone. The kernel removes them when the descriptor is closed, on every path, also that of a killed process. */
#ifndef MOTCUA_SERVE_TEMP_FILE_H
#define MOTCUA_SERVE_TEMP_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/limit.h"

#define TEMP_FILE_PATH_BYTES 32

struct temp_file {
    int fd; /* -1: none */
    int64_t bytes;
    char
        name[LIMIT_UPLOAD_NAME_BYTES]; /* as the browser called it, without folders, safe to show; "": none */
    bool too_long;                     /* more than LIMIT_UPLOAD_BYTES came: the rest was not kept */
    bool failed;                       /* no room on the disk */
};

/* In $TMPDIR, else /tmp; mode 0600, O_EXCL, unlinked at once. ERROR_IO. */
MUST_CHECK bool temp_file_open(struct temp_file *f, struct error *e);
void temp_file_close(struct temp_file *f); /* safe where fd is -1, which it becomes */
/* The name without folders and letters that are not shown. */
void temp_file_called(struct temp_file *f, const char *name);
void temp_file_add(struct temp_file *f, const void *bytes, size_t n);
/* A path by which this process can open the bytes anew, from their beginning. Returns out. */
const char *temp_file_path(const struct temp_file *f, char out[TEMP_FILE_PATH_BYTES]);

#endif
