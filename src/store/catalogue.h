/* The dictionary of names: what a procedure (TTHC) and a field (lĩnh vực) is called, by its code. Portals fill it
 * (rows/catalogue_name.h says what is kept), 'motcua procedures import' writes over what portals say. */
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

/* One transaction; NULL and what is not told leave what is there. */
MUST_CHECK bool catalogue_import(struct store *s, const struct catalogue_row *rows, size_t count,
                                 struct error *e);
/* The names of a page, within the transaction that puts it. What was imported stays. */
MUST_CHECK bool catalogue_page_put(struct store *s, const struct page *page, struct error *e);

MUST_CHECK struct catalogue *catalogue_load(struct store *s, struct error *e);
void catalogue_free(struct catalogue *c); /* safe with NULL */
/* The name, or NULL: none is known. c may be NULL. */
const char *catalogue_name(const struct catalogue *c, enum name_kind kind, const char *code);
/* "Đăng ký khai sinh (1.001193)"; the code alone where no name is known. Cut at a whole letter if need be. */
const char *catalogue_text(const struct catalogue *c, enum name_kind kind, const char *code,
                           char out[CATALOGUE_TEXT_BYTES]);

#endif
