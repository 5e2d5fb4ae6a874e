#include "serve/upload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sample/sample.h"

/* --- texts --- */

static bool list_add(struct upload_list *l, const char *text)
{
    char *safe = l->count < LIMIT_UPLOAD_CHOICES ? text_printable(text) : NULL;
    if (safe)
        l->items[l->count++] = safe;
    return safe != NULL;
}

static void list_free(struct upload_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->items[i]);
    l->count = 0;
}

static void told_free(struct upload_told *t)
{
    struct upload_list *lists[] = {&t->used,  &t->used_names, &t->unused, &t->fields,
                                   &t->words, &t->notes,      &t->missing};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        list_free(lists[i]);
    free(t->fresh_names);
    *t = (struct upload_told){.first = MOMENT_NONE, .last = MOMENT_NONE};
}

/* --- the shelf --- */

void upload_source_of(const char *unit, char out[LIMIT_NAME_BYTES])
{
    snprintf(out, LIMIT_NAME_BYTES, "don-vi-%.*s", LIMIT_NAME_BYTES - 8, unit);
    for (char *p = out; *p; p++)
        if (!((*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z')))
            *p = *p == '-' ? '-' : '_';
}

void upload_shelf_init(struct upload_shelf *s)
{
    for (size_t i = 0; i < LIMIT_UPLOADS; i++)
        s->items[i] = (struct upload){.file.fd = -1};
}

void upload_drop(struct upload *u)
{
    if (!u)
        return;
    temp_file_close(&u->file);
    list_free(&u->columns);
    list_free(&u->meanings);
    told_free(&u->told);
    *u = (struct upload){.file.fd = -1};
}

void upload_shelf_free(struct upload_shelf *s)
{
    for (size_t i = 0; i < LIMIT_UPLOADS; i++)
        upload_drop(&s->items[i]);
}

void upload_shelf_sweep(struct upload_shelf *s, time_t now)
{
    for (size_t i = 0; i < LIMIT_UPLOADS; i++)
        if (*s->items[i].owner && now - s->items[i].since > LIMIT_UPLOAD_KEEP_SECONDS)
            upload_drop(&s->items[i]);
}

struct upload *upload_find(struct upload_shelf *s, const char *owner)
{
    for (size_t i = 0; *owner && i < LIMIT_UPLOADS; i++)
        if (strcmp(s->items[i].owner, owner) == 0)
            return &s->items[i];
    return NULL;
}

struct upload *upload_put(struct upload_shelf *s, const char *owner, struct temp_file *file)
{
    upload_drop(upload_find(s, owner));
    for (size_t i = 0; i < LIMIT_UPLOADS; i++) {
        struct upload *u = &s->items[i];
        if (*u->owner)
            continue;
        snprintf(u->owner, sizeof u->owner, "%s", owner);
        u->since = time(NULL);
        u->file = *file;
        u->told.first = u->told.last = MOMENT_NONE;
        *file = (struct temp_file){.fd = -1};
        return u;
    }
    return NULL;
}

/* --- choices --- */

/* Replaces "BEGIN=..." in the list by the new choice; value "" only takes the old choice out. */
static bool choice_set(struct upload_list *l, const char *begin, const char *value)
{
    size_t n = strlen(begin);
    for (size_t i = 0; i < l->count; i++)
        if (strncmp(l->items[i], begin, n) == 0 && l->items[i][n] == '=' &&
            !strchr(l->items[i] + n + 1, '=')) {
            free(l->items[i]);
            memmove(&l->items[i], &l->items[i + 1], (--l->count - i) * sizeof *l->items);
            break;
        }
    if (!*value)
        return true;
    char text[LIMIT_LINE_BYTES];
    int length = snprintf(text, sizeof text, "%s=%s", begin, value);
    return length > 0 && (size_t)length < sizeof text && list_add(l, text);
}

bool upload_choose_column(struct upload *u, const char *title, const char *value)
{
    return choice_set(&u->columns, title, value);
}

bool upload_choose_word(struct upload *u, const char *field, const char *word, const char *value)
{
    char begin[LIMIT_LINE_BYTES / 2];
    snprintf(begin, sizeof begin, "%.100s:%.400s", field, word);
    return choice_set(&u->meanings, begin, value);
}

const char *upload_chosen_word(const struct upload *u, const char *field, const char *word)
{
    char begin[LIMIT_LINE_BYTES / 2];
    int n = snprintf(begin, sizeof begin, "%.100s:%.400s=", field, word);
    for (size_t i = 0; i < u->meanings.count; i++)
        if (strncmp(u->meanings.items[i], begin, (size_t)n) == 0)
            return u->meanings.items[i] + n;
    return NULL;
}

/* --- reading --- */

/* Choices by which the file was read are told too, so that the person can take them back. */
static bool meanings_tell(const struct upload *u, struct upload_told *t)
{
    bool ok = true;
    for (size_t i = 0; ok && i < u->meanings.count && t->words.count < LIMIT_UPLOAD_CHOICES; i++) {
        const char *colon = strchr(u->meanings.items[i], ':'), *equals = strrchr(u->meanings.items[i], '=');
        char *field = strndup(u->meanings.items[i], (size_t)(colon - u->meanings.items[i])),
             *word = strndup(colon + 1, (size_t)(equals - colon - 1));
        t->word_rows[t->words.count] = -1;
        ok = field && word && list_add(&t->fields, field) && list_add(&t->words, word);
        free(field);
        free(word);
    }
    return ok;
}

static bool issues_tell(const struct import *i, struct upload_told *t)
{
    char line[LIMIT_LINE_BYTES];
    const struct misgiving_list *issues = import_issues(i);
    bool ok = true;
    for (size_t k = 0; ok && k < issues->count; k++) {
        const struct misgiving *one = &issues->items[k];
        if (one->kind == MISGIVING_WORD && t->words.count < LIMIT_UPLOAD_CHOICES) {
            t->word_rows[t->words.count] = one->rows;
            ok = list_add(&t->fields, one->field) && list_add(&t->words, one->word);
        } else if (t->notes.count < LIMIT_FINDINGS)
            ok = list_add(&t->notes, misgiving_say(one, line, sizeof line));
    }
    return ok;
}

static bool told_take(const struct upload *u, const struct import *i, struct upload_told *t)
{
    const struct reading_report *r = import_report(i);
    bool ok = true;
    import_sum(i, &t->sum);
    for (size_t k = 0; ok && k < r->count; k++) {
        const struct reading_column *c = &r->columns[k];
        if (c->name && t->used.count < LIMIT_UPLOAD_CHOICES)
            ok = list_add(&t->used, c->title) && list_add(&t->used_names, c->known ? c->known : c->name);
        else if (!c->name && t->unused.count < LIMIT_UPLOAD_CHOICES)
            ok = list_add(&t->unused, c->title);
    }
    t->columns = r->count + r->dropped;
    t->units_known = r->known.count;
    t->units_fresh = r->fresh.count;
    t->fresh_names = text_printable(buffer_string(&r->fresh_names));
    t->first = r->first;
    t->last = r->last;
    return ok && t->fresh_names && issues_tell(i, t) && meanings_tell(u, t);
}

/* Adds the titles of a hint, which commas separate. */
static bool titles_tell(const char *titles, struct upload_list *out)
{
    char part[sizeof((struct tabular_miss *)0)->unused];
    bool ok = true;
    while (ok && *titles) {
        size_t n = strcspn(titles, ",");
        snprintf(part, sizeof part, "%.*s", (int)n, titles);
        ok = out->count == LIMIT_UPLOAD_CHOICES || list_add(out, part);
        titles += n;
        titles += strspn(titles, ", ");
    }
    return ok;
}

static bool unit_may(void *context, const char *unit)
{
    return model_scope_holds(context, unit);
}

static bool job_begin(struct upload *u, struct import_job *job, const struct model_scope *scope,
                      struct error *e)
{
    const struct import_said said = {.columns = (const char *const *)u->columns.items,
                                     .words = (const char *const *)u->meanings.items,
                                     .column_count = u->columns.count,
                                     .word_count = u->meanings.count};
    struct period p;
    job->options.observed = MOMENT_NONE;
    job->options.quiet = true;
    job->options.name = *u->file.name ? u->file.name : "-";
    job->options.unit = *u->unit ? u->unit : NULL;
    if (!scope->all) {
        job->options.unit_may = unit_may;
        job->options.unit_context = (void *)scope;
    }
    if (*u->period) {
        if (!period_told(u->period, job->config->cutoff, &p))
            return error_set(e, ERROR_USAGE, u->period, _("Write a month as 2022-11, a quarter as 2022-Q4."),
                             _("the period is not understood"));
        if (!period_begun_check(&p, p.at, u->period, e))
            return false;
        job->options.period_given = true;
        job->options.kind = p.kind;
        job->options.from = p.from;
    }
    return import_job_source(job, *u->source ? u->source : NULL, e) && import_job_words(job, &said, e) &&
           import_job_manifests(job, NULL, e);
}

/* True for a fault of the file or of the choices, which the page tells; other faults are the program's. */
static bool is_theirs(const struct error *e)
{
    return e->code == ERROR_DATA || e->code == ERROR_USAGE || e->code == ERROR_CONFIG;
}

static bool run(struct upload *u, struct model *m, const struct model_scope *scope, bool store,
                struct error *e)
{
    char path[TEMP_FILE_PATH_BYTES];
    struct import_job job = {.config = model_config(m)};
    struct tabular_miss miss = {0};
    told_free(&u->told);
    u->why = (struct error){0};
    u->fits = false;
    struct import *i = NULL;
    bool ok = job_begin(u, &job, scope, &u->why) &&
              (i = import_open_told(temp_file_path(&u->file, path), job.manifests, &miss, &u->why));
    u->fits = ok;
    job.options.explain = !store;
    ok = ok && import_run(i, model_store(m), &job.options, &u->why);
    if (i && !told_take(u, i, &u->told))
        error_memory(&u->why, "import");
    import_close(i);
    if (!u->fits && (!titles_tell(miss.missing, &u->told.missing) ||
                     !titles_tell(miss.unused, &u->told.unused) || !meanings_tell(u, &u->told)))
        error_memory(&u->why, "import");
    struct error late = {0};
    if (store && u->fits && job.words.changed && !source_words_save(&job.words, &late))
        snprintf(u->note, sizeof u->note, "%.200s: %.250s", late.where, late.what);
    import_job_free(&job);
    if (ok || is_theirs(&u->why) || u->why.code == ERROR_TEMPORARY)
        return true;
    *e = u->why;
    return false;
}

bool upload_look(struct upload *u, struct model *m, const struct model_scope *scope, struct error *e)
{
    char path[TEMP_FILE_PATH_BYTES];
    int64_t bytes;
    u->state = UPLOAD_LOOKED;
    u->since = time(NULL);
    if (!*u->sha256 && !digest_file(temp_file_path(&u->file, path), u->sha256, &bytes, e))
        return false;
    return run(u, m, scope, false, e);
}

bool upload_store(struct upload *u, struct model *m, const struct model_scope *scope, struct error *e)
{
    struct sample_summary summary;
    /* An account of a unit writes all rows or none, so the whole file is checked before the first row is stored. */
    if (!upload_look(u, m, scope, e))
        return false;
    if (!u->fits || u->why.code == ERROR_USAGE)
        return true;
    if (!run(u, m, scope, true, e))
        return false;
    u->state = UPLOAD_STORED;
    temp_file_close(&u->file);
    return samples_write(model_store(m), model_config(m), moment_now(), MOMENT_NONE, &summary, e);
}
