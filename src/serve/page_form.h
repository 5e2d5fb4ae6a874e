/* Parts of forms: what a person fills in, chooses and presses. */
#ifndef MOTCUA_SERVE_PAGE_FORM_H
#define MOTCUA_SERVE_PAGE_FORM_H

#include "serve/route.h"

/* Opens a form that is sent to an address of ours, with its token; file: it brings one. Ends with "</form>". */
void form_open(struct buffer *b, const struct visit *v, const char *action, bool file);
/* A field with its label; value "" is empty; help: a line below, or NULL; required: marked where it is empty. */
struct form_field {
    const char *name, *label, *value, *help, *example;
    bool wanted; /* marked as missing while it is empty; the form goes off all the same */
};
void form_text(struct buffer *b, const struct form_field *f);
void form_select_open(struct buffer *b, const char *name, const char *label);
void form_option(struct buffer *b, const char *value, const char *words, bool chosen);
void form_select_close(struct buffer *b);
/* A button; name NULL: none. main: the one that leads on. */
void form_button(struct buffer *b, const char *name, const char *value, const char *words, bool main);
/* The sentence that decides, with its shape: good (disc), bad (triangle) or to be looked at (diamond). */
enum form_state { FORM_GOOD, FORM_LOOK, FORM_BAD };
void form_say(struct buffer *b, enum form_state state, const char *sentence, const char *more);
/* <TAG>words</TAG>, with the words made safe. */
void form_words(struct buffer *b, const char *tag, const char *words);

#endif
