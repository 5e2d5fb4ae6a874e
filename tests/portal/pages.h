/* Rows from files, kept in memory: OpenCPS page files or national records. */
#ifndef PORTAL_PAGES_H
#define PORTAL_PAGES_H

#include "dossier.h"

struct pages;

/* All *.json of the folder, by name, each {"total", "data": [...]}, one after the other. NULL: said on
 * stderr. */
struct pages *pages_open(const char *folder);
/* {"result": [...]} or an array. NULL: said on stderr. */
struct pages *pages_open_records(const char *file);
void pages_close(struct pages *p); /* safe with NULL */
uint64_t pages_count(const struct pages *p);
void pages_write(const struct pages *p, uint64_t i, struct text *out);      /* the row as it was read */
void pages_dossier(const struct pages *p, uint64_t i, struct dossier *out); /* only of pages_open */

#endif
