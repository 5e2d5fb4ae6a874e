/* Decodes one JSON reply while its bytes come: an event parser walks the plan's allow-list, and rows go into the
 * page. Nothing else of the reply is ever copied, and the parser's own memory is wiped. */
#ifndef MOTCUA_ADAPTERS_JSON_REPLY_H
#define MOTCUA_ADAPTERS_JSON_REPLY_H

#include "adapters/manifest/reader.h"
#include "rows/page.h"

struct reply;

/* The format of the driver "rest_json". */
extern const struct reader_format reader_json;

/* plan and page are borrowed until reply_close(); page may be NULL for a plan without records (a login). NULL and e:
 * no memory. */
MUST_CHECK struct reply *reply_open(const struct plan *plan, struct page *page, struct error *e);
void reply_close(struct reply *r); /* safe with NULL */
/* Sets where units are learnt and looked up; borrowed. Call this before the first byte. */
void reply_lookup(struct reply *r, struct lookup *lookup);
/* Takes the bytes in any pieces; faults that leave no doubt are mended (mend.h). false and e (ERROR_DATA): too deep,
 * too long. Bytes that are no JSON end the reading without an error here; reply_end() tells of them. */
MUST_CHECK bool reply_feed(struct reply *r, const char *bytes, size_t n, struct error *e);
/* The reply is over. Sets the page's total and page.reply. false and e: the reply gave not one whole record, and
 * ended too early, is no JSON (the message names the byte), or is empty. */
MUST_CHECK bool reply_end(struct reply *r, struct error *e);

/* --- a file of records instead of one reply: see record_file.h ---
 *
 * The plan's records stand one after the other, or in lists; wrapped: each record is inside of a whole reply, whose
 * checks hold where the reply has their members. */
MUST_CHECK struct reply *reply_open_records(const struct plan *plan, struct page *page, bool wrapped,
                                            struct error *e);
/* Parses the bytes at once. false and e (ERROR_DATA): no JSON, too deep, too long; go on with reply_restart(). */
MUST_CHECK bool reply_records(struct reply *r, const char *bytes, size_t n, struct error *e);
/* Does the reading stand in the middle of a record, list or wrapper? */
bool reply_inside(const struct reply *r);
bool reply_begun(const struct reply *r); /* the reading stands in the middle of a record */
/* Forgets what was begun: the next byte is the first of a record. false and e: no memory. */
MUST_CHECK bool reply_restart(struct reply *r, struct error *e);
/* Goes on with an empty page; `before` records stand before this page. Call this before the first byte, too. */
void reply_turn(struct reply *r, struct page *page, int64_t before);
/* Did the bytes so far make up whole values? No byte may be parsed after this call. */
bool reply_whole(struct reply *r);
/* Puts a reject for what could not be parsed: the record that was begun, or something in place of a record. */
MUST_CHECK bool reply_reject(struct reply *r, const char *reason, struct error *e);

/* A scalar of the envelope; NULL: the reply does not have it. Borrowed until reply_close(), not NUL-terminated. */
const char *reply_member(const struct reply *r, int slot, size_t *n);
/* Is the member one of the check's values? false where the reply lacks the member. */
bool reply_fits(const struct reply *r, const struct plan_check *check);

#endif
