#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/environment.h"
#include "base/text.h"

enum { KINDS = 64, KIND_BYTES = 120 };

struct kind {
    uint64_t hash; /* 0: free */
    char name[KIND_BYTES];
    int64_t since, repeats;
    enum log_level level;
};

static struct kind kinds[KINDS];
static pthread_mutex_t kinds_lock = PTHREAD_MUTEX_INITIALIZER;

static bool is_journal(void)
{
    const char *named = environment_get(ENVIRONMENT_JOURNAL_STREAM);
    struct stat about;
    char here[64];
    if (!named || fstat(STDERR_FILENO, &about) != 0)
        return false;
    snprintf(here, sizeof here, "%llu:%llu", (unsigned long long)about.st_dev,
             (unsigned long long)about.st_ino);
    return strcmp(here, named) == 0;
}

const char *log_mark(enum log_level level)
{
    static const char *const marks[] = {[LOG_LEVEL_ERROR] = "<3>",
                                        [LOG_LEVEL_WARNING] = "<4>",
                                        [LOG_LEVEL_NOTICE] = "<5>",
                                        [LOG_LEVEL_INFO] = "<6>"};
    return is_journal() ? marks[level] : "";
}

static int64_t clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec + 1; /* plus 1, because `since` 0 means that nothing was written */
}

static void repeats_tell(struct kind *k)
{
    if (k->repeats)
        fprintf(stderr, "%sserve: %s: +%lld\n", log_mark(k->level), k->name, (long long)k->repeats);
    k->repeats = 0;
}

/* The place of the kind with this hash; a new kind takes the place of the kind that was quiet longest. */
static struct kind *kind_place(uint64_t hash)
{
    struct kind *oldest = &kinds[0];
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].hash == hash)
            return &kinds[i];
        if (kinds[i].since < oldest->since)
            oldest = &kinds[i];
    }
    repeats_tell(oldest);
    *oldest = (struct kind){.hash = hash};
    return oldest;
}

/* True if the line is to be written; false counts a repeat. The caller holds kinds_lock. */
static bool kind_begins(enum log_level level, const char *name)
{
    uint64_t hash = XXH3_64bits(name, strlen(name));
    int64_t now = clock_seconds();
    struct kind *k = kind_place(hash ? hash : 1);
    if (k->since && now - k->since < LOG_FOLD_SECONDS) {
        k->repeats++;
        return false;
    }
    repeats_tell(k);
    snprintf(k->name, sizeof k->name, "%s", name);
    k->level = level;
    k->since = now;
    return true;
}

void log_say(enum log_level level, const char *kind, const char *fmt, ...)
{
    va_list args;
    pthread_mutex_lock(&kinds_lock);
    if (!kind || kind_begins(level, kind)) {
        fputs(log_mark(level), stderr);
        va_start(args, fmt);
        vfprintf(stderr, fmt, args);
        va_end(args);
        fputc('\n', stderr);
    }
    pthread_mutex_unlock(&kinds_lock);
}

void log_error(const struct error *e)
{
    char kind[KIND_BYTES];
    char *where = text_printable(e->where), *what = text_printable(e->what), *hint = text_printable(e->hint);
    snprintf(kind, sizeof kind, "%.60s: %.50s", where ? where : "", what ? what : "");
    log_say(LOG_LEVEL_ERROR, kind, "serve: %s: %s%s%s", where ? where : "", what ? what : "",
            *e->hint ? ". " : "", hint ? hint : "");
    free(where);
    free(what);
    free(hint);
}

void log_flush(bool all)
{
    pthread_mutex_lock(&kinds_lock);
    int64_t now = clock_seconds();
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].hash && (all || now - kinds[i].since >= LOG_FOLD_SECONDS)) {
            repeats_tell(&kinds[i]);
            kinds[i].since = all ? kinds[i].since : 0;
        }
    pthread_mutex_unlock(&kinds_lock);
}
