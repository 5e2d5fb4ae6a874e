/* The records that a run (a poll or an import) did not bring whole, counted by reason. This file alone decides
 * whether a run is complete, partial or failed, its exit code, and the words for that. The store keeps the counts
 * with the run, so that a report can say later which records its figures lack. */
#ifndef MOTCUA_ROWS_OUTCOME_H
#define MOTCUA_ROWS_OUTCOME_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define OUTCOME_TEXT_BYTES 512 /* room for outcome_write() */

enum outcome_reason {
    OUTCOME_REJECTED, /* records that could not be read */
    OUTCOME_LACKING,  /* records that the portal says it holds and did not give */
    OUTCOME_STREAMS,  /* listings that failed: the portal refused them, or gave none */
    OUTCOME_CUT,      /* replies that end too early; their records before the end are stored */
    OUTCOME_BROKEN, /* replies and files that cannot be read from some byte on; the records before are stored */
    OUTCOME_REPEATED, /* listings whose pages repeat: the portal does not look at the number of the page */
    OUTCOME_CAPPED,   /* listings that end at a number at which portals cut them */
    OUTCOME_DOUBTED,  /* stored dossiers that did not come, so many that their absence is not believed */
    OUTCOME_TABLES,   /* sheets and tables of a file that were not read */
    OUTCOME_SHORT,    /* records that a file announces and does not hold */
    OUTCOME_TOTALS,   /* totals of the portal that cannot be true; the listing was read to its end */
    OUTCOME_TWICE,    /* records that came twice in one listing; the last of them counts */
    OUTCOME_MENDED,   /* replies with a fault that could be mended without a loss */
    OUTCOME_REASONS
};

struct outcome {
    int64_t count[OUTCOME_REASONS];
    int64_t came;     /* records that came, read or not */
    int64_t read;     /* records that gave rows */
    int reject_limit; /* hundredths of a percent of `came` (or one reject) that leave a run complete; 0: none */
    int fresh_days;   /* days that the newest date may be old; 0: LIMIT_OLD_DAYS */
    bool idle;        /* the run rightly brought nothing: an empty listing, nothing newer */
};

enum outcome_verdict { OUTCOME_COMPLETE, OUTCOME_PARTIAL, OUTCOME_FAILED };

#define OUTCOME_REJECT_LIMIT 100 /* 1 % */

/* Complete: all records came and were read, but for rejects within the limit. Partial: some records are stored.
 * Failed: no record could be read, and the run is not idle. */
enum outcome_verdict outcome_verdict(const struct outcome *o);
/* "complete", "partial", "failed": the words that the store keeps. */
const char *outcome_verdict_name(enum outcome_verdict v);
/* ERROR_NONE for a complete run; ERROR_TEMPORARY (75) where a later poll can bring the rest; ERROR_DATA (65) where
 * somebody must mend the data first. */
enum error_code outcome_code(const struct outcome *o);
/* True if the run has more rejects than its limit allows. */
bool outcome_rejects_many(const struct outcome *o);
/* How many records are in no figure: records that did not come, and records that could not be read. */
int64_t outcome_missing(const struct outcome *o);
/* Writes to out every reason that has a count, translated: "records that could not be read: 3/120; listings that
 * failed: 1"; "" where none has. Reasons that do not fit are left out. Returns out. */
const char *outcome_say(const struct outcome *o, char *out, size_t size);
/* The remedy for the gravest reason, translated; borrowed for ever. "" where nothing is to be done. */
const char *outcome_hint(const struct outcome *o);
/* Writes to out the JSON object that the store keeps: `came`, the counts above zero, `fresh_days` if set. Returns
 * out. */
const char *outcome_write(const struct outcome *o, char out[OUTCOME_TEXT_BYTES]);
/* Reads such an object; reject_limit is OUTCOME_REJECT_LIMIT, `read` and `idle` are not kept. NULL, or another text,
 * gives no counts. */
void outcome_read(const char *text, struct outcome *out);

#endif
