#include "import/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/text.h"
#include "import/import.h"
#include "import/known_file.h"

/* Seconds: a file that changed so lately is looked at twice; a file that cannot be read and changed so lately may not
 * be whole yet. */
enum { FRESH = 3, PERHAPS_WRITING = 60 };

struct export_file {
    char *path; /* owned */
    struct stat facts;
    bool writing;
};

struct folder {
    const struct config *config;
    const struct config_source *source;
    struct store *store;
    struct folder_summary *out;
    struct export_file *files; /* owned */
    size_t count;
    struct source_words words;
    time_t words_changed;
    struct import_manifests *manifests;
    struct import_options options;
};

/* --- which files --- */

static bool ends_with(const char *name, const char *const *ends)
{
    size_t n = strlen(name);
    for (; *ends; ends++)
        if (n > strlen(*ends) && strcasecmp(name + n - strlen(*ends), *ends) == 0)
            return true;
    return false;
}

/* What programs leave beside a file while they hold it or write it. */
static bool is_temporary(const char *name)
{
    static const char *const ends[] = {".tmp",      ".temp", ".part", ".partial", ".crdownload", ".download",
                                       ".filepart", ".swp",  ".lock", ".bak",     "~",           NULL};
    return *name == '.' || *name == '~' || ends_with(name, ends) || strcasecmp(name, "Thumbs.db") == 0 ||
           strcasecmp(name, "desktop.ini") == 0;
}

static bool is_export(const char *name)
{
    static const char *const ends[] = {".xlsx", ".xlsm",  ".xls", ".csv",  ".tsv",    ".txt", ".htm", ".html",
                                       ".mht",  ".mhtml", ".xml", ".json", ".ndjson", ".ods", NULL};
    return ends_with(name, ends);
}

static bool file_add(struct folder *f, const char *name, struct error *e)
{
    struct export_file one = {0};
    struct export_file *more = realloc(f->files, (f->count + 1) * sizeof *more);
    if (more)
        f->files = more;
    if (!more || asprintf(&one.path, "%s/%s", f->source->folder, name) < 0)
        return error_memory(e, f->source->name);
    if (stat(one.path, &one.facts) != 0) { /* the file is gone since, or is a link to nothing */
        free(one.path);
        return true;
    }
    if (S_ISDIR(one.facts.st_mode) || !S_ISREG(one.facts.st_mode)) {
        f->out->subfolders += S_ISDIR(one.facts.st_mode);
        free(one.path);
        return true;
    }
    f->files[f->count++] = one;
    return true;
}

/* Sorts by the time of the last change, and by name where the times are equal: only the order of messages depends on
 * the name. */
static int file_compare(const void *a, const void *b)
{
    const struct export_file *x = a, *y = b;
    if (x->facts.st_mtime != y->facts.st_mtime)
        return x->facts.st_mtime < y->facts.st_mtime ? -1 : 1;
    return strcmp(x->path, y->path);
}

static bool files_list(struct folder *f, struct error *e)
{
    DIR *dir = opendir(f->source->folder);
    const struct dirent *entry;
    bool ok = true;
    if (!dir)
        return error_set(e, ERROR_UNAVAILABLE, f->source->folder,
                         _("Is the share there, and may this account read it?"), "%s", strerror(errno));
    while (ok && (entry = readdir(dir))) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        if (is_temporary(name)) {
            f->out->passed++;
            continue;
        }
        if (f->count == LIMIT_FOLDER_FILES)
            ok = error_set(e, ERROR_DATA, f->source->folder,
                           _("Move what was imported long ago into a subfolder."), _("more than %d files"),
                           LIMIT_FOLDER_FILES);
        else
            ok = file_add(f, name, e);
    }
    closedir(dir);
    if (f->count)
        qsort(f->files, f->count, sizeof *f->files, file_compare);
    return ok;
}

/* --- is a file still being written? --- */

/* Does a process of this machine hold the file open to write? The kernel gives a lease for reading only where no
 * process does; where the file system or the account has no leases, the times of change must tell. */
static bool is_held(const char *path)
{
    struct sigaction before, ignore = {.sa_handler = SIG_IGN};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool held = false;
    if (fd < 0)
        return false;
    sigaction(SIGIO, &ignore, &before); /* the kernel sends SIGIO when somebody wants to write now */
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0)
        fcntl(fd, F_SETLEASE, F_UNLCK);
    else
        held = errno == EAGAIN;
    close(fd);
    sigaction(SIGIO, &before, NULL);
    return held;
}

static bool is_fresh(const struct export_file *file, time_t now)
{
    return file->facts.st_mtime <= now + FRESH && file->facts.st_mtime > now - FRESH;
}

static bool is_changed(const struct export_file *file)
{
    struct stat now;
    return stat(file->path, &now) != 0 || now.st_size != file->facts.st_size ||
           now.st_mtim.tv_sec != file->facts.st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != file->facts.st_mtim.tv_nsec;
}

