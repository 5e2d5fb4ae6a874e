/* These pages log a visitor in and out. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "serve/login.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/pages.h"
#include "show/html_text.h"

/* Writes the form. The form's token stands in a cookie and in the form: another site can write the form, but cannot
 * read the cookie. */
static bool form_put(struct visit *v, struct reply *out, const char *said, struct error *e)
{
    char token[TOKEN_BYTES];
    struct buffer *b = &out->body;
    if (!form_page_open(v, out, _("Log in"), said, token, e))
        return false;
    buffer_printf(
        b,
        "<form class=\"login\" method=\"post\" action=\"/dang-nhap\"><input type=\"hidden\" name=\"csrf\" "
        "value=\"%s\"><label for=\"ten\">%s</label><input id=\"ten\" name=\"name\" autocomplete=\"username\" "
        "autocapitalize=\"none\" required><label for=\"mk\">%s</label><input id=\"mk\" name=\"password\" "
        "type=\"password\" autocomplete=\"current-password\" required><button "
        "class=\"main\">%s</button></form>"
        "</section>",
        token, _("Name"), _("Password"), _("Log in"));
    page_close(out, v);
    return true;
}

static void home(const struct account *a, struct reply *out)
{
    char path[LIMIT_VALUE_BYTES + 16] = "/";
    if (a->role == ROLE_UNIT)
        snprintf(path, sizeof path, "/don-vi/%s", a->unit);
    reply_redirect(out, path);
}

bool page_login(struct visit *v, struct reply *out, struct error *e)
{
    if (v->known) {
        home(&v->account, out);
        return true;
    }
    return form_put(v, out, NULL, e);
}

bool page_login_post(struct visit *v, struct reply *out, struct error *e)
{
    const char *name = request_field(&v->request->form, "name"),
               *password = request_field(&v->request->form, "password");
    struct serving *s = v->serving;
    char token[TOKEN_BYTES];
    struct account account;
    bool right = false;
    if (!name || !password || strlen(name) >= LIMIT_NAME_BYTES || strlen(password) >= LIMIT_PASSWORD_BYTES) {
        out->status = 400;
        return form_put(v, out, _("Write a name and a password."), e);
    }
    if (!login_gate_open(&s->gate, name, v->address, time(NULL))) {
        out->status = 429;
        return form_put(v, out, _("Too many wrong passwords from here. Please wait five minutes."), e);
    }
    if (!account_check(model_store(s->model), name, password, &account, &right, e))
        return false;
    if (!right) {
        s->told.wrong_logins++;
        login_gate_wrong(&s->gate, name, v->address, time(NULL));
        out->status = 403;
        return form_put(v, out, _("Name or password is wrong."), e);
    }
    login_gate_right(&s->gate, name, v->address);
    if (v->token && !login_end(model_store(s->model), v->token, e))
        return false;
    if (!login_begin(model_store(s->model), &account, token, e))
        return false;
    s->told.logins++;
    reply_cookie(out, 0, "motcua", token, s->behind_tls);
    reply_cookie(out, 1, "motcua_form", "", s->behind_tls);
    home(&account, out);
    return true;
}

bool page_logout(struct visit *v, struct reply *out, struct error *e)
{
    if (!login_end(model_store(v->serving->model), v->token, e))
        return false;
    reply_cookie(out, 0, "motcua", "", v->serving->behind_tls);
    reply_redirect(out, "/dang-nhap");
    return true;
}
