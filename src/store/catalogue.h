/* The dictionary of the names of procedures (TTHC) and fields (lĩnh vực), by code. Portals fill the dictionary
 * (rows/catalogue_name.h says which names are kept); 'motcua procedures import' overwrites the portals' names. */
#ifndef MOTCUA_STORE_CATALOGUE_H
#define MOTCUA_STORE_CATALOGUE_H

#include "store/store.h"

enum { CATALOGUE_TEXT_BYTES = 640 };

struct catalogue;

struct catalogue_row {
    enum name_kind kind;
    const char *code, *name;
    const char *sector;          /* of a procedure: code or name of its field; NULL: not told */
    int64_t level;               /* 1 to 4; -1: not told */
    moment valid_from, valid_to; /* MOMENT_NONE: not told */
};

/* Imports the rows in one transaction; members that are NULL or not told leave the store's values. */
MUST_CHECK bool catalogue_import(struct store *s, const struct catalogue_row *rows, size_t count,
                                 struct error *e);
/* Keeps the names of a page, within the transaction that puts the page. Imported names stay. */
MUST_CHECK bool catalogue_page_put(struct store *s, const struct page *page, struct error *e);

/* All names of the store; the caller frees the result. NULL and e: no memory, or more than LIMIT_CATALOGUE names. */
MUST_CHECK struct catalogue *catalogue_load(struct store *s, struct error *e);
void catalogue_free(struct catalogue *c); /* safe with NULL */
/* The name, borrowed from c; NULL: no name is known. c may be NULL. */
const char *catalogue_name(const struct catalogue *c, enum name_kind kind, const char *code);
/* Writes to out "Đăng ký khai sinh (1.001193)", or the code alone where no name is known, cut at a whole letter
 * where the text does not fit. Returns out. */
const char *catalogue_text(const struct catalogue *c, enum name_kind kind, const char *code,
                           char out[CATALOGUE_TEXT_BYTES]);

#endif
