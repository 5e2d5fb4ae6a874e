/* The dossier: one application at a one-stop shop. Its fields are one list; the decoder, the hash, the
 * store's columns and the counters' predicates all run over that list, so a new field is one new line here
 * and one column in a migration. No field holds personal data; a source's members reach a field only if its
 * manifest names them. A new field is put at the end: a source's `knows` counts fields by their place. */
#ifndef MOTCUA_ROWS_DOSSIER_H
#define MOTCUA_ROWS_DOSSIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limit.h"
#include "rows/value.h"

enum field_type {
    FIELD_TEXT,   /* UTF-8, NFC, at most LIMIT_VALUE_BYTES */
    FIELD_NUMBER, /* 64-bit integer */
    FIELD_MOMENT, /* moment.h */
    FIELD_FLAG    /* 0 or 1 */
};

/* A test adds a field here that stores filled before do not know (tests/flow/fields_test.sh). */
#ifndef DOSSIER_FIELDS_MORE
#define DOSSIER_FIELDS_MORE(X)
#endif

/* X(id, column, type, what it is) */
#define DOSSIER_FIELDS(X)                                                                                    \
    X(KEY, "key", FIELD_TEXT, "stable identity in the source; the code where the source has no other")       \
    X(CODE, "code", FIELD_TEXT,                                                                              \
      "dossier code that people know (mã hồ sơ); empty before acceptance on some portals")                   \
    X(UNIT, "unit", FIELD_TEXT, "code of the unit that handles it")                                          \
    X(PROCEDURE, "procedure", FIELD_TEXT, "code of the procedure (TTHC)")                                    \
    X(SECTOR, "sector", FIELD_TEXT, "its field (lĩnh vực): the code or, where a source has none, the name")  \
    X(CHANNEL, "channel", FIELD_NUMBER, "1 counter, 2 online, 3 postal")                                     \
    X(LEVEL, "level", FIELD_NUMBER,                                                                          \
      "online-service level 1..4; một phần = 3, toàn trình = 4; 0 unknown to the portal")                    \
    X(STATUS, "status", FIELD_NUMBER, "1..10 of TrangThaiHoSo (domain.md 4.1)")                              \
    X(PORTAL_STATUS, "portal_status", FIELD_TEXT, "the portal's own status code, verbatim")                  \
    X(SUBMITTED, "submitted_at", FIELD_MOMENT, "filed by the applicant")                                     \
    X(RECEIVED, "received_at", FIELD_MOMENT, "tiếp nhận")                                                    \
    X(DUE, "due_at", FIELD_MOMENT, "hẹn trả")                                                                \
    X(EXTENDED, "extended_at", FIELD_MOMENT, "extension; on OpenCPS usually marks an early release")         \
    X(FINISHED, "finished_at", FIELD_MOMENT, "có kết quả")                                                   \
    X(RETURNED, "returned_at", FIELD_MOMENT, "trả kết quả")                                                  \
    X(APOLOGY, "apology_at", FIELD_MOMENT, "written apology sent")                                           \
    X(FEE_DUE, "fee_due", FIELD_FLAG, "phát sinh nghĩa vụ tài chính")                                        \
    X(PAID_ONLINE, "paid_online", FIELD_FLAG, "thanh toán trực tuyến")                                       \
    X(DIGITIZED, "digitized", FIELD_FLAG, "số hóa thành phần hồ sơ")                                         \
    X(ELECTRONIC_RESULT, "electronic_result", FIELD_FLAG, "kết quả điện tử")                                 \
    X(REUSED, "reused", FIELD_FLAG, "tái sử dụng dữ liệu số hóa")                                            \
    X(ACCOUNT, "account_created", FIELD_FLAG, "citizen account created")                                     \
    X(VERIFIED, "verified", FIELD_FLAG, "account verified by VNeID")                                         \
    X(LINKED, "linked", FIELD_FLAG, "liên thông")                                                            \
    X(SYSTEM, "system", FIELD_TEXT, "system of origin as the portal codes it")                               \
    X(VIA_POSTAL, "via_postal", FIELD_NUMBER, "OpenCPS viaPostal: result by post")                           \
    X(FROM_VIA_POSTAL, "from_via_postal", FIELD_NUMBER, "OpenCPS fromViaPostal: filed by post")              \
    X(SYSTEM_OWNER, "system_owner", FIELD_NUMBER,                                                            \
      "on whose system it is handled: 0 the province's, 1..99 a ministry's, by the digits of its code; "     \
      "unknown "                                                                                             \
      "is the province's")                                                                                   \
    X(RECEIVING_UNIT, "receiving_unit", FIELD_TEXT,                                                          \
      "code of the unit that received it, where that is another one; unknown: the unit that handles it")     \
    X(WAITING, "waiting_since", FIELD_MOMENT,                                                                \
      "since when it waits for the applicant, who was asked for more; unknown: it does not wait, or nobody " \
      "tells since when")                                                                                    \
    DOSSIER_FIELDS_MORE(X)

enum dossier_field {
#define X(id, column, type, what) DOSSIER_##id,
    DOSSIER_FIELDS(X)
#undef X
        DOSSIER_FIELD_COUNT
};

enum dossier_status {
    STATUS_NEW = 1,
    STATUS_ACCEPTED = 2,
    STATUS_DENIED = 3,
    STATUS_PROCESSING = 4,
    STATUS_SUPPLEMENT = 5,
    STATUS_FEE = 6,
    STATUS_WITHDRAWN = 7,
    STATUS_STOPPED = 8,
    STATUS_FINISHED = 9,
    STATUS_RETURNED = 10
};

struct dossier {
    struct value value[DOSSIER_FIELD_COUNT];
};

struct dossier_field_info {
    const char *name; /* also the name of the store's column */
    enum field_type type;
    const char *what;
};
extern const struct dossier_field_info dossier_fields[DOSSIER_FIELD_COUNT];

/* Index of a field by its name, or -1. */
int dossier_field_find(const char *name);
/* True if the field can hold the number; only channel, level and status, whose codes are numbers, refuse any. */
bool dossier_number_fits(int field, int64_t number);
/* `knows` (bit i: the source can know field i) and the bits of fields that others tell: the system's owner by the
 * code. */
uint64_t dossier_knows_told(uint64_t knows);
/* 64-bit hash of the names and values of the known fields, unknown told from empty; equal rows hash equal on every
 * machine. A field that is new in the list changes no hash of a dossier in which the field is unknown. */
int64_t dossier_hash(const struct dossier *d);
/* The hash that dossier_hash() makes, for any list of fields. */
int64_t dossier_hash_of(const struct dossier_field_info *fields, const struct value *values, int count);
/* The hash that a store has of the dossier if the store was filled before hashes went by field names; a row with
 * that hash is equal, too. For a dossier with a field that did not exist then, the result is dossier_hash(). */
int64_t dossier_hash_before(const struct dossier *d);

#endif
