/* An invitation leads to this page, where a person sets the password of an account. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "serve/invitation.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/pages.h"
#include "show/html_text.h"

static void field(struct buffer *b, const char *id, const char *name, const char *label)
{
    buffer_printf(b,
                  "<label for=\"%s\">%s</label><input id=\"%s\" name=\"%s\" type=\"password\" "
                  "autocomplete=\"new-password\" minlength=\"%d\" required>",
                  id, label, id, name, LIMIT_PASSWORD_LETTERS);
}

/* Writes the form; as in the form of the login, the form's token stands in a cookie and in the form. */
static bool form_put(struct visit *v, struct reply *out, const char *code, const char *name, const char *said,
                     struct error *e)
{
    char token[TOKEN_BYTES];
    struct buffer *b = &out->body;
    if (!form_page_open(v, out, _("Set a password"), said, token, e))
        return false;
    buffer_printf(b,
                  "<form class=\"login\" method=\"post\" action=\"/moi\"><input type=\"hidden\" "
                  "name=\"csrf\" value=\"%s\">",
                  token);
    if (code) {
        buffer_printf(b, "<input type=\"hidden\" name=\"ma\" value=\"%s\"><p>%s <strong>", code, _("Name"));
        html_text_put(b, name);
        buffer_text(b, "</strong></p>");
        field(b, "mk", "password", _("New password"));
        field(b, "lai", "again", _("The same again"));
    } else {
        buffer_printf(
            b, "<label for=\"ma\">%s</label><input id=\"ma\" name=\"ma\" autocomplete=\"off\" required>",
            _("Code of the invitation"));
    }
    buffer_printf(b, "<button class=\"main\">%s</button></form></section>",
                  code ? _("Set a password") : _("Go on"));
    page_close(out, v);
    return true;
}

static bool ended(struct visit *v, struct reply *out)
{
    page_fault(out, v, 404, _("This invitation has ended, or was used."),
               _("Ask the operator for a new one: motcua user invite."));
    return true;
}

/* True after too many wrong codes from one address, so that codes cannot be tried one after another. The gate counts
 * them under "/moi", which is no account's name. */
static bool is_guessing(struct visit *v, struct reply *out)
{
    if (login_gate_open(&v->serving->gate, "/moi", v->address, time(NULL)))
        return false;
    page_fault(out, v, 429, _("Too many tries from here."), _("Wait for five minutes."));
    return true;
}

bool page_invitation(struct visit *v, struct reply *out, struct error *e)
{
    const char *code = request_field(&v->request->query, "ma");
    char name[LIMIT_NAME_BYTES];
    bool found;
    if (!code)
        return form_put(v, out, NULL, NULL, NULL, e);
    if (is_guessing(v, out))
        return true;
    if (!invitation_find(model_store(v->serving->model), code, name, &found, e))
        return false;
    if (found)
        return form_put(v, out, code, name, NULL, e);
    login_gate_wrong(&v->serving->gate, "/moi", v->address, time(NULL));
    return ended(v, out);
}

bool page_invitation_post(struct visit *v, struct reply *out, struct error *e)
{
    const struct request_fields *form = &v->request->form;
    const char *code = request_field(form, "ma"), *password = request_field(form, "password"),
               *again = request_field(form, "again");
    struct error why = {0};
    char name[LIMIT_NAME_BYTES];
    bool found, done = false;
    if (is_guessing(v, out))
        return true;
    if (!invitation_find(model_store(v->serving->model), code, name, &found, e))
        return false;
    if (!found) {
        login_gate_wrong(&v->serving->gate, "/moi", v->address, time(NULL));
        return ended(v, out);
    }
    if (!password || !again)
        return form_put(v, out, code, name, NULL, e);
    if (strcmp(password, again) != 0)
        return form_put(v, out, code, name, _("The two are not the same."), e);
    if (!invitation_use(model_store(v->serving->model), code, password, &done, &why)) {
        if (why.code == ERROR_USAGE)
            return form_put(v, out, code, name, why.what, e);
        *e = why;
        return false;
    }
    if (!done)
        return ended(v, out);
    reply_redirect(out, "/dang-nhap");
    return true;
}
