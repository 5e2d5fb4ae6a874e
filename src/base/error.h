/* One error travels up from where it happened to where it is told. Codes are the exit codes of sysexits(3),
 * so that cron and systemd can tell a dead portal (69, 75) from a bad file (65) or a wrong config (78). */
#ifndef MOTCUA_BASE_ERROR_H
#define MOTCUA_BASE_ERROR_H

#include <stdbool.h>

#include "base/limit.h"

#define MUST_CHECK __attribute__((warn_unused_result))
/* Keeps a function for rare cases out of its callers, so that these save no registers for it. */
#define APART                  __attribute__((noinline))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

enum error_code {
    ERROR_NONE = 0,
    ERROR_USAGE = 64,       /* the command line */
    ERROR_DATA = 65,        /* a file or a reply that is not what it should be */
    ERROR_UNAVAILABLE = 69, /* a source or store that refuses, or cannot be reached */
    ERROR_INTERNAL = 70,    /* a fault of this program, or no memory */
    ERROR_IO = 74,          /* disk full, no permission */
    ERROR_TEMPORARY = 75,   /* worth trying again later */
    ERROR_CONFIG = 78       /* the config file or what it names */
};

struct error {
    enum error_code code;
    char where[LIMIT_WHERE_BYTES]; /* the offending file, source or unit; begins the message */
    char what[LIMIT_WHAT_BYTES];   /* lower case, no full stop */
    char hint[LIMIT_HINT_BYTES];   /* a sentence: what to do; may be empty */
};

/* Fills e (if not NULL) and returns false, so that a function can end with `return error_set(...)`. hint may
 * be NULL. */
#define error_set(...) (error_fill(__VA_ARGS__), error_told())
/* Fills e (if not NULL) with ERROR_INTERNAL, "out of memory", and returns false. */
static inline bool error_memory(struct error *e, const char *where);
/* Puts `where: ` in front of e->where, when a caller knows the wider place (the file around a path). */
void error_within(struct error *e, const char *where);
/* Prints "motcua: where: what\n  hint\n" on stderr. */
void error_print(const struct error *e);

/* The parts of error_set() and error_memory(). Once memory was short (base/memory.h), error_fill() tells of that
 * instead. error_told() is inline so that static analysis knows that error_set() is false. */
void error_fill(struct error *e, enum error_code code, const char *where, const char *hint, const char *fmt,
                ...) PRINTF_LIKE(5, 6);
void error_fill_memory(struct error *e, const char *where);

static inline bool error_told(void)
{
    return false;
}

static inline bool error_memory(struct error *e, const char *where)
{
    error_fill_memory(e, where);
    return false;
}

#endif
