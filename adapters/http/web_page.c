#include "adapters/http/web_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/remark.h"
#include "base/text.h"

bool web_page_is(const char *head, size_t n)
{
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < n && head[at] && strchr(" \t\r\n", head[at]))
        at++;
    return at < n && head[at] == '<';
}

bool web_page_is_html(const char *head, size_t n)
{
    static const char *const begins[] = {"<!doctype html", "<html"};
    size_t at = 0;
    while (at < n && head[at] && strchr(" \t\r\n\xEF\xBB\xBF", head[at]))
        at++;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (n - at >= strlen(begins[i]) && strncasecmp(head + at, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

/* In the order of the search: a firewall's page may ask for a captcha, and a page with a captcha may have a form to
 * log in. Words are folded: lower case, no diacritics. */
static const struct {
    enum web_page kind;
    const char *words[18];
} marks[] = {{WEB_PAGE_FIREWALL,
              {"request rejected", "support id", "access denied", "incident id", "web application firewall",
               "modsecurity", "web page blocked", "attack id", "attention required", "you have been blocked",
               "request blocked", "forbidden by", "akamai", "imperva", "bi tu choi truy cap", "bi chan",
               "tuong lua", NULL}},
             {WEB_PAGE_CAPTCHA,
              {"captcha", "just a moment", "cf-chl", "checking your browser", "are you a robot",
               "not a robot", "ma xac nhan", "ma kiem tra", "turnstile", NULL}},
             {WEB_PAGE_LOGIN,
              {"type=\"password\"", "type='password'", "type=password", "dang nhap", "log in", "login",
               "sign in", "signin", "ten dang nhap", "kc-form-login", "saml", NULL}},
             {WEB_PAGE_MAINTENANCE,
              {"bao tri", "maintenance", "nang cap he thong", "tam ngung", "tam dung", "service unavailable",
               "temporarily unavailable", "bad gateway", NULL}}};

enum web_page web_page_kind(const char *head, size_t n)
{
    enum web_page kind = WEB_PAGE_OTHER;
    char *text = strndup(head, n < WEB_PAGE_HEAD_BYTES ? n : WEB_PAGE_HEAD_BYTES);
    char *safe = text ? text_printable(text) : NULL, *folded = safe ? text_fold(safe) : NULL;
    for (size_t i = 0; folded && kind == WEB_PAGE_OTHER && i < sizeof marks / sizeof *marks; i++)
        for (size_t k = 0; marks[i].words[k]; k++)
            if (strstr(folded, marks[i].words[k]))
                kind = marks[i].kind;
    free(folded);
    free(safe);
    free(text);
    return kind;
}

/* The text in <title>, cleaned, "" where the page has no title; in out, which is returned. */
static const char *title_of(const char *head, size_t n, char out[REMARK_BYTES])
{
    char *text = strndup(head, n), *open = text ? strcasestr(text, "<title") : NULL;
    char *begin = open ? strchr(open, '>') : NULL, *end = begin ? strchr(begin, '<') : NULL;
    *out = '\0';
    if (end)
        remark_clean(begin + 1, (size_t)(end - begin - 1), out);
    free(text);
    return out;
}

/* Another password does not help against a captcha or a firewall. */
static const char *hint_of(enum web_page kind, const struct config_source *source)
{
    switch (kind) {
    case WEB_PAGE_FIREWALL:
        return source->user
                   ? _("It is not about user or password. Wait before the next poll and lower "
                       "requests_per_minute; if it stays so, ask the portal's operator to admit this "
                       "machine's address.")
                   : _("This source has no account, and none would help. Wait before the next poll and "
                       "lower requests_per_minute; if it stays so, ask the portal's operator to admit "
                       "this machine's address.");
    case WEB_PAGE_CAPTCHA:
        return _(
            "A program cannot answer it: ask the portal's operator for an interface without a captcha, or to "
            "admit this machine's address.");
    case WEB_PAGE_LOGIN:
        return source->user
                   ? _("Check user and password of this source, and base_url and its path: the interface "
                       "may want another kind of account than the web page.")
                   : _("This source has no account: write \"auth\" into the config, or check base_url and "
                       "its path.");
    case WEB_PAGE_MAINTENANCE:
        return _("Wait; the next poll goes on where this one stopped.");
    case WEB_PAGE_OTHER:
    default:
        return _("Check base_url and its path. If they are right, wait before the next poll; if it stays so, "
                 "ask the "
                 "portal's operator to admit this machine's address.");
    }
}

bool web_page_refuse(const char *head, size_t n, long status, const struct config_source *source,
                     struct error *e)
{
    static const char *const words[] = {
        [WEB_PAGE_FIREWALL] = N_("the reply is a firewall's page instead of data"),
        [WEB_PAGE_CAPTCHA] = N_("the reply is a web page with a captcha instead of data"),
        [WEB_PAGE_LOGIN] = N_("the reply is a login page instead of data"),
        [WEB_PAGE_MAINTENANCE] = N_("the reply is a web page that says that the portal is closed for work"),
        [WEB_PAGE_OTHER] = N_("the reply is a web page instead of data: a firewall or a proxy has answered")};
    char title[REMARK_BYTES], with[32] = "";
    enum web_page kind = web_page_kind(head, n);
    title_of(head, n, title);
    if (status != 200)
        snprintf(with, sizeof with, _(" (status %ld)"), status);
    return error_set(e, kind == WEB_PAGE_MAINTENANCE ? ERROR_TEMPORARY : ERROR_UNAVAILABLE, "",
                     hint_of(kind, source), "%s%s%s%s", _(words[kind]), with, *title ? ": " : "", title);
}
