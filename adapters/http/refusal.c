#include "adapters/http/refusal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/remark.h"
#include "base/text.h"

void reply_head_begin(struct reply_head *h, long status, const char *type, bool good, bool markup)
{
    h->status = status;
    h->html_type = type && strncasecmp(type, "text/html", 9) == 0;
    h->bad_status = !good;
    h->markup = markup;
    h->looked = h->page = false;
    h->used = 0;
}

bool reply_head_take(struct reply_head *h, const char *bytes, size_t n)
{
    size_t room = sizeof h->bytes - h->used, kept = n < room ? n : room;
    if (h->bad_status || !h->looked || h->page) {
        memcpy(h->bytes + h->used, bytes, kept);
        h->used += kept;
    }
    if (!h->looked && h->used) {
        h->page = h->markup && !h->bad_status ? web_page_is_html(h->bytes, h->used)
                                              : web_page_is(h->bytes, h->used);
        h->looked = h->page || h->bytes[h->used - 1] > ' ';
    }
    return !h->bad_status && !h->page;
}

bool reply_head_is_login(const struct reply_head *h)
{
    return h->page && web_page_kind(h->bytes, h->used) == WEB_PAGE_LOGIN;
}

/* The text of "message" and its like, of an object or of the object in its "error". */
static const char *json_words(const json_t *json)
{
    static const char *const names[] = {"message", "errorMessage",      "faultMessage", "msg",   "detail",
                                        "error",   "error_description", "description",  "title", "thongBao"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *value = json_object_get(json, names[i]);
        const char *words = json_is_object(value) ? json_words(value) : json_string_value(value);
        if (words && *words)
            return words;
    }
    return NULL;
}

/* Empties words that repeat what was sent: some portals quote the account or the password. */
static void secrets_drop(const struct config_source *source, char *words)
{
    const char *const secrets[] = {source->user, source->password};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (secrets[i] && *secrets[i] && strstr(words, secrets[i]))
            *words = '\0';
}

const char *portal_words(const struct decoder *reply, const struct config_source *source,
                         char out[REMARK_BYTES])
{
    decoder_remark(reply, out);
    secrets_drop(source, out);
    return out;
}

/* ": " and what the portal says, or "" where it says nothing. */
static const char *said(const struct reply_head *h, const struct config_source *source,
                        char out[REMARK_BYTES + 2])
{
    char clean[REMARK_BYTES] = "";
    json_t *json =
        h->page ? NULL : json_loadb(h->bytes, h->used, JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, NULL);
    const char *words = json_is_string(json) ? json_string_value(json) : json_words(json);
    if (words)
        remark_clean(words, strlen(words), clean);
    else if (!json && !h->page)
        remark_clean(h->bytes, h->used < REMARK_BYTES ? h->used : REMARK_BYTES, clean);
    json_decref(json);
    secrets_drop(source, clean);
    snprintf(out, REMARK_BYTES + 2, "%s%s", *clean ? ": " : "", clean);
    return out;
}

static bool account_refuse(const struct reply_head *h, const struct config_source *source, struct error *e)
{
    char words[REMARK_BYTES + 2];
    if (source->user)
        return error_set(e, ERROR_UNAVAILABLE, "",
                         _("Check user and password of this source, and that the account may read the list."),
                         _("not authenticated: the portal refuses the account (status %ld)%s"), h->status,
                         said(h, source, words));
    return error_set(
        e, ERROR_UNAVAILABLE, "",
        _("Write \"auth\" into this source if the portal wants an account; if it wants none, ask its "
          "operator to admit this machine's address."),
        _("the portal refuses the request (status %ld); this source has no account%s"), h->status,
        said(h, source, words));
}

bool reply_head_refuse(const struct reply_head *h, const struct manifest *m,
                       const struct config_source *source, const char *url, struct error *e)
{
    char words[REMARK_BYTES + 2];
    bool refused = false;
    enum web_page kind = h->page ? web_page_kind(h->bytes, h->used) : WEB_PAGE_OTHER;
    for (size_t i = 0; i < m->refused_count; i++)
        refused = refused || (h->bad_status && m->refused[i] == h->status);
    if (h->page && (!h->bad_status || kind != WEB_PAGE_OTHER))
        return web_page_refuse(h->bytes, h->used, h->status, source, e);
    if (refused)
        return account_refuse(h, source, e);
    return error_set(e, ERROR_UNAVAILABLE, "", _("Check base_url and the vars of this source."),
                     _("status %ld from %.300s%s"), h->status, url, said(h, source, words));
}

static bool empty_is_honest(const struct plan *plan, const struct page *page, bool list, bool later)
{
    if (later)
        return list || page->total >= 0;
    switch (plan->empty) {
    case EMPTY_TOTAL:
        return page->total == 0;
    case EMPTY_LIST:
        return list && page->total <= 0;
    case EMPTY_NEVER:
    default:
        return false;
    }
}

bool promise_check(const struct plan *plan, const struct page *page, const struct decoder *reply, bool later,
                   const char *stream, const struct config_source *source, struct error *e)
{
    char words[REMARK_BYTES], hint[LIMIT_HINT_BYTES];
    const char *other = reply->about.other;
    bool silent = plan->empty == EMPTY_NEVER && !later && !page->figure_count && !page->reject_count;
    bool refused = reply->about.refused && !page->record_count;
    if (page->record_count ? !silent : !refused && empty_is_honest(plan, page, reply->about.list, later))
        return true;
    portal_words(reply, source, words);
    if (*other)
        snprintf(
            hint, sizeof hint,
            _("A list stands at %.100s: if these are the records, write \"records\": \"%.100s\" into the "
              "manifest."),
            other, other);
    else
        snprintf(
            hint, sizeof hint, "%s",
            _("Look at the vars of this source and at what its account may see. If this is an honest answer, "
              "write what it looks like into the manifest: \"empty\"."));
    return error_set(e, ERROR_UNAVAILABLE, stream, hint, "%s%s%s",
                     page->record_count                     ? _("the reply has records and not one figure")
                     : refused                              ? _("the portal refused the request")
                     : plan->empty == EMPTY_NEVER && !later ? _("the reply gave no figure")
                     : page->total > 0 ? _("the portal says that there are records, and gives none")
                                       : _("the reply has neither records nor the word that there are none"),
                     *words ? ": " : "", words);
}

void reply_head_tell(const struct reply_head *h, struct page *page)
{
    size_t used = strlen(page->reply.words);
    if (!h->html_type)
        return;
    page->reply.mended = true;
    snprintf(page->reply.words + used, sizeof page->reply.words - used, "%s%s", used ? "; " : "",
             _("the header Content-Type says text/html, and the reply is JSON"));
}

void word_show(const struct decoder *reply, int slot, char *out, size_t size)
{
    size_t n = 0;
    const char *text = decoder_member(reply, slot, &n);
    bool plain = text && n && n < size;
    for (size_t i = 0; plain && i < n; i++)
        plain = strchr("-_.", text[i]) || (text[i] >= '0' && text[i] <= '9') ||
                ((text[i] | 32) >= 'a' && (text[i] | 32) <= 'z');
    snprintf(out, size, "%.*s", plain ? (int)n : 3, plain ? text : "...");
}
