/* Files served as they are: a portal that nobody wrote code for. */
#ifndef PORTAL_FILES_H
#define PORTAL_FILES_H

#include "portal.h"

/* Appends a whole file, 64 MiB at most; false if it cannot be read. */
bool file_append(const char *path, struct text *out);
/* The file in the folder --files that is named like the request's address, query included; HTML if it begins
 * with
 * <, else JSON. false: there is none. */
bool files_answer(const struct portal *p, const struct request *r, struct reply *reply);

#endif
