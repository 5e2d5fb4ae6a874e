#include "schedule/job_words.h"

#include <stdio.h>
#include <string.h>

int job_steps(const struct config *c, const struct job *job)
{
    return job->kind == JOB_REPORT ? (int)c->schedule.report_format_count : 1;
}

static size_t report_words(const struct config *c, int step, moment cut, struct job_words *out, size_t n)
{
    char day[MOMENT_TEXT_BYTES];
    snprintf(out->file, sizeof out->file, "%s/bao-cao-%s.%s", c->schedule.report_folder,
             moment_write(cut, "yyyy-MM-dd", day), c->schedule.report_formats[step]);
    out->argv[n++] = "report";
    out->argv[n++] = "friday";
    out->argv[n++] = "-o";
    out->argv[n++] = out->file;
    return n;
}

void job_words_make(const struct config *c, const struct job *job, int step, bool full, moment cut,
                    const char *language, struct job_words *out)
{
    size_t n = 0;
    *out = (struct job_words){0};
    moment_write(cut, "yyyy-MM-ddTHH:mm", out->cut);
    out->argv[n++] = "motcua";
    switch (job->kind) {
    case JOB_POLL:
        out->argv[n++] = "collect";
        out->argv[n++] = job->name + strlen("poll:");
        if (full)
            out->argv[n++] = "--full";
        break;
    case JOB_REPORT:
        n = report_words(c, step, cut, out, n);
        break;
    case JOB_DELIVER:
        out->argv[n++] = "deliver";
        break;
    case JOB_PRUNE:
        out->argv[n++] = "db";
        out->argv[n++] = "prune";
        break;
    }
    if (job->kind == JOB_REPORT || job->kind == JOB_DELIVER) {
        out->argv[n++] = "--at";
        out->argv[n++] = out->cut;
    }
    out->argv[n++] = "-c";
    out->argv[n++] = c->file;
    if (language) {
        out->argv[n++] = "--lang";
        out->argv[n] = language;
    }
}
