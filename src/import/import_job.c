#include "import/import_job.h"

#include <string.h>

#include "base/text.h"

#define SOURCE_DEFAULT "import"

bool import_job_source(struct import_job *job, const char *name, struct error *e)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (!name)
        name = SOURCE_DEFAULT;
    if (!*name || strlen(name) >= LIMIT_NAME_BYTES || name[strspn(name, letters)])
        return error_set(e, ERROR_USAGE, "--source", _("Use letters, digits, - and _."),
                         _("'%.80s' is no name of a source"), name);
    const struct config_source *source = config_source_find(job->config, name);
    job->options.reject_limit = job->config->reject_limit;
    job->options.fresh_days = source && source->folder ? source->fresh_days : job->config->fresh_days;
    job->options.cutoff = job->config->cutoff;
    if (source && source->folder) {
        job->options.title = source->title;
        job->options.compared = !source->count;
        job->options.reject_limit = source->reject_limit;
    } else if (source)
        return error_set(e, ERROR_USAGE, name, _("Choose another name with --source."),
                         _("this source is polled; files do not go into it"));
    job->options.source = name;
    return true;
}

bool import_job_words(struct import_job *job, const struct import_said *said, struct error *e)
{
    if (said->manifest && (said->column_count || said->word_count))
        return error_set(e, ERROR_USAGE, "--manifest",
                         _("Write the columns and words into your manifest: \"add\" in motcua-import(5)."),
                         _("a manifest of your own says by itself what columns and words are"));
    bool ok = source_words_load(job->config->folder, job->options.source, &job->words, e);
    for (size_t i = 0; ok && i < said->column_count; i++)
        ok = source_words_column(&job->words, said->columns[i], e);
    for (size_t i = 0; ok && i < said->word_count; i++)
        ok = source_words_word(&job->words, said->words[i], e);
    return ok;
}

bool import_job_manifests(struct import_job *job, const char *manifest, struct error *e)
{
    const char *names[] = {manifest, "tabular", "html_table", "dvcqg_sync"};
    size_t own = manifest ? 0 : 1; /* where several manifests fit alike, the user's own is used */
    job->manifests = import_manifests_load(names + own, 4 - own, &job->words, e);
    return job->manifests != NULL;
}

void import_job_free(struct import_job *job)
{
    import_manifests_free(job->manifests);
    source_words_free(&job->words);
    *job = (struct import_job){0};
}
