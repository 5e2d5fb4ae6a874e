#include "index/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "config/json_file.h"

#define SCHEMA "score-inputs.schema.json"

struct held {
    struct entry input;
    decimal *list; /* of a MEASURE_LIST; owned */
    size_t turn;   /* position in the order of adding */
};

struct entry_set {
    struct held *items;
    struct entry *found; /* the merged items, with room for as many as `items` */
    size_t count, size, found_count;
    struct entry_unit *units;
    size_t unit_count, unit_size;
    char **texts; /* owned copies */
    size_t text_count, text_size;
    const char *ruleset, *of;
    size_t file_from, file_to; /* items that came from a file */
};

struct entry_set *entry_set_new(void)
{
    return calloc(1, sizeof(struct entry_set));
}

void entry_set_free(struct entry_set *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        free(s->items[i].list);
    for (size_t i = 0; i < s->text_count; i++)
        free(s->texts[i]);
    free(s->items);
    free(s->found);
    free(s->units);
    free(s->texts);
    free(s);
}

/* Copies a text, which then lives as long as the set; NULL where memory ran out. */
static const char *text_keep(struct entry_set *s, const char *text)
{
    if (!text || !*text)
        return "";
    if (!array_room(&s->texts, &s->text_size, s->text_count, sizeof *s->texts))
        return NULL;
    s->texts[s->text_count] = strdup(text);
    return s->texts[s->text_count] ? s->texts[s->text_count++] : NULL;
}

/* --- one entered value --- */

/* Reads two counts, or two decimals of up to six places, which are scaled to whole numbers of the same
 * ratio. */
static bool ratio_read(const char *text, const char *slash, struct measure *out)
{
    decimal n, d;
    const char *second = slash + 1;
    size_t first = (size_t)(slash - text);
    while (first > 0 && text[first - 1] == ' ')
        first--;
    second += strspn(second, " ");
    if (!decimal_read(text, first, &n) || !decimal_read(second, strlen(second), &d) || n < 0 || d < 0)
        return false;
    bool whole = n % DECIMAL_SCALE == 0 && d % DECIMAL_SCALE == 0;
    out->kind = MEASURE_RATIO;
    out->percent = !whole;
    out->n = whole ? n / DECIMAL_SCALE : n;
    out->d = whole ? d / DECIMAL_SCALE : d;
    return true;
}

static bool percent_read(const char *text, const char *sign, struct measure *out)
{
    decimal n;
    size_t length = (size_t)(sign - text);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (sign[1] || !decimal_read(text, length, &n) || n < 0)
        return false;
    *out = (struct measure){.kind = MEASURE_RATIO, .n = n, .d = 100 * DECIMAL_SCALE, .percent = true};
    return true;
}

static bool list_read(const char *text, decimal *list, struct measure *out)
{
    size_t count = 0;
    for (const char *at = text + strspn(text, " ;"); *at; at += strspn(at, " ;")) {
        size_t n = strcspn(at, " ;");
        if (count == LIMIT_MEASURES || !decimal_read(at, n, &list[count]))
            return false;
        count++;
        at += n;
    }
    out->kind = count > 1 ? MEASURE_LIST : MEASURE_VALUE;
    out->value = list[0];
    out->list = list;
    out->count = count;
    return count > 0;
}

bool measure_read(const char *text, decimal *list, struct measure *out)
{
    const char *slash = strchr(text, '/'), *sign = strchr(text, '%');
    *out = (struct measure){.kind = MEASURE_NONE};
    text += strspn(text, " ");
    return slash  ? ratio_read(text, slash, out)
           : sign ? percent_read(text, sign, out)
                  : list_read(text, list, out);
}

/* --- adding --- */

static bool value_wrong(const struct entry_text *in, const char *what, const char *value, struct error *e)
{
    char where[LIMIT_WHERE_BYTES];
    snprintf(where, sizeof where, "%.60s %.60s", in->unit, in->criterion);
    return error_set(e, ERROR_DATA, where,
                     _("Write 85/100, 16.5%, 2, or one number for each period: 4 4 4 3; points as 0.25."),
                     _("\"%s\" is no %s"), value, what);
}

static bool points_read(const struct entry_text *in, const char *text, const char *what, bool *has,
                        decimal *out, struct error *e)
{
    if (!text || !*text)
        return true;
    if (!decimal_read(text, strlen(text), out) || *out < 0 || decimal_round(*out, 4) != *out)
        return value_wrong(in, what, text, e);
    return *has = true;
}

