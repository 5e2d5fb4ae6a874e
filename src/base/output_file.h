/* The one way in which the program writes a file. The new content appears whole or not at all: a temporary file of
 * an unguessable name (O_EXCL, so that no prepared file or link is followed) stands in the target's folder, is
 * synced, and takes the target's name by rename. A failed write leaves the old file as it was.
 *
 *  - A file that is there keeps its mode, group, access list and, where the system allows it, its owner. A file
 *    that the caller may not write is refused, though its folder would allow the rename.
 *  - A symbolic link is followed: its target is replaced, the link stays; the target of a dangling link is made.
 *  - What is no ordinary file (FIFO, terminal, character device, /dev/stdout, /dev/fd/3) is written in place. A
 *    disk is refused: nobody wants a report over a file system.
 *  - "-" is standard output.
 *  - Several writers of one name never fail because of each other nor mix: the last one to end stands. */
#ifndef MOTCUA_OUTPUT_FILE_H
#define MOTCUA_OUTPUT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

struct output_file;

/* How a file is made. Zeroed: an existing file is replaced, and the umask decides the mode of a new one. */
struct output_wish {
    bool fresh;   /* an existing file or link is an error (ERROR_USAGE) and stays as it is */
    bool private; /* a new file is for its owner alone (0600) */
};

/* Begins to write the file `name`; wish may be NULL. The caller passes the result to output_file_end(). NULL and e
 * (ERROR_IO with the reason, ERROR_USAGE): the file cannot be written. */
MUST_CHECK struct output_file *output_file_begin(const char *name, const struct output_wish *wish,
                                                 struct error *e);
/* The stream that takes the content, borrowed until output_file_end(). The stream may be a terminal. */
FILE *output_file_stream(const struct output_file *f);
/* Ends the writing and frees f. ok: the content is whole and takes the file's name; otherwise the content is dropped
 * and e is left alone. Returns true if the file holds the content. */
MUST_CHECK bool output_file_end(struct output_file *f, bool ok, struct error *e);

/* Writes n bytes from memory to the file `name`, as the three functions above do together. */
MUST_CHECK bool output_file_write(const char *name, const struct output_wish *wish, const void *bytes,
                                  size_t n, struct error *e);

#endif
