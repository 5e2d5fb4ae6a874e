/* What a run (a poll or an import) did not bring whole, counted by reason. The one place that decides whether
 * a run is complete, partial or failed, with which exit code, and in which words that is told. The counts are
 * kept with the run in the store, so that a report can say later what its figures lack. */
#ifndef MOTCUA_ROWS_OUTCOME_H
#define MOTCUA_ROWS_OUTCOME_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define OUTCOME_TEXT_BYTES 512 /* of outcome_write() */

enum outcome_reason {
    OUTCOME_REJECTED, /* records that could not be read */
    OUTCOME_LACKING,  /* records that the portal says it holds and did not give */
    OUTCOME_STREAMS,  /* listings that failed: the portal refused them, or gave none */
    OUTCOME_CUT,      /* replies that end too early; what they held before is stored */
    OUTCOME_BROKEN,   /* replies and files that cannot be read from some byte on; what was before is stored */
    OUTCOME_REPEATED, /* listings whose pages repeat: the portal does not look at the number of the page */
    OUTCOME_CAPPED,   /* listings that end at a number at which portals cut them */
    OUTCOME_DOUBTED,  /* stored dossiers that did not come: so many that it is not believed */
    OUTCOME_TABLES,   /* sheets and tables of a file that were not read */
    OUTCOME_SHORT,    /* records that a file says it has and has not */
    OUTCOME_TOTALS,   /* told totals that cannot be true: not believed, the listing was read to its end */
    OUTCOME_TWICE,    /* records that came twice in one listing: the last one counts */
    OUTCOME_MENDED,   /* replies with a fault that could be mended: nothing of them is lost */
    OUTCOME_REASONS
};

struct outcome {
    int64_t count[OUTCOME_REASONS];
    int64_t came;     /* records that came, read or not */
    int64_t read;     /* records that gave rows */
    int reject_limit; /* hundredths of a percent of `came`; rejects up to it, or one, leave a run complete */
    int fresh_days;   /* how old the newest date inside may be; 0: LIMIT_OLD_DAYS */
    bool idle;        /* that nothing came is an honest answer: an empty listing, nothing newer */
};

enum outcome_verdict { OUTCOME_COMPLETE, OUTCOME_PARTIAL, OUTCOME_FAILED };

#define OUTCOME_REJECT_LIMIT 100 /* 1 % */

/* Complete: every record that came was read, every total that was told and believed was met. Partial: some of
 * it is stored. Failed: nothing usable came. */
enum outcome_verdict outcome_verdict(const struct outcome *o);
/* As the store keeps it: complete, partial, failed. */
const char *outcome_verdict_name(enum outcome_verdict v);
/* ERROR_NONE where complete; ERROR_TEMPORARY (75) where a later poll can mend it; ERROR_DATA (65) where the
 * data must be mended. */
enum error_code outcome_code(const struct outcome *o);
/* More rejects than the limit allows? */
bool outcome_rejects_many(const struct outcome *o);
/* Records that are in no figure: those that did not come and those that could not be read. */
int64_t outcome_missing(const struct outcome *o);
/* "could not be read: 3 of 120; did not come: 12": every reason that has a count, translated; "" where there
 * is none. Cut at a whole letter. Returns out. */
const char *outcome_say(const struct outcome *o, char *out, size_t size);
/* What to do about the gravest of them; translated. "" where nothing is to be done. */
const char *outcome_hint(const struct outcome *o);
/* The counts as the store keeps them: a JSON object of those above zero, and back. NULL, and a text that is
 * none, read as no counts. Returns out. */
const char *outcome_write(const struct outcome *o, char out[OUTCOME_TEXT_BYTES]);
void outcome_read(const char *text, struct outcome *out);

#endif
