/* One reply, decoded as its bytes come: an event parser walks the plan's allow-list, rows go into the page.
 * Nothing else of the reply is ever copied, and the parser's own memory is wiped. */
#ifndef MOTCUA_ADAPTERS_JSON_REPLY_H
#define MOTCUA_ADAPTERS_JSON_REPLY_H

#include "adapters/manifest/reader.h"
#include "rows/page.h"

struct reply;

/* The driver "rest_json". */
extern const struct reader_format reader_json;

/* plan and page are borrowed; page may be NULL for a plan without records (a login). NULL and e: no memory.
 */
MUST_CHECK struct reply *reply_open(const struct plan *plan, struct page *page, struct error *e);
void reply_close(struct reply *r); /* safe with NULL */
/* Units are learnt into it and looked up in it; borrowed. Before the first byte. */
void reply_lookup(struct reply *r, struct lookup *lookup);
/* The bytes in any pieces; faults that leave no doubt are mended (mend.h). ERROR_DATA: too deep, too long.
 * What is no JSON from some byte on ends the reading; reply_end() tells it. */
MUST_CHECK bool reply_feed(struct reply *r, const char *bytes, size_t n, struct error *e);
/* The reply is over. Sets the page's total and page.reply. false and e: it gave not one whole record, and it
 * ended too early, is no JSON (the byte is named), or is empty. */
MUST_CHECK bool reply_end(struct reply *r, struct error *e);

/* --- a file of records instead of one reply: see record_file.h
 *
 * The plan's records stand one after the other, or in lists; wrapped: each inside of a whole reply, whose
 * checks hold for it where it has their members. */
MUST_CHECK struct reply *reply_open_records(const struct plan *plan, struct page *page, bool wrapped,
                                            struct error *e);
/* Parses at once. ERROR_DATA: not JSON, too deep, too long; go on with reply_restart(). */
MUST_CHECK bool reply_records(struct reply *r, const char *bytes, size_t n, struct error *e);
/* Is it in the middle of a record, list or wrapper? */
bool reply_inside(const struct reply *r);
bool reply_begun(const struct reply *r); /* in the middle of a record */
/* Forgets what was begun: the next byte is the first of a record. false and e: no memory. */
MUST_CHECK bool reply_restart(struct reply *r, struct error *e);
/* Goes on with an empty page; `before` records lie behind it. Before the first byte, too. */
void reply_turn(struct reply *r, struct page *page, int64_t before);
/* Is what was parsed so far whole values? Nothing is parsed after it. */
bool reply_whole(struct reply *r);
/* A reject for what could not be parsed: the record that was begun, or something in place of one. */
MUST_CHECK bool reply_reject(struct reply *r, const char *reason, struct error *e);

/* A scalar of the envelope; NULL where it is not there. Borrowed until reply_close, not NUL-terminated. */
const char *reply_member(const struct reply *r, int slot, size_t *n);
/* Is the member one of the check's values? false where it is not there. */
bool reply_fits(const struct reply *r, const struct plan_check *check);

#endif