static bool measure_keep(const struct entry_text *in, struct held *h, struct error *e)
{
    decimal list[LIMIT_MEASURES];
    struct measure *m = &h->input.measure;
    if (!in->value || !*in->value)
        return true;
    if (!measure_read(in->value, list, m))
        return value_wrong(in, _("value"), in->value, e);
    if (m->kind != MEASURE_LIST) {
        m->list = NULL;
        return true;
    }
    h->list = calloc(m->count, sizeof *h->list);
    if (!h->list)
        return error_memory(e, in->criterion);
    memcpy(h->list, list, m->count * sizeof *list);
    m->list = h->list;
    return true;
}

static bool texts_keep(struct entry_set *s, const struct entry_text *in, struct entry *out, struct error *e)
{
    out->unit = text_keep(s, in->unit);
    out->criterion = text_keep(s, in->criterion);
    out->text = text_keep(s, in->text);
    out->evidence = text_keep(s, in->evidence);
    out->note = text_keep(s, in->note);
    out->by = text_keep(s, in->by);
    out->ruleset = text_keep(s, in->ruleset);
    out->responsible = text_keep(s, in->responsible);
    return (out->unit && out->criterion && out->text && out->evidence && out->note && out->by &&
            out->ruleset && out->responsible) ||
           error_memory(e, in->criterion);
}

static bool numbers_read(const struct entry_text *in, struct entry *out, struct error *e)
{
    const struct {
        const char *text;
        bool *has;
        decimal *number;
    } numbers[] = {{in->points, &out->has_points, &out->points},
                   {in->appraised, &out->has_appraised, &out->appraised},
                   {in->target, &out->has_target, &out->target},
                   {in->gain, &out->has_gain, &out->gain}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!points_read(in, numbers[i].text, _("number of points"), numbers[i].has, numbers[i].number, e))
            return false;
    return true;
}

static bool items_make_room(struct entry_set *s, struct error *e)
{
    size_t size = s->size;
    if (!array_room(&s->items, &size, s->count, sizeof *s->items))
        return error_memory(e, "entries");
    struct entry *found = reallocarray(s->found, size, sizeof *found);
    if (!found)
        return error_memory(e, "entries");
    s->found = found;
    s->size = size;
    return true;
}

bool entry_set_add(struct entry_set *s, const struct entry_text *in, struct error *e)
{
    if (s->count == LIMIT_SCORE_INPUTS)
        return error_set(e, ERROR_DATA, in->criterion, _("Read the entries of one period at a time."),
                         _("more than %d entries"), LIMIT_SCORE_INPUTS);
    if (!items_make_room(s, e))
        return false;
    struct held *h = &s->items[s->count];
    *h = (struct held){.turn = s->count};
    h->input.period_kind = in->period_kind;
    h->input.period_from = in->period_from;
    h->input.at = in->at;
    h->input.deadline = in->deadline == MOMENT_NONE ? 0 : in->deadline;
    h->input.files = in->file;
    if (!texts_keep(s, in, &h->input, e) || !numbers_read(in, &h->input, e) ||
        (strcmp(in->criterion, "RATING") != 0 && !measure_keep(in, h, e)))
        return false;
    s->count++;
    return true;
}

/* --- a file --- */

/* Turns a number of the file into text, so that files and the store are read by the same code. */
static const char *text_of(const json_t *value, char *out, size_t size)
{
    decimal number;
    if (json_is_string(value))
        return json_string_value(value);
    if (!value || !decimal_of_json(value, &number))
        return value ? "?" : NULL;
    decimal whole = number / DECIMAL_SCALE, rest = number % DECIMAL_SCALE;
    snprintf(out, size, "%s%lld.%06lld", number < 0 && !whole ? "-" : "", (long long)whole,
             (long long)(rest < 0 ? -rest : rest));
    return out;
}

struct file_period {
    enum period_kind kind;
    const char *of;
    int cutoff;
};

static bool period_of(const json_t *json, const struct file_period *start, struct entry_text *out,
                      struct error *e)
{
    const char *of = json_string_value(json_object_get(json, "of")),
               *period = json_string_value(json_object_get(json, "period"));
    enum period_kind kind = start->kind;
    struct period p;
    if (period && !period_kind_read(period, &kind))
        return error_set(e, ERROR_DATA, period, NULL, _("unknown period '%s'"), period);
    const char *text = of ? of : start->of;
    if (!period_make(kind, text, MOMENT_NONE, start->cutoff, &p, e))
        return error_set(e, ERROR_DATA, text ? text : "of",
                         _("Write 2022, 2022-H2, 2022-Q4, 2022-11 or 2022-W47, as \"period\" says."),
                         _("the period is a %s, and this is none"), period_kind_name(kind));
    out->period_kind = p.kind;
    out->period_from = p.from;
    return true;
}

