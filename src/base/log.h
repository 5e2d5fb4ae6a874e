/* Lines of a program that runs for long, on standard error. Where that is the journal (JOURNAL_STREAM names it), each line has its level in
 * front, as sd-daemon(3) has it; elsewhere nothing. Lines of one kind that come again within LOG_FOLD_SECONDS are counted, not written:
 * the next one of the kind, or log_flush(), tells how many there were: "serve: GET / 200: +41". For several threads. */
#ifndef MOTCUA_BASE_LOG_H
#define MOTCUA_BASE_LOG_H

#include "base/error.h"

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_NOTICE = 5, LOG_LEVEL_INFO = 6 };
enum { LOG_FOLD_SECONDS = 10 };

/* "<6>" where standard error is the journal, else "". */
const char *log_mark(enum log_level level);
/* kind: by which repeats are known; NULL: each line is written. fmt without a line end. */
void log_say(enum log_level level, const char *kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* An error as error_print() has it; the same again is folded. */
void log_error(const struct error *e);
/* Tells of repeats that nothing followed; now and then, and at the end (all: however young they are). */
void log_flush(bool all);

#endif
