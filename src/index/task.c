#include "index/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "commitment/validity.h"
#include "config/json_file.h"
#include "count/unit.h"

#define FOLDER "schema/tasks"
#define SCHEMA "tasks.schema.json"

const char *task_state_name(enum task_state s)
{
    static const char *const names[] = {[TASK_DONE] = "done",
                                        [TASK_DONE_LATE] = "done_late",
                                        [TASK_OPEN] = "open",
                                        [TASK_OVERDUE] = "overdue",
                                        [TASK_WAITING] = "waiting"};
    return names[s];
}

/* --- reading --- */

/* Reads "12-15" as a day of the year. */
static moment day_in(const char *text, int year)
{
    char whole[32];
    moment day;
    snprintf(whole, sizeof whole, "%d-%s", year, text);
    return moment_read(whole, &day) ? day : MOMENT_NONE;
}

static bool task_check(const struct task *t, struct error *e)
{
    const char *day = *t->by ? t->by : t->before;
    int ways = (*t->by != 0) + (*t->before != 0) + t->recurs + (*t->after != 0);
    if (*day && day_in(day, 2024) == MOMENT_NONE)
        return error_set(e, ERROR_CONFIG, t->code, _("Write 12-15 for every year."), _("%s is no day"), day);
    return ways <= 1 ||
           error_set(e, ERROR_CONFIG, t->code, _("Write one of \"by\", \"before\", \"every\", \"after\"."),
                     _("the task has more than one last day"));
}

static bool task_read(struct task *t, const json_t *json, struct error *e)
{
    const char *every = json_string_value(json_object_get(json, "every"));
    t->code = json_file_text(json, "code");
    t->title = json_file_text(json, "title");
    t->responsible = json_file_text(json, "responsible");
    t->evidence = json_file_text(json, "evidence");
    t->to = json_file_text(json, "to");
    t->note = json_file_text(json, "note");
    t->by = json_file_text(json, "by");
    t->before = json_file_text(json, "before");
    t->after = json_file_text(json, "after");
    t->year_shift = (int)json_integer_value(json_object_get(json, "year_shift"));
    t->days = (int)json_integer_value(json_object_get(json, "days"));
    t->remedy = json_is_true(json_object_get(json, "remedy"));
    t->recurs = every != NULL;
    json_file_words(json_object_get(json, "unit_kinds"), t->unit_kinds,
                    sizeof t->unit_kinds / sizeof *t->unit_kinds);
    json_file_words(json_object_get(json, "unit_names"), t->unit_names,
                    sizeof t->unit_names / sizeof *t->unit_names);
    if (every && !period_kind_read(every, &t->every))
        return error_set(e, ERROR_CONFIG, t->code, NULL, _("unknown period '%s'"), every);
    return task_check(t, e);
}

static bool set_read(struct task_set *s, const char *file, struct error *e)
{
    const json_t *root = s->document_json = json_file_load(file, SCHEMA, e), *tasks;
    if (!root)
        return false;
    tasks = json_object_get(root, "tasks");
    s->name = json_file_text(root, "name");
    s->title = json_file_text(root, "title");
    s->document = json_file_text(root, "document");
    s->note = json_file_text(root, "note");
    s->ruleset = json_file_text(root, "ruleset");
    for (size_t i = 0; i < json_array_size(tasks) && s->count < LIMIT_TASKS; i++)
        if (!task_read(&s->items[s->count++], json_array_get(tasks, i), e)) {
            error_within(e, file);
            return false;
        }
    return validity_read(json_object_get(root, "valid"), file, &s->valid_from, &s->valid_to, e);
}

struct task_set *task_set_load(const char *name, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct task_set *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(e, name);
        return NULL;
    }
    if (json_file_named(FOLDER, name, _("no such set of tasks"), file, sizeof file, e) &&
        set_read(s, file, e))
        return s;
    task_set_free(s);
    return NULL;
}

void task_set_free(struct task_set *s)
{
    if (!s)
        return;
    json_decref(s->document_json);
    free(s);
}

/* --- duties --- */

