/* Files that somebody looks at before they are stored: one for each login, kept in a temporary file until it is confirmed,
 * thrown away, replaced, or LIMIT_UPLOAD_KEEP_SECONDS old. What is told of it is what `motcua import --explain` tells, and
 * confirming is `motcua import`: the same functions. */
#ifndef MOTCUA_SERVE_UPLOAD_H
#define MOTCUA_SERVE_UPLOAD_H

#include <time.h>

#include "import/import_job.h"
#include "import/word_choice.h"
#include "serve/model.h"
#include "serve/temp_file.h"
#include "serve/token.h"

enum upload_state { UPLOAD_NONE, UPLOAD_LOOKED, UPLOAD_STORED };

struct upload_list { /* of texts; owned */
    char *items[LIMIT_UPLOAD_CHOICES];
    size_t count;
};

/* What the file was taken for. Texts are owned and safe to show. */
struct upload_told {
    struct upload_list used, used_names;     /* titles in the file, and the first title that each goes by */
    struct upload_list unused;               /* titles of columns of which nothing is kept */
    struct upload_list fields, words;        /* words that no list has, with their fields ... */
    int64_t word_rows[LIMIT_UPLOAD_CHOICES]; /* ... and in how many rows */
    struct upload_list notes;                /* what else was not understood or not believed, in sentences */
    struct upload_list missing; /* of a file in which no table fits: columns that the nearest lacks */
    size_t columns, units_known, units_fresh;
    char *fresh_names;
    moment first, last; /* receptions */
    struct import_summary sum;
};

struct upload {
    char owner[TOKEN_BYTES]; /* of the login (visit.csrf); "": the place is free */
    time_t since;
    enum upload_state state;
    struct temp_file file;
    char sha256[DIGEST_TEXT_BYTES];
    char source[LIMIT_NAME_BYTES], unit[LIMIT_VALUE_BYTES], period[32];
    struct upload_list columns, meanings; /* what was chosen: "TITLE=NAME", "FIELD:WORD=VALUE" */
    struct upload_told told;
    struct error why; /* what is wrong with the file; code ERROR_NONE: nothing */
    bool fits;        /* a table in it can be read */
    char note[512];   /* the words could not be kept; "" */
};

struct upload_shelf {
    struct upload items[LIMIT_UPLOADS];
};

/* The source into which exports of a unit's account go: its rows never take the place of what others stored. */
void upload_source_of(const char *unit, char out[LIMIT_NAME_BYTES]);

void upload_shelf_init(struct upload_shelf *s);
void upload_shelf_free(struct upload_shelf *s); /* throws all of them away */
/* Throws away what nobody confirmed in time. */
void upload_shelf_sweep(struct upload_shelf *s, time_t now);
struct upload *upload_find(struct upload_shelf *s, const char *owner); /* NULL: none */
/* Puts a file in the place of the login's former one; the file is taken over. NULL: all places are taken. */
struct upload *upload_put(struct upload_shelf *s, const char *owner, struct temp_file *file);
void upload_drop(struct upload *u); /* safe with NULL */

/* What somebody chose. value: a word that is known, a title; "": not said any longer. False: no memory, or too many. */
MUST_CHECK bool upload_choose_column(struct upload *u, const char *title, const char *value);
MUST_CHECK bool upload_choose_word(struct upload *u, const char *field, const char *word, const char *value);
/* What was chosen for it before, or NULL. Borrowed. */
const char *upload_chosen_word(const struct upload *u, const char *field, const char *word);

/* Reads the file; nothing is stored. What is wrong with the file is told in u->why. scope: units whose rows may be
 * written. False and e: a fault of the program or the store. */
MUST_CHECK bool upload_look(struct upload *u, struct model *m, const struct model_scope *scope,
                            struct error *e);
/* Stores it, if it may be, and throws the bytes away: u->state and u->why tell. */
MUST_CHECK bool upload_store(struct upload *u, struct model *m, const struct model_scope *scope,
                             struct error *e);

#endif
