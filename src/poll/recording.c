#include "poll/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/output_file.h"
#include "base/text.h"
#include "config/json_file.h"

#define INDEX       "index.json"
#define SCHEMA      "recording.schema.json"
#define TIME_FORMAT "yyyy-MM-ddTHH:mm:ss"

struct recording {
    char *folder;
    json_t *index;
    moment observed;
    size_t taken[LIMIT_RECORDED]; /* how often each reply was given out */
};

static bool path_make(const struct recording *r, const char *name, char out[LIMIT_FILE_BYTES],
                      struct error *e)
{
    int n = snprintf(out, LIMIT_FILE_BYTES, "%s/%s", r->folder, name);
    return (n >= 0 && n < LIMIT_FILE_BYTES) ||
           error_set(e, ERROR_USAGE, r->folder, _("Choose a shorter path."), _("the file name is too long"));
}

static bool file_failed(const char *path, const char *what, struct error *e)
{
    return error_set(e, ERROR_IO, path,
                     _("Check the folder, its permissions and the free space on the disk."), "%s: %s", what,
                     strerror(errno));
}

/* Writes a new file that its owner alone may read; an existing file is never overwritten. */
static bool file_write(const struct recording *r, const char *name, const char *bytes, size_t n,
                       struct error *e)
{
    char path[LIMIT_FILE_BYTES];
    return path_make(r, name, path, e) &&
           output_file_write(path, &(struct output_wish){.fresh = true, .private = true}, bytes, n, e);
}

static bool file_read(const struct recording *r, const char *name, struct buffer *out, struct error *e)
{
    char path[LIMIT_FILE_BYTES], piece[16384];
    if (!path_make(r, name, path, e))
        return false;
    FILE *in = fopen(path, "rb");
    if (!in)
        return file_failed(path, _("cannot be read"), e);
    for (size_t n = fread(piece, 1, sizeof piece, in); n; n = fread(piece, 1, sizeof piece, in))
        buffer_append(out, piece, n);
    bool ok = !ferror(in);
    fclose(in);
    if (!ok)
        return file_failed(path, _("cannot be read"), e);
    return !out->failed || error_set(e, ERROR_DATA, path, NULL, _("larger than %zu bytes"), out->max);
}

static struct recording *recording_make(const char *folder, struct error *e)
{
    struct recording *r = calloc(1, sizeof *r);
    if (r && (r->folder = strdup(folder)))
        return r;
    free(r);
    error_memory(e, folder);
    return NULL;
}

struct recording *recording_new(const char *folder, const char *manifest, moment observed, struct error *e)
{
    char when[MOMENT_TEXT_BYTES], path[LIMIT_FILE_BYTES];
    struct recording *r = recording_make(folder, e);
    if (!r)
        return NULL;
    bool ok = mkdir(folder, 0700) == 0 || errno == EEXIST || file_failed(folder, _("cannot be created"), e);
    ok = ok && path_make(r, INDEX, path, e);
    if (ok && access(path, F_OK) == 0)
        ok = error_set(e, ERROR_USAGE, folder, _("Name another folder, or delete this one."),
                       _("holds a recording already"));
    r->index = json_pack("{s:s, s:s, s:[]}", "manifest", manifest, "observed",
                         moment_write(observed, TIME_FORMAT, when), "replies");
    if (ok && r->index)
        return r;
    if (ok)
        error_memory(e, folder);
    recording_close(r);
    return NULL;
}

bool recording_add(struct recording *r, const struct recorded_reply *about, const struct buffer *body,
                   struct error *e)
{
    char name[LIMIT_NAME_BYTES * 2];
    json_t *replies = json_object_get(r->index, "replies");
    if (json_array_size(replies) == LIMIT_RECORDED)
        return error_set(e, ERROR_DATA, r->folder, NULL, _("more than %d replies"), LIMIT_RECORDED);
    snprintf(name, sizeof name, "%03zu-%.63s.json", json_array_size(replies) + 1,
             about->stream ? about->stream : "login");
    json_t *entry = json_pack("{s:s, s:i, s:s}", "file", name, "status", (int)about->status, "type",
                              about->type ? about->type : "");
    bool ok = entry &&
              (!about->stream || json_object_set_new(entry, "stream", json_string(about->stream)) == 0) &&
              json_array_append(replies, entry) == 0;
    json_decref(entry);
    return ok ? file_write(r, name, buffer_string(body), body->used, e) : error_memory(e, r->folder);
}

bool recording_save(const struct recording *r, struct error *e)
{
    char *text = json_dumps(r->index, JSON_INDENT(2));
    bool ok = text ? file_write(r, INDEX, text, strlen(text), e) : error_memory(e, r->folder);
    free(text);
    return ok;
}

struct recording *recording_open(const char *folder, struct error *e)
{
    char path[LIMIT_FILE_BYTES];
    struct recording *r = recording_make(folder, e);
    if (!r)
        return NULL;
    bool ok = path_make(r, INDEX, path, e) && (r->index = json_file_load(path, SCHEMA, e));
    if (ok) {
        const char *when = json_string_value(json_object_get(r->index, "observed"));
        ok = (moment_read(when, &r->observed) &&
              json_array_size(json_object_get(r->index, "replies")) <= LIMIT_RECORDED) ||
             error_set(e, ERROR_CONFIG, path, _("Record again: motcua check SOURCE --record FOLDER."),
                       _("not understood"));
    }
    if (ok)
        return r;
    recording_close(r);
    return NULL;
}

moment recording_observed(const struct recording *r)
{
    return r->observed;
}

bool recording_next(struct recording *r, const char *stream, struct recorded_reply *about,
                    struct buffer *body, struct error *e)
{
    const json_t *replies = json_object_get(r->index, "replies"), *chosen = NULL;
    size_t at = 0;
    for (size_t i = 0; i < json_array_size(replies); i++) {
        const json_t *entry = json_array_get(replies, i);
        const char *of = json_string_value(json_object_get(entry, "stream"));
        bool same = stream ? of && strcmp(of, stream) == 0 : !of;
        if (!same || (stream && r->taken[i]))
            continue;
        chosen = entry;
        at = i;
        if (!r->taken[i])
            break;
    }
    if (!chosen)
        return error_set(e, ERROR_TEMPORARY, r->folder,
                         _("Record more of it: motcua check SOURCE --record FOLDER --full."),
                         _("the recording ends here"));
    r->taken[at]++;
    *about = (struct recorded_reply){.stream = stream,
                                     .status = (long)json_integer_value(json_object_get(chosen, "status")),
                                     .type = json_string_value(json_object_get(chosen, "type"))};
    return file_read(r, json_string_value(json_object_get(chosen, "file")), body, e);
}

void recording_close(struct recording *r)
{
    if (!r)
        return;
    json_decref(r->index);
    free(r->folder);
    free(r);
}