static bool entry_load(struct entry_set *s, const json_t *json, const struct file_period *start,
                       struct error *e)
{
    char numbers[5][40];
    static const char *const keys[] = {"value", "points", "appraised", "target", "gain"};
    const char *values[5];
    const char *at = json_string_value(json_object_get(json, "at")),
               *deadline = json_string_value(json_object_get(json, "deadline"));
    if (json_object_get(json, "value") &&
        strcmp(json_string_value(json_object_get(json, "criterion")), "RATING") == 0)
        return error_set(e, ERROR_DATA, "RATING",
                         _("Write its name as \"text\" (in a CSV file as the value)."),
                         _("a rating is no number"));
    for (size_t i = 0; i < 5; i++)
        values[i] = text_of(json_object_get(json, keys[i]), numbers[i], sizeof numbers[i]);
    struct entry_text in = {.unit = json_string_value(json_object_get(json, "unit")),
                            .criterion = json_string_value(json_object_get(json, "criterion")),
                            .value = values[0],
                            .points = values[1],
                            .appraised = values[2],
                            .target = values[3],
                            .gain = values[4],
                            .responsible = json_file_title(json_object_get(json, "responsible")),
                            .text = json_file_title(json_object_get(json, "text")),
                            .evidence = json_string_value(json_object_get(json, "evidence")),
                            .note = json_file_title(json_object_get(json, "note")),
                            .by = json_string_value(json_object_get(json, "by"))};
    if (at && !moment_read(at, &in.at))
        return error_set(e, ERROR_DATA, in.criterion,
                         _("Write a moment as 2022-11-25T15:00 or a day as 2022-11-25."),
                         _("'%s' is not a moment"), at);
    if (deadline && !moment_read(deadline, &in.deadline))
        return error_set(e, ERROR_DATA, in.criterion, _("Write a day as 2022-11-25 or 25/11/2022."),
                         _("'%s' is not a moment"), deadline);
    return period_of(json, start, &in, e) && entry_set_add(s, &in, e);
}

static bool unit_load(struct entry_set *s, const json_t *json, struct error *e)
{
    if (!array_room(&s->units, &s->unit_size, s->unit_count, sizeof *s->units))
        return error_memory(e, "units");
    struct entry_unit *u = &s->units[s->unit_count++];
    const char *kind = json_string_value(json_object_get(json, "kind"));
    u->code = text_keep(s, json_string_value(json_object_get(json, "code")));
    u->name = text_keep(s, json_string_value(json_object_get(json, "name")));
    u->kind = text_keep(s, kind ? kind : "other");
    return (u->code && u->name && u->kind) || error_memory(e, "units");
}

static bool document_take(struct entry_set *s, const json_t *root, int cutoff, struct error *e)
{
    const json_t *units = json_object_get(root, "units"), *entries = json_object_get(root, "entries");
    const char *period = json_string_value(json_object_get(root, "period"));
    struct file_period start = {PERIOD_YEAR, json_string_value(json_object_get(root, "of")), cutoff};
    s->ruleset = text_keep(s, json_string_value(json_object_get(root, "ruleset")));
    s->of = text_keep(s, start.of);
    if (!s->ruleset || !s->of)
        return error_memory(e, "entries");
    if (period && !period_kind_read(period, &start.kind))
        return error_set(e, ERROR_DATA, period, NULL, _("unknown period '%s'"), period);
    for (size_t i = 0; i < json_array_size(units) && i < LIMIT_UNITS; i++)
        if (!unit_load(s, json_array_get(units, i), e))
            return false;
    for (size_t i = 0; i < json_array_size(entries); i++)
        if (!entry_load(s, json_array_get(entries, i), &start, e))
            return false;
    return true;
}

bool entry_set_load(struct entry_set *s, const char *file, int cutoff, struct error *e)
{
    json_t *root = json_file_load(file, SCHEMA, e);
    if (!root)
        return false;
    s->file_from = s->count;
    bool ok = document_take(s, root, cutoff, e);
    s->file_to = s->count;
    if (!ok)
        error_within(e, file);
    json_decref(root);
    return ok;
}

const struct entry *entry_set_told(const struct entry_set *s, size_t i)
{
    return s->file_from + i < s->file_to ? &s->items[s->file_from + i].input : NULL;
}

/* --- putting together --- */

static int key_compare(const struct entry *a, const struct entry *b)
{
    int order = strcmp(a->unit, b->unit);
    if (order == 0)
        order = strcmp(a->criterion, b->criterion);
    if (order == 0)
        order = (a->period_kind > b->period_kind) - (a->period_kind < b->period_kind);
    return order ? order : (a->period_from > b->period_from) - (a->period_from < b->period_from);
}

