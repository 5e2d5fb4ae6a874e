#include "commitment/commitment.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "base/wide.h"
#include "commitment/validity.h"
#include "config/json_file.h"

#define FOLDER "schema/commitments"
#define SCHEMA "commitments.schema.json"

/* Reads a percentage of at most two decimals, in TARGET_SCALE. */
static bool target_read(const json_t *number, int64_t *out)
{
    double scaled = json_number_value(number) * ((double)TARGET_SCALE / 100);
    if (!(scaled >= 0 && scaled <= TARGET_SCALE))
        return false;
    *out = (int64_t)(scaled + 0.5);
    double rest = scaled - (double)*out;
    return rest < 1e-6 && rest > -1e-6;
}

/* Reads a title; where the set counts by the receiving unit, the title says so wherever it is shown. NULL: no memory. */
static const char *title_read(const struct commitment_set *s, json_t *definition)
{
    const char *title = json_file_title(json_object_get(definition, "title"));
    if (!s->received)
        return title;
    json_t *told = json_sprintf("%s (%s)", title, _("by receiving unit"));
    return json_object_set_new(definition, "title", told) == 0 ? json_string_value(told) : NULL;
}

static bool item_read(const struct commitment_set *s, struct commitment *c, struct metric_set *metrics,
                      json_t *definition, const char *file, struct error *e)
{
    const json_t *names = json_object_get(definition, "metrics");
    const size_t most = sizeof c->metrics / sizeof *c->metrics;
    c->title = title_read(s, definition);
    if (!c->title)
        return error_memory(e, file);
    if (!target_read(json_object_get(definition, "target"), &c->target))
        return error_set(e, ERROR_CONFIG, file, _("Write percent with at most two decimals, from 0 to 100."),
                         _("wrong target of \"%s\""), c->title);
    for (size_t i = 0; i < json_array_size(names) && i < most; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        const struct metric *m = name ? metric_find(metrics, name) : NULL;
        if (!m)
            return error_set(e, ERROR_CONFIG, file, _("The metrics are listed in schema/metrics.json."),
                             _("no such metric: %s"), name ? name : "?");
        if (s->received && !(m = metric_twin(metrics, m, e))) {
            error_within(e, file);
            return false;
        }
        c->metrics[c->metric_count++] = m;
    }
    return c->metric_count > 0 ||
           error_set(e, ERROR_CONFIG, file, NULL, _("\"%s\" names no metric"), c->title);
}

static bool set_read(struct commitment_set *s, const char *file, struct metric_set *metrics, struct error *e)
{
    s->document_json = json_file_load(file, SCHEMA, e);
    if (!s->document_json)
        return false;
    json_t *root = s->document_json, *items = json_object_get(root, "commitments");
    const json_t *kinds = json_object_get(root, "unit_kinds");
    const char *period = json_string_value(json_object_get(root, "period"));
    const char *name = json_string_value(json_object_get(root, "name"));
    s->name = name ? name : "";
    const char *counted_for = json_string_value(json_object_get(root, "counted_for"));
    s->received = counted_for && strcmp(counted_for, "receiving_unit") == 0;
    s->title = title_read(s, root);
    if (!s->title)
        return error_memory(e, file);
    s->document = json_file_title(json_object_get(root, "document"));
    if (!period || !period_kind_read(period, &s->period) || json_array_size(items) > LIMIT_COMMITMENTS)
        return error_set(e, ERROR_CONFIG, file, NULL, _("wrong period or too many commitments"));
    json_file_words(kinds, s->unit_kinds, sizeof s->unit_kinds / sizeof *s->unit_kinds);
    const char *merged = json_string_value(json_object_get(root, "merged"));
    s->follows = merged && strcmp(merged, "successor") == 0;
    for (size_t i = 0; i < json_array_size(items); i++)
        if (!item_read(s, &s->items[s->count++], metrics, json_array_get(items, i), file, e))
            return false;
    return validity_read(json_object_get(root, "valid"), file, &s->valid_from, &s->valid_to, e);
}

struct commitment_set *commitment_set_load(const char *name, struct metric_set *metrics, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct commitment_set *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(e, name);
        return NULL;
    }
    if (json_file_named(FOLDER, name, _("no such commitment set"), file, sizeof file, e) &&
        set_read(s, file, metrics, e))
        return s;
    commitment_set_free(s);
    return NULL;
}

void commitment_set_free(struct commitment_set *s)
{
    if (!s)
        return;
    json_decref(s->document_json);
    free(s);
}

bool commitment_binds(const struct commitment_set *s, const struct unit *u, const struct period *p)
{
    bool ended = u->valid_to != MOMENT_NONE && u->valid_to <= p->from;
    return !ended && unit_kinds_bind(s->unit_kinds, u->kind);
}

const char *kept_name(enum kept k)
{
    static const char *const names[] = {[KEPT_YES] = "yes",
                                        [KEPT_NO] = "no",
                                        [KEPT_NONE] = "none",
                                        [KEPT_UNKNOWN] = "unknown",
                                        [KEPT_UNBOUND] = "unbound"};
    return names[k];
}

const char *kept_words(enum kept k)
{
    static const char *const words[] = {[KEPT_YES] = N_("kept"),
                                        [KEPT_NO] = N_("not kept"),
                                        [KEPT_NONE] = N_("nothing arose"),
                                        [KEPT_UNKNOWN] = N_("no data"),
                                        [KEPT_UNBOUND] = N_("not judged")};
    return _(words[k]);
}

/* Returns the gap to the target in dossiers times TARGET_SCALE; 0 or less: the target is reached. */
static wide shortfall(const struct ratio *r, int64_t target)
{
    return (wide)target * r->d - (wide)TARGET_SCALE * r->n;
}

/* Divides positive numbers and rounds up. A quotient that does not fit in 64 bits is cut to the largest
 * number. */
static int64_t divide_up(wide a, wide b)
{
    wide q = (a + b - 1) / b;
    return q > INT64_MAX ? INT64_MAX : (int64_t)q;
}

enum kept commitment_judge(const struct ratio *r, int64_t target)
{
    if (!r->known)
        return KEPT_UNKNOWN;
    if (r->d == 0)
        return KEPT_NONE;
    return shortfall(r, target) <= 0 ? KEPT_YES : KEPT_NO;
}

int64_t commitment_fix_existing(const struct ratio *r, int64_t target)
{
    wide s = shortfall(r, target);
    return !r->known || r->d == 0 || s <= 0 ? 0 : divide_up(s, TARGET_SCALE);
}

/* (n+x)/(d+x) >= t  <=>  x >= (t*d - n) / (1 - t). */
int64_t commitment_need_new(const struct ratio *r, int64_t target)
{
    wide s = shortfall(r, target);
    if (!r->known || r->d == 0 || s <= 0)
        return 0;
    return target >= TARGET_SCALE ? -1 : divide_up(s, TARGET_SCALE - target);
}