bool task_binds(const struct task *t, const char *kind, const char *name)
{
    return unit_kinds_bind(t->unit_kinds, kind) && unit_names_bind(t->unit_names, name);
}

static moment last_day(const struct task *t, const struct period *p)
{
    int year = moment_wall(p->from).year + t->year_shift;
    if (t->recurs) /* a week ends on Friday at its cut-off, so its last day is that Friday */
        return moment_day(p->to - 1) + t->days * MOMENT_DAY;
    if (*t->by)
        return day_in(t->by, year);
    if (*t->before) {
        moment day = day_in(t->before, year);
        return day == MOMENT_NONE ? MOMENT_NONE : day - MOMENT_DAY;
    }
    return MOMENT_NONE;
}

/* True if the entry has a result, words or evidence; an entry with a last day alone does not report the task done. */
static bool says_done(const struct entry *e)
{
    return e && (*e->evidence || *e->text || e->has_points || e->measure.kind != MEASURE_NONE);
}

static void duty_judge(struct duty *d, moment at)
{
    bool done = says_done(d->entry);
    moment when = done ? d->entry->at : at;
    moment late = d->last != MOMENT_NONE ? when - (d->last + MOMENT_DAY) : -1;
    d->days_late = late >= 0 ? late / MOMENT_DAY + 1 : 0;
    if (done)
        d->state = d->days_late ? TASK_DONE_LATE : TASK_DONE;
    else if (d->last == MOMENT_NONE && *d->task->after)
        d->state = TASK_WAITING;
    else
        d->state = d->days_late ? TASK_OVERDUE : TASK_OPEN;
}

void duty_take(struct duty *d, const struct entry *entry, moment at)
{
    d->entry = entry;
    duty_judge(d, at);
}

static void duty_make(const struct task_set *set, const struct task *t, const char *unit,
                      const struct entry_set *entries, const struct period *p, moment at, struct duty *out)
{
    *out = (struct duty){.task = t, .period = *p, .last = last_day(t, p)};
    out->entry = entry_find(entries, set->name, unit, t->code, p->kind, p->from);
    if (out->entry && out->entry->deadline)
        out->last = moment_day(out->entry->deadline);
    duty_judge(out, at);
}

/* A document of November asks for nothing in October. A set that is out of force in the whole year was named by the
 * caller, and asks for all of that year. */
static bool period_asked(const struct task_set *set, const struct period *p, const struct period *year)
{
    if (!validity_holds(set->valid_from, set->valid_to, &(struct period){.from = year->from, .to = year->to}))
        return true;
    return validity_holds(set->valid_from, set->valid_to, &(struct period){.from = p->from, .to = p->to});
}

/* True if the duty is owed: it was asked for, or something was entered for it all the same. A duty without a period of its
 * own is not asked for where its last day had passed before the set was in force. */
static bool duty_asked(const struct task_set *set, const struct duty *d, const struct period *year)
{
    const struct period last = {.from = d->last, .to = d->last + MOMENT_DAY, .at = d->last};
    if (d->entry || (!d->task->recurs && (d->last == MOMENT_NONE || d->last >= set->valid_from)))
        return true;
    return period_asked(set, d->task->recurs ? &d->period : &last, year);
}

size_t task_duties(const struct task_set *set, const struct task *t, const char *unit,
                   const struct entry_set *entries, const struct period *year, int cutoff, struct duty *out,
                   size_t max)
{
    size_t count = 0;
    if (!t->recurs) {
        if (max)
            duty_make(set, t, unit, entries, year, year->at, &out[count]);
        return max && duty_asked(set, &out[count], year);
    }
    struct period p = period_at(t->every, year->from, year->at, cutoff);
    while (p.from < year->to && p.from < year->at && count < max) {
        if (p.to > year->from && moment_day(p.to - 1) < year->to) {
            duty_make(set, t, unit, entries, &p, year->at, &out[count]);
            count += duty_asked(set, &out[count], year);
        }
        p = period_at(t->every, p.to, year->at, cutoff);
    }
    return count;
}
