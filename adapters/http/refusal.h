/* What came where data should be: the status and the first bytes of a reply, kept until it is over, and the
 * words for it. A wrong password, a firewall, a login page and an address that is not there are four things. */
#ifndef MOTCUA_ADAPTERS_HTTP_REFUSAL_H
#define MOTCUA_ADAPTERS_HTTP_REFUSAL_H

#include "adapters/http/web_page.h"
#include "adapters/manifest/decoder.h"
#include "adapters/manifest/manifest.h"
#include "base/remark.h"
#include "rows/page.h"

struct reply_head {
    long status;
    bool html_type;  /* the header Content-Type says text/html */
    bool bad_status; /* not one that the manifest takes */
    bool looked;     /* at the first byte that counts */
    bool markup;     /* data begins with < too: XML, tables */
    bool page;       /* it is a web page */
    size_t used;
    char bytes[WEB_PAGE_HEAD_BYTES];
};

/* markup: what is data begins with < too, so that only HTML is a page. */
void reply_head_begin(struct reply_head *h, long status, const char *type, bool good, bool markup);
/* Keeps the first bytes. true: these bytes are data, the reader may have them. */
bool reply_head_take(struct reply_head *h, const char *bytes, size_t n);
/* A page that asks for a login: a session may have run out. */
bool reply_head_is_login(const struct reply_head *h);
/* The error for a bad status or a web page. Always false. url: for the message. */
bool reply_head_refuse(const struct reply_head *h, const struct manifest *m,
                       const struct config_source *source, const char *url, struct error *e);
/* A reply without a record is a failure, unless it is what the manifest calls an honest one ("empty"). later: a
 * page behind the first one, which may be empty. stream: for the message. */
bool promise_check(const struct plan *plan, const struct page *page, const struct decoder *reply, bool later,
                   const char *stream, const struct config_source *source, struct error *e);
/* What the reply says in words, cleaned, and "" where it repeats the account or the password. Returns out. */
const char *portal_words(const struct decoder *reply, const struct config_source *source,
                         char out[REMARK_BYTES]);
/* A short word of the envelope, safe to show; "..." in place of any other. */
void word_show(const struct decoder *reply, int slot, char *out, size_t size);
/* JSON that calls itself a page is read: the page says what the reply called itself. */
void reply_head_tell(const struct reply_head *h, struct page *page);

#endif
