/* The words of a source: what a clerk said of its exports with --column and --word, kept for the next import in a
 * manifest that extends the shipped one, SOURCE.words.json beside the config. It may be edited by hand. */
#ifndef MOTCUA_IMPORT_SOURCE_WORDS_H
#define MOTCUA_IMPORT_SOURCE_WORDS_H

#include <jansson.h>
#include <stddef.h>

#include "base/error.h"
#include "base/limit.h"

struct source_words {
    char file[LIMIT_FILE_BYTES];
    json_t *document; /* owned; NULL: nothing was ever said */
    bool changed;     /* said now, and not kept yet */
};

/* Reads what is kept of the source, in that folder. false and e: a file that cannot be read. */
MUST_CHECK bool source_words_load(const char *folder, const char *source, struct source_words *out,
                                  struct error *e);
void source_words_free(struct source_words *w); /* safe on a zeroed one */
/* "Hình thức tiếp nhận hồ sơ=channel". */
MUST_CHECK bool source_words_column(struct source_words *w, const char *told, struct error *e);
/* "level:Còn lại=2", "level:Còn lại=Một phần", "digitized:Rồi nhé=true". */
MUST_CHECK bool source_words_word(struct source_words *w, const char *told, struct error *e);
/* The manifest as text; malloc'd, the caller frees. NULL: nothing was ever said, or no memory. */
char *source_words_text(const struct source_words *w);
/* Keeps what was said, if anything was. */
MUST_CHECK bool source_words_save(struct source_words *w, struct error *e);

#endif