/* A writer through a network share shows only by the file's growing: files that changed lately are looked at again
 * after a second, all together. */
static void writing_find(struct folder *f)
{
    const struct timespec second = {.tv_sec = 1};
    time_t now = time(NULL);
    bool fresh = false;
    for (size_t i = 0; i < f->count; i++)
        fresh |= is_fresh(&f->files[i], now);
    if (fresh)
        nanosleep(&second, NULL);
    for (size_t i = 0; i < f->count; i++) {
        struct export_file *file = &f->files[i];
        file->writing =
            file->facts.st_size == 0 || is_held(file->path) || (is_fresh(file, now) && is_changed(file));
    }
}

/* --- one file after the other --- */

static bool reader_make(struct folder *f, moment observed, struct error *e)
{
    const char *names[] = {f->source->manifest, "tabular", "html_table", "dvcqg_sync"};
    struct stat facts;
    size_t own = strcmp(f->source->manifest, "tabular") == 0;
    f->options = (struct import_options){
        .source = f->source->name,
        .title = f->source->title,
        .compared = !f->source->count,
        .unit = json_string_value(json_object_get(f->source->vars, "unit")),
        .observed = observed,
        .cutoff = f->config->cutoff,
        .reject_limit = f->source->reject_limit,
        .fresh_days = f->source->fresh_days,
    };
    if (!source_words_load(f->config->folder, f->source->name, &f->words, e))
        return false;
    f->words_changed = f->words.document && stat(f->words.file, &facts) == 0 ? facts.st_mtime : 0;
    f->manifests = import_manifests_load(names + own, 4 - own, &f->words, e);
    return f->manifests != NULL;
}

/* The bytes were read whole, and no word was taught since. */
static bool is_known(const struct folder *f, const struct known_file *k)
{
    return k->run && k->started >= (moment)f->words_changed;
}

/* Imports a file unless it is known; counts the result in f->out. */
static bool file_import(struct folder *f, const struct export_file *file, struct error *e)
{
    struct known_file known;
    if (!known_file_find(f->store, f->source->name, file->path, &known, e))
        return false;
    if (is_known(f, &known)) {
        f->out->known++;
        return true;
    }
    struct import *i = import_open(file->path, f->manifests, e);
    bool ok = i && import_run(i, f->store, &f->options, e);
    import_close(i);
    f->out->read += ok;
    f->out->failed += !ok;
    if (!ok && e->code == ERROR_DATA && time(NULL) - file->facts.st_mtime < PERHAPS_WRITING) {
        e->code = ERROR_TEMPORARY;
        snprintf(e->hint, sizeof e->hint, "%s",
                 _("It was saved just now and may not be whole yet: the next collect tries it again."));
    }
    return ok;
}

static void passed_tell(const struct folder *f, const char *path, const char *why)
{
    const char *slash = strrchr(path, '/');
    char *name = text_printable(slash ? slash + 1 : path);
    fprintf(stderr, "%s: %s: %s\n", f->source->name, name ? name : "", why);
    free(name);
}

static bool files_import(struct folder *f, struct error *e)
{
    bool whole = true;
    for (size_t i = 0; i < f->count && !collect_stopping(); i++) {
        const struct export_file *file = &f->files[i];
        struct error fault = {0};
        if (!is_export(file->path)) {
            f->out->passed++;
            passed_tell(f, file->path, _("not read: by its name it is no export"));
            continue;
        }
        if (file->writing) {
            f->out->writing++;
            passed_tell(f, file->path, _("still being written: left for the next time"));
            continue;
        }
        if (file_import(f, file, &fault))
            continue;
        if (!whole)
            error_print(&fault);
        else
            *e = fault;
        whole = false;
    }
    return whole;
}

static void summary_print(const struct folder *f)
{
    const struct folder_summary *s = f->out;
    fprintf(stderr,
            _("%s: files: %zu new, %zu known, %zu not whole, %zu still being written, %zu passed over\n"),
            f->source->title, s->read, s->known, s->failed, s->writing, s->passed);
    if (s->subfolders)
        fprintf(stderr,
                P_("  %zu subfolder is not looked into\n", "  %zu subfolders are not looked into\n",
                   s->subfolders),
                s->subfolders);
}

bool folder_import(const struct config *c, const struct config_source *source, struct store *s,
                   moment observed, struct folder_summary *out, struct error *e)
{
    struct folder f = {.config = c, .source = source, .store = s, .out = out};
    *out = (struct folder_summary){0};
    bool ok = files_list(&f, e) && reader_make(&f, observed, e);
    if (ok) {
        writing_find(&f);
        ok = files_import(&f, e);
        summary_print(&f);
    }
    for (size_t i = 0; i < f.count; i++)
        free(f.files[i].path);
    free(f.files);
    import_manifests_free(f.manifests);
    source_words_free(&f.words);
    return ok;
}
