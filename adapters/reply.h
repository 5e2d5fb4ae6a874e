/* One reply, decoded as its bytes come: an event parser walks the plan's allow-list, rows go into the page.
 * Nothing else of the reply is ever copied, and the parser's own memory is wiped. */
#ifndef MOTCUA_REPLY_H
#define MOTCUA_REPLY_H

#include "lookup.h"
#include "page.h"
#include "plan.h"

struct reply;

/* plan and page are borrowed; page may be NULL for a plan without records (a login). NULL and e: no memory.
 */
MUST_CHECK struct reply *reply_open(const struct plan *plan, struct page *page, struct error *e);
void reply_close(struct reply *r); /* safe with NULL */
/* Units are learnt into it and looked up in it; borrowed. Before the first byte. */
void reply_lookup(struct reply *r, struct lookup *lookup);
/* The bytes in any pieces. ERROR_DATA: no JSON, too deep, too long. */
MUST_CHECK bool reply_feed(struct reply *r, const char *bytes, size_t n, struct error *e);
/* The reply is over: false and e if it ended too early. Sets the page's total. */
MUST_CHECK bool reply_end(struct reply *r, struct error *e);

/* A scalar of the envelope; NULL where it is not there. Borrowed until reply_close, not NUL-terminated. */
const char *reply_member(const struct reply *r, int slot, size_t *n);
/* Is the member one of the check's values? false where it is not there. */
bool reply_fits(const struct reply *r, const struct check *check);

#endif
