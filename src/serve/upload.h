/* An upload is a file that a person looks at before it is stored. Each login has one upload, kept in a temporary file
 * until it is confirmed, thrown away, replaced, or LIMIT_UPLOAD_KEEP_SECONDS old. The page tells what `motcua import
 * --explain` tells, and a confirmed upload is stored as `motcua import` stores files; both use the same functions. */
#ifndef MOTCUA_SERVE_UPLOAD_H
#define MOTCUA_SERVE_UPLOAD_H

#include <time.h>

#include "import/import_job.h"
#include "import/word_choice.h"
#include "serve/model.h"
#include "serve/temp_file.h"
#include "serve/token.h"

enum upload_state { UPLOAD_NONE, UPLOAD_LOOKED, UPLOAD_STORED };

struct upload_list { /* a list of owned texts */
    char *items[LIMIT_UPLOAD_CHOICES];
    size_t count;
};

/* How the file was read. Texts are owned and safe to show. */
struct upload_told {
    /* titles of the file's columns, and the known title that each column was taken for */
    struct upload_list used, used_names;
    struct upload_list unused;        /* titles of columns that are not kept */
    struct upload_list fields, words; /* words that no list of words has, with their fields ... */
    /* ... and in how many rows; -1: a word whose meaning was chosen */
    int64_t word_rows[LIMIT_UPLOAD_CHOICES];
    /* sentences on other values that were not understood or not believed */
    struct upload_list notes;
    /* where no known table fits the file: columns that the nearest table would need */
    struct upload_list missing;
    size_t columns, units_known, units_fresh;
    char *fresh_names;
    moment first, last; /* first and last reception of a dossier */
    struct import_summary sum;
};

struct upload {
    char owner[TOKEN_BYTES]; /* csrf token of the login; "": the place is free */
    time_t since;
    enum upload_state state;
    struct temp_file file;
    char sha256[DIGEST_TEXT_BYTES];
    char source[LIMIT_NAME_BYTES], unit[LIMIT_VALUE_BYTES], period[32];
    struct upload_list columns, meanings; /* the person's choices: "TITLE=NAME", "FIELD:WORD=VALUE" */
    struct upload_told told;
    struct error why; /* the fault of the file; code ERROR_NONE: no fault */
    bool fits;        /* a table of the file can be read */
    char note[512];   /* why the chosen words could not be kept; "": they were kept */
};

struct upload_shelf {
    struct upload items[LIMIT_UPLOADS];
};

/* Writes the name of the source that takes uploads of a unit's account, so that its rows never replace rows of
 * others. */
void upload_source_of(const char *unit, char out[LIMIT_NAME_BYTES]);

void upload_shelf_init(struct upload_shelf *s);
void upload_shelf_free(struct upload_shelf *s); /* throws all uploads away */
/* Throws away uploads that nobody confirmed in time. */
void upload_shelf_sweep(struct upload_shelf *s, time_t now);
struct upload *upload_find(struct upload_shelf *s, const char *owner); /* NULL: no upload */
/* Replaces the login's former upload by a file, which is taken over. NULL: all places are taken; the file stays the
 * caller's. */
struct upload *upload_put(struct upload_shelf *s, const char *owner, struct temp_file *file);
void upload_drop(struct upload *u); /* safe with NULL */

/* Notes a choice; value is a known title or word, "" takes the choice back. False: no memory, too many choices, or too
 * long a text. */
MUST_CHECK bool upload_choose_column(struct upload *u, const char *title, const char *value);
MUST_CHECK bool upload_choose_word(struct upload *u, const char *field, const char *word, const char *value);
/* Returns the value that was chosen for a word, borrowed until the next choice; NULL: no choice. */
const char *upload_chosen_word(const struct upload *u, const char *field, const char *word);

/* Reads the file without storing anything, and fills u->told. u->why tells a fault of the file or of the choices. scope
 * holds the units whose rows may be written. False and e: a fault of the program or the store. */
MUST_CHECK bool upload_look(struct upload *u, struct model *m, const struct model_scope *scope,
                            struct error *e);
/* Stores the file where it may be stored, and throws its bytes away; u->state and u->why tell the result. False and e
 * as upload_look(). */
MUST_CHECK bool upload_store(struct upload *u, struct model *m, const struct model_scope *scope,
                             struct error *e);

#endif