static int held_compare(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    int order = key_compare(&x->input, &y->input);
    if (order == 0)
        order = (x->input.at > y->input.at) - (x->input.at < y->input.at);
    return order ? order : (x->turn > y->turn) - (x->turn < y->turn);
}

static int found_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = key_compare(x, y);
    return order ? order : strcmp(x->ruleset, y->ruleset);
}

/* A plan starts from the points that its entry gives, else from target - gain, else from points entered before. */
static void plan_take(struct entry *out, const struct entry *in)
{
    out->has_target = in->has_target;
    out->target = in->target;
    out->has_gain = in->has_gain;
    out->gain = in->gain;
    out->planned = in->at;
    if (!in->has_points && in->has_target && in->has_gain) {
        out->has_start = in->target >= in->gain;
        out->start = in->target - in->gain;
        return;
    }
    out->has_start = out->has_points;
    out->start = out->points;
    if (!out->has_target && out->has_start) {
        out->has_target = true;
        out->target = out->start + out->gain;
    }
}

static void text_take(const char **out, const char *in)
{
    if (*in)
        *out = in;
}

/* Takes the parts that a later entry has; a value and its points are replaced together. */
static void input_take(struct entry *out, const struct entry *in)
{
    bool reached = in->measure.kind != MEASURE_NONE || in->has_points || *in->text;
    if (reached) {
        out->measure = in->measure;
        out->has_points = in->has_points;
        out->points = in->points;
        out->text = in->text;
    }
    if (reached || !*out->by) {
        out->by = in->by;
        out->at = in->at;
    }
    if (in->has_appraised) {
        out->has_appraised = true;
        out->appraised = in->appraised;
    }
    if (in->has_target || in->has_gain)
        plan_take(out, in);
    if (in->deadline)
        out->deadline = in->deadline;
    text_take(&out->responsible, in->responsible);
    text_take(&out->note, in->note);
    text_take(&out->evidence, in->evidence);
    out->files += in->files;
}

/* Merges the entries of one unit, criterion and period, once for each ruleset they name, from the entries for that
 * ruleset and for any ruleset. */
static void group_fold(struct entry_set *s, const struct held *items, size_t count)
{
    size_t start = s->found_count;
    for (size_t i = 0; i < count; i++) {
        const char *ruleset = items[i].input.ruleset;
        struct entry *out = &s->found[s->found_count];
        bool done = false;
        for (size_t k = start; k < s->found_count; k++)
            done |= strcmp(s->found[k].ruleset, ruleset) == 0;
        if (done)
            continue;
        *out = (struct entry){.text = "", .by = "", .responsible = "", .note = "", .evidence = ""};
        for (size_t k = 0; k < count; k++) {
            const struct entry *in = &items[k].input;
            if (!*in->ruleset || strcmp(in->ruleset, ruleset) == 0)
                input_take(out, in);
        }
        out->ruleset = ruleset;
        out->unit = items[i].input.unit;
        out->criterion = items[i].input.criterion;
        out->period_kind = items[i].input.period_kind;
        out->period_from = items[i].input.period_from;
        s->found_count++;
    }
}

void entry_set_seal(struct entry_set *s)
{
    s->found_count = 0;
    if (!s->count)
        return;
    qsort(s->items, s->count, sizeof *s->items, held_compare);
    for (size_t i = 0, end; i < s->count; i = end) {
        for (end = i + 1; end < s->count && key_compare(&s->items[i].input, &s->items[end].input) == 0;)
            end++;
        group_fold(s, s->items + i, end - i);
    }
    qsort(s->found, s->found_count, sizeof *s->found, found_compare);
}

const struct entry *entry_find(const struct entry_set *s, const char *ruleset, const char *unit,
                               const char *criterion, enum period_kind kind, moment from)
{
    struct entry key = {
        .ruleset = ruleset, .unit = unit, .criterion = criterion, .period_kind = kind, .period_from = from};
    if (!s || !s->found_count)
        return NULL;
    const struct entry *own = bsearch(&key, s->found, s->found_count, sizeof key, found_compare);
    if (own)
        return own;
    key.ruleset = "";
    return bsearch(&key, s->found, s->found_count, sizeof key, found_compare);
}

const char *entry_set_ruleset(const struct entry_set *s)
{
    return s && s->ruleset && *s->ruleset ? s->ruleset : NULL;
}

const char *entry_set_of(const struct entry_set *s)
{
    return s && s->of && *s->of ? s->of : NULL;
}

size_t entry_set_unit_count(const struct entry_set *s)
{
    return s ? s->unit_count : 0;
}

const struct entry_unit *entry_set_unit(const struct entry_set *s, size_t i)
{
    return &s->units[i];
}
