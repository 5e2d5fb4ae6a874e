/* What came where data should be: keeps the status and the first bytes of a reply until the reply is over, and finds
 * the words for it. A wrong password, a firewall, a login page and a wrong address are told apart. */
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
    bool bad_status; /* not a status that the manifest takes */
    bool looked;     /* the first byte that counts was looked at */
    bool markup;     /* data begin with < too: XML, tables */
    bool page;       /* the reply is a web page */
    size_t used;
    char bytes[WEB_PAGE_HEAD_BYTES];
};

/* Begins a reply. good: the manifest takes the status. markup: data begin with < too, so that only HTML counts as a
 * page. */
void reply_head_begin(struct reply_head *h, long status, const char *type, bool good, bool markup);
/* Keeps the first bytes. true: the bytes are data for the reader. */
bool reply_head_take(struct reply_head *h, const char *bytes, size_t n);
/* Is the reply a page that asks for a login? If so, the session may have run out. */
bool reply_head_is_login(const struct reply_head *h);
/* Fills e with the error for a bad status or a web page, and with what the portal says. Always false. url: for the
 * message. */
bool reply_head_refuse(const struct reply_head *h, const struct manifest *m,
                       const struct config_source *source, const char *url, struct error *e);
/* A reply without a record is a failure (false and e), unless it is what the manifest calls an honest empty reply
 * ("empty"). later: a page behind the first page, which may be empty. stream: for the message. */
bool promise_check(const struct plan *plan, const struct page *page, const struct decoder *reply, bool later,
                   const char *stream, const struct config_source *source, struct error *e);
/* What the reply says in words, cleaned, and "" where it repeats the account or the password. Returns out. */
const char *portal_words(const struct decoder *reply, const struct config_source *source,
                         char out[REMARK_BYTES]);
/* A short word of the envelope, safe to show; "..." in place of any other. */
void word_show(const struct decoder *reply, int slot, char *out, size_t size);
/* Notes in the page that the reply is JSON although its header Content-Type says text/html. */
void reply_head_tell(const struct reply_head *h, struct page *page);

#endif
