/* Misbehaviour on purpose: KIND[:ARG][@MATCH]..., where a match is a part of the path with query, #N (the
 * N-th such request since the fault was set) or %N (every N-th). Several matches must all hold; several
 * faults add up. */
#ifndef PORTAL_FAULT_H
#define PORTAL_FAULT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAULTS_MAX = 32, FAULT_TEXT_BYTES = 512, FAULT_SHIFT_MAX = 10000 };

enum fault_kind {
    FAULT_LATENCY,
    FAULT_STATUS,
    FAULT_RETRY_AFTER,
    FAULT_RETRY_DATE,
    FAULT_CUT,
    FAULT_SHIFT,
    FAULT_DUPLICATE,
    FAULT_WRONG_TYPES,
    FAULT_BAD_DATE,
    FAULT_GARBAGE,
    FAULT_BAD_UTF8,
    FAULT_ENDLESS,
    FAULT_DEEP,
    FAULT_BIG_TOKEN,
    FAULT_SLOW,
    FAULT_HANG,
    FAULT_REDIRECT,
    FAULT_TRUNCATE_JSON,
    FAULT_GZIP_NONE,
    FAULT_WAF,
    FAULT_KIND_COUNT
};

struct fault {
    enum fault_kind kind;
    int64_t argument;
    char url[FAULT_TEXT_BYTES];  /* of redirect */
    char path[FAULT_TEXT_BYTES]; /* "" = any */
    int64_t nth, every;          /* 0 = any */
    int64_t seen, hits;
};

struct faults {
    pthread_mutex_t lock;
    struct fault list[FAULTS_MAX];
    size_t count;
    int64_t shifted; /* rows that came in front so far */
};

/* What one request has to suffer. */
struct fault_plan {
    bool has[FAULT_KIND_COUNT];
    int64_t argument[FAULT_KIND_COUNT]; /* latencies are summed */
    int64_t shifted;                    /* new rows in front of a listing */
    char url[FAULT_TEXT_BYTES];
};

void faults_init(struct faults *f);
void faults_clear(struct faults *f);
bool faults_add(struct faults *f, const char *spec); /* false: not understood, or too many */
/* Counts the request in every fault and gathers those that match. listing: it asks for rows. */
void faults_plan(struct faults *f, const char *uri, bool listing, struct fault_plan *plan);

#endif
