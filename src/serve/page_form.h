/* The parts of forms: fields, choices and buttons. Texts are made harmless for HTML, except names and addresses. */
#ifndef MOTCUA_SERVE_PAGE_FORM_H
#define MOTCUA_SERVE_PAGE_FORM_H

#include "serve/route.h"
#include "serve/token.h"

/* Opens the page of a form that is sent before anybody has logged in, with what the last try came to, or NULL. The form's
 * token stands in a cookie, and in `token` for the form's hidden field "csrf": another site knows neither. false and e:
 * no random bits. */
MUST_CHECK bool form_page_open(struct visit *v, struct reply *out, const char *title, const char *said,
                               char token[TOKEN_BYTES], struct error *e);
/* Opens a form that is sent to an address of this server, with the form's token; file true lets the form bring a file.
 * The caller ends the form with "</form>". */
void form_open(struct buffer *b, const struct visit *v, const char *action, bool file);
/* A field with its label; value "" is empty; help is a line below the field, or NULL; example is shown while the field
 * is empty, or NULL. */
struct form_field {
    const char *name, *label, *value, *help, *example;
    bool wanted; /* an empty field is marked as missing; the form can be sent all the same */
};
void form_text(struct buffer *b, const struct form_field *f);
void form_select_open(struct buffer *b, const char *name, const char *label);
void form_option(struct buffer *b, const char *value, const char *words, bool chosen);
void form_select_close(struct buffer *b);
/* Adds a button; name NULL gives a button without name and value; main true marks the button that leads on. */
void form_button(struct buffer *b, const char *name, const char *value, const char *words, bool main);
/* The main sentence of a page has a shape: good is a disc, bad a triangle, a state to look at a diamond. */
enum form_state { FORM_GOOD, FORM_LOOK, FORM_BAD };
void form_say(struct buffer *b, enum form_state state, const char *sentence, const char *more);
/* Writes <TAG>words</TAG>, with the words made harmless for HTML. */
void form_words(struct buffer *b, const char *tag, const char *words);

#endif
