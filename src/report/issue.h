/* Reports that were sent: what they told, when, by whom, and which bytes; so that the next report can name the figures
 * that late edits have changed since. Rows are only ever added. */
#ifndef MOTCUA_ISSUE_H
#define MOTCUA_ISSUE_H

#include "report/report.h"

struct issue_told {
    const char *sha256; /* of the file that was sent, 64 hex digits */
    const char *by;
    const char *number; /* "48/BC-VHTT"; "": not known */
    moment at;
};
/* Records that the report was issued. */
MUST_CHECK bool issue_add(struct store *s, const struct report *r, const struct issue_told *told,
                          struct error *e);

/* A report that was issued. */
struct issue {
    int64_t id;
    enum period_kind kind;
    moment cut, at;
    char *by, *sha256, *number; /* owned */
};
struct issue_list {
    struct issue *items;
    size_t count;
};
/* The newest `most` reports on a set, newest cut-off first. */
MUST_CHECK bool issue_list_load(struct store *s, const char *set, int most, struct issue_list *out,
                                struct error *e);
void issue_list_free(struct issue_list *l); /* safe on a zeroed one */

/* The newest issue of this very report: the same commitments, period and cut-off. */
struct issue_found {
    moment issued;                  /* MOMENT_NONE: it was not issued yet */
    bool same;                      /* its figures are the report's */
    char number[LIMIT_VALUE_BYTES]; /* "" where nobody said */
};
MUST_CHECK bool issue_find(struct store *s, const struct report *r, struct issue_found *out, struct error *e);

struct issue_change {
    size_t unit; /* index of r->now.units, or units.count for ALL */
    size_t commitment;
    struct ratio told, now; /* now: of the same period up to the same cut-off, as it is known today */
};

struct issue_changes {
    moment issued,
        cut; /* of the newest report on the same set that was issued for an earlier cut-off; MOMENT_NONE:
                           there is none */
    char *by;
    struct issue_change *items;
    size_t count;
};

/* What has changed since the report before this one was issued. */
MUST_CHECK bool issue_changes_load(struct store *s, const struct report *r, struct issue_changes *out,
                                   struct error *e);
/* What has changed since that one was issued. */
MUST_CHECK bool issue_changes_of(struct store *s, const struct report *r, const struct issue *issue,
                                 struct issue_changes *out, struct error *e);
void issue_changes_free(struct issue_changes *c); /* safe on a zeroed one */

#endif
