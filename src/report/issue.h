/* The store keeps of every issued report its figures, its moment, who issued the report and the digest of the file, so
 * that the next report can name the figures that late edits have changed since. Rows are only added, never changed. */
#ifndef MOTCUA_ISSUE_H
#define MOTCUA_ISSUE_H

#include "report/report.h"

struct issue_told {
    const char *sha256; /* of the file that was sent, 64 hex digits */
    const char *by;
    const char *number; /* "48/BC-VHTT"; "": the number is not known */
    moment at;
};
/* Records in one transaction that the report was issued, with its figures. */
MUST_CHECK bool issue_add(struct store *s, const struct report *r, const struct issue_told *told,
                          struct error *e);

/* One issued report. */
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
/* Loads at most `most` issued reports on a set, newest cut-off first; issue_list_free() frees the list. On failure the
 * list is empty. */
MUST_CHECK bool issue_list_load(struct store *s, const char *set, int most, struct issue_list *out,
                                struct error *e);
void issue_list_free(struct issue_list *l); /* safe on a zeroed list */

/* The newest issue of a report with the same commitments, period and cut-off. */
struct issue_found {
    moment issued; /* MOMENT_NONE: the report was not issued yet */
    bool same;     /* every issued figure equals the report's; true where nothing was issued */
    char number[LIMIT_VALUE_BYTES]; /* "": issued without a number, or not issued */
};
MUST_CHECK bool issue_find(struct store *s, const struct report *r, struct issue_found *out, struct error *e);

struct issue_change {
    size_t unit; /* index of r->now.units, or units.count for ALL */
    size_t commitment;
    struct ratio told, now; /* now: for the same period up to the same cut-off, as known today */
};

struct issue_changes {
    moment issued, cut; /* of the issued report that is compared; MOMENT_NONE: no report was issued before */
    char *by;
    struct issue_change *items;
    size_t count;
};

/* Compares the newest issued report of an earlier cut-off with today's figures: the report must be on the same set and
 * the same kind of period. For a store that stands at an earlier moment (store_known_set), only reports issued before
 * that moment are compared. out->cut is MOMENT_NONE where no such report was issued. */
MUST_CHECK bool issue_changes_load(struct store *s, const struct report *r, struct issue_changes *out,
                                   struct error *e);
/* Compares one issued report with today's figures. The caller frees the changes; on failure they are empty. */
MUST_CHECK bool issue_changes_of(struct store *s, const struct report *r, const struct issue *issue,
                                 struct issue_changes *out, struct error *e);
void issue_changes_free(struct issue_changes *c); /* safe on zeroed changes */

#endif
