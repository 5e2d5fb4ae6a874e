/* Lines on standard error of a program that runs for long. Where standard error is the journal (JOURNAL_STREAM names
 * the stream), each line begins with its level as sd-daemon(3) says. A line whose kind was written within the last
 * LOG_FOLD_SECONDS is counted, not written: the next line of the kind, or log_flush(), tells the count: "serve: GET
 * / 200: +41". Several threads may write at once. */
#ifndef MOTCUA_BASE_LOG_H
#define MOTCUA_BASE_LOG_H

#include "base/error.h"

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_NOTICE = 5, LOG_LEVEL_INFO = 6 };
enum { LOG_FOLD_SECONDS = 10 };

/* "<6>" where standard error is the journal, else "". */
const char *log_mark(enum log_level level);
/* Writes one line; fmt has no line end. kind: lines of the same kind are repeats; NULL: every line is written. */
void log_say(enum log_level level, const char *kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Writes an error on one line, "serve: where: what. hint"; errors of the same place and words are repeats. */
void log_error(const struct error *e);
/* Tells the counts of kinds that have been quiet for LOG_FOLD_SECONDS; all: of every kind, at the program's end. */
void log_flush(bool all);

#endif
