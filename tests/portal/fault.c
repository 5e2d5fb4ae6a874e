#include "fault.h"
#include "text.h"

#include <stdio.h>

enum argument { ARGUMENT_NONE, ARGUMENT_NUMBER, ARGUMENT_URL };

static const struct {
    const char *name;
    enum argument argument;
    int64_t max;
} kinds[FAULT_KIND_COUNT] = {
    [FAULT_LATENCY] = {"latency", ARGUMENT_NUMBER, 3600000},
    [FAULT_STATUS] = {"status", ARGUMENT_NUMBER, 599},
    [FAULT_RETRY_AFTER] = {"retry-after", ARGUMENT_NUMBER, 864000},
    [FAULT_RETRY_DATE] = {"retry-date", ARGUMENT_NUMBER, 864000},
    [FAULT_CUT] = {"cut", ARGUMENT_NUMBER, INT64_MAX},
    [FAULT_SHIFT] = {"shift", ARGUMENT_NUMBER, FAULT_SHIFT_MAX},
    [FAULT_DUPLICATE] = {"duplicate", ARGUMENT_NONE, 0},
    [FAULT_WRONG_TYPES] = {"wrong-types", ARGUMENT_NONE, 0},
    [FAULT_BAD_DATE] = {"bad-date", ARGUMENT_NONE, 0},
    [FAULT_GARBAGE] = {"garbage", ARGUMENT_NONE, 0},
    [FAULT_BAD_UTF8] = {"bad-utf8", ARGUMENT_NONE, 0},
    [FAULT_ENDLESS] = {"endless", ARGUMENT_NONE, 0},
    [FAULT_DEEP] = {"deep", ARGUMENT_NONE, 0},
    [FAULT_BIG_TOKEN] = {"big-token", ARGUMENT_NONE, 0},
    [FAULT_SLOW] = {"slow", ARGUMENT_NUMBER, 1000000000},
    [FAULT_HANG] = {"hang", ARGUMENT_NONE, 0},
    [FAULT_REDIRECT] = {"redirect", ARGUMENT_URL, 0},
    [FAULT_TRUNCATE_JSON] = {"truncate-json", ARGUMENT_NONE, 0},
    [FAULT_GZIP_NONE] = {"gzip-none", ARGUMENT_NONE, 0},
    [FAULT_WAF] = {"waf", ARGUMENT_NONE, 0},
};

void faults_init(struct faults *f)
{
    *f = (struct faults){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void faults_clear(struct faults *f)
{
    (void)pthread_mutex_lock(&f->lock);
    f->count = 0;
    f->shifted = 0;
    (void)pthread_mutex_unlock(&f->lock);
}

static bool match_read(struct fault *f, const char *s)
{
    if (s[0] == '#')
        return number_read(s + 1, 1, INT32_MAX, &f->nth);
    if (s[0] == '%')
        return number_read(s + 1, 1, INT32_MAX, &f->every);
    (void)snprintf(f->path, sizeof(f->path), "%s", s);
    return s[0] != '\0';
}

static bool kind_read(struct fault *f, const char *name, const char *argument)
{
    size_t kind = 0;
    while (kind < FAULT_KIND_COUNT && strcmp(kinds[kind].name, name) != 0)
        kind++;
    if (kind == FAULT_KIND_COUNT)
        return false;
    f->kind = (enum fault_kind)kind;
    if (kinds[kind].argument == ARGUMENT_NONE)
        return !argument;
    if (kinds[kind].argument == ARGUMENT_NUMBER)
        return number_read(argument, kind == FAULT_STATUS ? 200 : 0, kinds[kind].max, &f->argument);
    (void)snprintf(f->url, sizeof(f->url), "%s", argument ? argument : "");
    return f->url[0] != '\0';
}

static bool fault_read(struct fault *f, const char *spec)
{
    char line[FAULT_TEXT_BYTES];
    *f = (struct fault){0};
    if (snprintf(line, sizeof(line), "%s", spec) >= (int)sizeof(line))
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    char *match = strchr(line, '@');
    while (match) {
        *match++ = '\0';
        char *next = strchr(match, '@');
        if (next)
            *next = '\0';
        if (!match_read(f, match))
            return false;
        match = next;
    }
    char *argument = strchr(line, ':');
    if (argument)
        *argument++ = '\0';
    return kind_read(f, line, argument);
}

bool faults_add(struct faults *f, const char *spec)
{
    struct fault fault;
    if (!fault_read(&fault, spec))
        return false;
    (void)pthread_mutex_lock(&f->lock);
    bool room = f->count < FAULTS_MAX;
    if (room)
        f->list[f->count++] = fault;
    (void)pthread_mutex_unlock(&f->lock);
    return room;
}

static bool fault_hits(struct fault *f, const char *uri, bool listing)
{
    if (f->path[0] && !strstr(uri, f->path))
        return false;
    if (f->kind == FAULT_SHIFT && !listing)
        return false;
    f->seen++;
    if ((f->nth && f->seen != f->nth) || (f->every && f->seen % f->every != 0))
        return false;
    f->hits++;
    return true;
}

static void plan_add(struct faults *f, struct fault *fault, struct fault_plan *plan)
{
    plan->has[fault->kind] = true;
    if (fault->kind == FAULT_LATENCY)
        plan->argument[fault->kind] += fault->argument;
    else
        plan->argument[fault->kind] = fault->argument;
    if (fault->kind == FAULT_REDIRECT)
        (void)snprintf(plan->url, sizeof(plan->url), "%s", fault->url);
    if (fault->kind == FAULT_SHIFT && fault->hits > 1)
        f->shifted += fault->argument;
    if (f->shifted > FAULT_SHIFT_MAX)
        f->shifted = FAULT_SHIFT_MAX;
}

void faults_plan(struct faults *f, const char *uri, bool listing, struct fault_plan *plan)
{
    *plan = (struct fault_plan){0};
    (void)pthread_mutex_lock(&f->lock);
    for (size_t i = 0; i < f->count; i++)
        if (fault_hits(&f->list[i], uri, listing))
            plan_add(f, &f->list[i], plan);
    plan->shifted = f->shifted;
    (void)pthread_mutex_unlock(&f->lock);
}
