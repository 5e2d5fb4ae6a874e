/* A temporary file holds a file that a browser sent, while a person looks at the file. The bytes have no name in any
 * folder, and only this user's processes can read them. The kernel removes the bytes when the descriptor is closed,
 * also where the process is killed. */
#ifndef MOTCUA_SERVE_TEMP_FILE_H
#define MOTCUA_SERVE_TEMP_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/limit.h"

#define TEMP_FILE_PATH_BYTES 32

struct temp_file {
    int fd; /* -1: no file */
    int64_t bytes;
    /* the browser's name for the file, without folders, safe to show; "": no name */
    char name[LIMIT_UPLOAD_NAME_BYTES];
    bool too_long; /* more than LIMIT_UPLOAD_BYTES arrived; the rest was not kept */
    bool failed;   /* the disk took no more bytes */
};

/* Opens a file without a name in $TMPDIR, else /tmp, with mode 0600. ERROR_IO: the folder takes no file. */
MUST_CHECK bool temp_file_open(struct temp_file *f, struct error *e);
void temp_file_close(struct temp_file *f); /* sets fd to -1; safe where fd is -1 */
/* Keeps the browser's name for the file, without folders and without letters that are not shown. */
void temp_file_called(struct temp_file *f, const char *name);
/* Adds bytes at the end; too_long or failed tells where the bytes were not kept. */
void temp_file_add(struct temp_file *f, const void *bytes, size_t n);
/* Writes a path by which this process can open the bytes again from the beginning. Returns out. */
const char *temp_file_path(const struct temp_file *f, char out[TEMP_FILE_PATH_BYTES]);

#endif
