#include "serve/page_form.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "serve/page.h"
#include "show/html_text.h"

bool form_page_open(struct visit *v, struct reply *out, const char *title, const char *said,
                    char token[TOKEN_BYTES], struct error *e)
{
    struct buffer *b = &out->body;
    if (token_is(v->form_token))
        snprintf(token, TOKEN_BYTES, "%s", v->form_token);
    else if (!token_make(token, e))
        return false;
    reply_cookie(out, 0, "motcua_form", token, v->serving->behind_tls);
    page_open(out, v, title);
    buffer_printf(b, "<section class=\"sheet small\"><h1>%s</h1>", title);
    if (said)
        form_words(b, "p class=\"warn\" role=\"alert\"", said);
    return true;
}

void form_open(struct buffer *b, const struct visit *v, const char *action, bool file)
{
    buffer_printf(b,
                  "<form method=\"post\" class=\"f\" action=\"%s\"%s><input type=\"hidden\" name=\"csrf\" "
                  "value=\"%s\">",
                  action, file ? " enctype=\"multipart/form-data\"" : "", v->csrf);
}

void form_text(struct buffer *b, const struct form_field *f)
{
    bool missing = f->wanted && !*f->value;
    buffer_printf(b, "<label class=\"fd%s\"><span>", missing ? " ms" : "");
    html_text_put(b, f->label);
    buffer_printf(b, "</span><input name=\"%s\" value=\"", f->name);
    html_text_put(b, f->value);
    if (f->example) {
        buffer_text(b, "\" placeholder=\"");
        html_text_put(b, f->example);
    }
    buffer_text(b, "\">");
    if (missing)
        buffer_printf(b, "<small class=\"nr\">◊ %s</small>", _("not filled in"));
    if (f->help) {
        buffer_text(b, "<small>");
        html_text_put(b, f->help);
        buffer_text(b, "</small>");
    }
    buffer_text(b, "</label>\n");
}

void form_select_open(struct buffer *b, const char *name, const char *label)
{
    buffer_text(b, "<label class=\"fd\"><span>");
    html_text_put(b, label);
    buffer_printf(b, "</span><select name=\"%s\">", name);
}

void form_option(struct buffer *b, const char *value, const char *words, bool chosen)
{
    buffer_text(b, "<option value=\"");
    html_text_put(b, value);
    buffer_text(b, chosen ? "\" selected>" : "\">");
    html_text_put(b, words);
    buffer_text(b, "</option>");
}

void form_select_close(struct buffer *b)
{
    buffer_text(b, "</select></label>\n");
}

void form_button(struct buffer *b, const char *name, const char *value, const char *words, bool main)
{
    buffer_printf(b, "<button%s", main ? " class=\"main\"" : "");
    if (name)
        buffer_printf(b, " name=\"%s\" value=\"%s\"", name, value);
    buffer_text(b, ">");
    html_text_put(b, words);
    buffer_text(b, "</button>");
}

void form_say(struct buffer *b, enum form_state state, const char *sentence, const char *more)
{
    static const char *const classes[] = {[FORM_GOOD] = "ok", [FORM_LOOK] = "nr", [FORM_BAD] = "no"},
                             *const shapes[] = {[FORM_GOOD] = "●", [FORM_LOOK] = "◊", [FORM_BAD] = "▲"};
    buffer_printf(b, "<div class=\"say %s\" role=\"%s\"><p><b>%s ", classes[state],
                  state == FORM_BAD ? "alert" : "status", shapes[state]);
    html_text_put(b, sentence);
    buffer_text(b, "</b></p>");
    if (more && *more)
        form_words(b, "p", more);
    buffer_text(b, "</div>\n");
}

void form_words(struct buffer *b, const char *tag, const char *words)
{
    buffer_printf(b, "<%s>", tag);
    html_text_put(b, words);
    buffer_printf(b, "</%.*s>", (int)strcspn(tag, " "), tag);
}
