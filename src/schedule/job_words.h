/* The command lines of a job, as a person would type them. */
#ifndef MOTCUA_SCHEDULE_JOB_WORDS_H
#define MOTCUA_SCHEDULE_JOB_WORDS_H

#include "base/limit.h"
#include "schedule/timetable.h"

enum { JOB_WORDS = 16 };

struct job_words {
    const char *argv[JOB_WORDS]; /* from "motcua" on; ends with NULL */
    char file[LIMIT_FILE_BYTES], cut[MOMENT_TEXT_BYTES];
};

/* Returns how many commands a job takes: the report takes one for each format. */
int job_steps(const struct config *c, const struct job *job);
/* Writes the command of a step (from 0). cut is the cut-off of a report. language: of --lang, or NULL. argv borrows
 * from the config, the job, the language and `out` itself. */
void job_words_make(const struct config *c, const struct job *job, int step, bool full, moment cut,
                    const char *language, struct job_words *out);

#endif
