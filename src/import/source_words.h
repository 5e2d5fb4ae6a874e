/* The words of a source: what a clerk said of its exports with --column and --word. They are kept for the next import
 * in SOURCE.words.json beside the config, a manifest that extends the shipped one. People may edit that file. */
#ifndef MOTCUA_IMPORT_SOURCE_WORDS_H
#define MOTCUA_IMPORT_SOURCE_WORDS_H

#include <jansson.h>
#include <stddef.h>

#include "base/error.h"
#include "base/limit.h"

struct source_words {
    char file[LIMIT_FILE_BYTES];
    json_t *document; /* owned; NULL: nothing was ever said of the source */
    bool changed;     /* something was said now and is not kept yet */
};

/* Reads what is kept of the source in that folder; without a file nothing was said. false and e: the file cannot be
 * read. */
MUST_CHECK bool source_words_load(const char *folder, const char *source, struct source_words *out,
                                  struct error *e);
void source_words_free(struct source_words *w); /* safe on a zeroed struct */
/* Adds a title of a column: "Hình thức tiếp nhận hồ sơ=channel". false and e (ERROR_USAGE): malformed. */
MUST_CHECK bool source_words_column(struct source_words *w, const char *told, struct error *e);
/* Adds a word of a field: "level:Còn lại=2", "level:Còn lại=Một phần", "digitized:Rồi nhé=true". */
MUST_CHECK bool source_words_word(struct source_words *w, const char *told, struct error *e);
/* The manifest as text; malloc'd, the caller frees. NULL: nothing was ever said, or no memory. */
char *source_words_text(const struct source_words *w);
/* Writes the file if something was said now. */
MUST_CHECK bool source_words_save(struct source_words *w, struct error *e);

#endif
