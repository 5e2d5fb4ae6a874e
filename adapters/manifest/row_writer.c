#include "adapters/manifest/row_writer.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/text.h"

void row_writer_init(struct row_writer *w, const struct plan *plan, struct page *page)
{
    memset(w, 0, sizeof *w);
    w->plan = plan;
    w->page = page;
}

static bool page_full(struct error *e)
{
    return error_set(e, ERROR_DATA, "", _("Ask for smaller pages: \"size\" in the manifest's paging."),
                     _("the reply is too long: more than %d rows or %d bytes of values"), LIMIT_PAGE_ROWS,
                     LIMIT_PAGE_BYTES);
}

enum taken { TAKEN, TAKEN_NOT_TEXT, TAKEN_FULL };

static bool is_plain(const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((signed char)bytes[i] <= 0)
            return false;
    return true;
}

/* Copies text into the page, in NFC. */
static enum taken text_copy(struct row_writer *w, const char *bytes, size_t n, struct value *out)
{
    char *normal = is_plain(bytes, n) ? NULL : text_normalize(bytes, n);
    if (!normal && !is_plain(bytes, n))
        return TAKEN_NOT_TEXT;
    out->known = true;
    out->length = (uint32_t)(normal ? strlen(normal) : n);
    out->text = page_copy(w->page, normal ? normal : bytes, out->length);
    free(normal);
    return out->text ? TAKEN : TAKEN_FULL;
}

/* The same for text that comes again and again. */
static enum taken text_intern(struct row_writer *w, const char *bytes, size_t n, struct value *out)
{
    uint64_t hash = XXH3_64bits(bytes, n) | 1;
    struct interned *place = &w->interned[hash >> 1 & (INTERN_PLACES - 1)];
    if (place->hash == hash && place->length == n && memcmp(place->text, bytes, n) == 0) {
        *out = (struct value){.known = true, .length = place->length, .text = place->text};
        return TAKEN;
    }
    enum taken taken = text_copy(w, bytes, n, out);
    if (taken == TAKEN)
        *place = (struct interned){hash, out->text, out->length};
    return taken;
}

static enum taken text_take(struct row_writer *w, int target, struct value *v)
{
    bool alone = target == DOSSIER_KEY || target == DOSSIER_CODE;
    return alone ? text_copy(w, v->text, v->length, v) : text_intern(w, v->text, v->length, v);
}

static const char *shape_of(const struct rule_fault *fault, char out[LIMIT_SHAPE_BYTES])
{
    switch (fault->kind) {
    case MEMBER_WRONG:
        return "[] / {}";
    case MEMBER_LONG:
        return "xxx...";
    case MEMBER_TEXT:
    case MEMBER_NUMBER:
        return scalar_shape(fault->text, fault->length, out);
    case MEMBER_ABSENT:
    default:
        return "";
    }
}

/* What the record is known by, if that much of it can be read. A dossier's code is not kept where it is the
 * very text at fault: that may be anything. */
static const char *record_key(struct row_writer *w, const struct portal_record *r,
                              const struct rule_fault *why)
{
    struct rule_fault fault;
    int target = w->plan->kind == STREAM_DOSSIER ? DOSSIER_KEY : DOSSIER_UNIT;
    for (size_t i = 0; i < w->plan->rule_count; i++) {
        struct value v;
        const struct rule *rule = &w->plan->rules[i];
        if (rule->target == target && rule_value(rule, &r->row, &v, &fault) && v.known &&
            !(target == DOSSIER_KEY && v.text && v.text == why->text) &&
            text_copy(w, v.text, v.length, &v) == TAKEN)
            return v.text;
    }
    return NULL;
}

static bool reject_add(struct row_writer *w, const struct portal_record *r, int target,
                       const struct rule_fault *fault, struct error *e)
{
    char shape[LIMIT_SHAPE_BYTES];
    struct reject *reject = page_add_reject(w->page);
    if (!reject)
        return page_full(e);
    const char *masked = shape_of(fault, shape);
    *reject = (struct reject){.position = r->position,
                              .key = record_key(w, r, fault),
                              .field = rule_target_name(target),
                              .reason = fault->reason,
                              .shape = page_copy(w->page, masked, strlen(masked))};
    return reject->shape || page_full(e);
}

bool row_writer_reject(struct row_writer *w, int64_t position, const char *reason, struct error *e)
{
    struct reject *reject = page_add_reject(w->page);
    if (!reject)
        return page_full(e);
    *reject = (struct reject){.position = position, .field = "record", .reason = reason, .shape = ""};
    return true;
}

/* A rule's value with its text in the page. */
enum outcome { VALUE_TAKEN, VALUE_REJECTED, VALUE_FAILED };

static enum outcome value_take(struct row_writer *w, const struct portal_record *r, const struct rule *rule,
                               const struct portal_row *row, struct value *out, struct error *e)
{
    struct rule_fault fault;
    const struct value *fixed = &w->plan->places[r->place].fixed[rule->target];
    if (fixed->known) {
        *out = *fixed;
    } else if (!rule_value(rule, row, out, &fault)) {
        if (rule->target == RULE_TARGET_CHANGED) { /* the dossier is as good without it */
            *out = (struct value){0};
            return VALUE_TAKEN;
        }
        return reject_add(w, r, rule->target, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
    }
    if (!out->known || !out->text)
        return VALUE_TAKEN;
    if (rule->lookup) {
        const char *code = lookup_get(w->lookup, out->text, out->length);
        fault =
            (struct rule_fault){N_("not named by the streams before"), MEMBER_TEXT, out->text, out->length};
        if (!code)
            return reject_add(w, r, rule->target, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
        *out = (struct value){.known = true, .length = (uint32_t)strlen(code), .text = code};
    }
    fault = (struct rule_fault){N_("not text in UTF-8"), MEMBER_TEXT, out->text, out->length};
    switch (text_take(w, rule->target, out)) {
    case TAKEN:
        return VALUE_TAKEN;
    case TAKEN_NOT_TEXT:
        return reject_add(w, r, rule->target, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
    case TAKEN_FULL:
    default:
        page_full(e);
        return VALUE_FAILED;
    }
}

/* The record's own rules, into values by target; what a place fixes and no rule makes comes too. */
static enum outcome values_take(struct row_writer *w, const struct portal_record *r,
                                struct value values[RULE_TARGET_COUNT], struct error *e)
{
    const struct record_plan *place = &w->plan->places[r->place];
    for (int target = 0; target < RULE_TARGET_COUNT; target++) {
        values[target] = place->fixed[target];
        if (values[target].known && values[target].text && text_take(w, target, &values[target]) != TAKEN) {
            page_full(e);
            return VALUE_FAILED;
        }
    }
    for (size_t i = 0; i < w->plan->rule_count; i++) {
        const struct rule *rule = &w->plan->rules[i];
        enum outcome outcome = value_take(w, r, rule, &r->row, &values[rule->target], e);
        if (outcome != VALUE_TAKEN)
            return outcome;
    }
    return VALUE_TAKEN;
}

static uint64_t unit_hash(const struct value *code, const struct value *name, const struct value *kind)
{
    /* Texts are in the page once while they come often, so their addresses tell them apart cheaply; a miss
     * only adds the unit again. */
    const uintptr_t at[] = {(uintptr_t)code->text, (uintptr_t)name->text, (uintptr_t)kind->text};
    return XXH3_64bits(at, sizeof at) | 1;
}

static bool unit_add(struct row_writer *w, const struct value values[RULE_TARGET_COUNT], struct error *e)
{
    const struct value *code = &values[DOSSIER_UNIT], *name = &values[RULE_TARGET_UNIT_NAME],
                       *kind = &values[RULE_TARGET_UNIT_KIND];
    if (!code->known)
        return true;
    uint64_t hash = unit_hash(code, name, kind), *place = &w->units[hash >> 1 & (UNIT_PLACES - 1)];
    if (*place == hash)
        return true;
    *place = hash;
    struct unit_seen *unit = page_add_unit(w->page);
    if (!unit)
        return page_full(e);
    *unit = (struct unit_seen){code->text, name->text, kind->text};
    return true;
}

/* Later replies may name this unit by its identity alone. */
static bool unit_learn(struct row_writer *w, const struct value values[RULE_TARGET_COUNT], struct error *e)
{
    const struct value *id = &values[RULE_TARGET_UNIT_ID], *code = &values[DOSSIER_UNIT];
    if (!w->lookup || !id->known || !code->known)
        return true;
    return lookup_put(w->lookup, id->text, id->length, code->text) ||
           error_set(e, ERROR_DATA, "", NULL, _("more than %d units"), LIMIT_UNITS);
}

static void change_note(struct page *p, const struct value *changed)
{
    if (!changed->known || changed->number > p->changed_most)
        return;
    p->rising = p->rising || (p->changed_last != MOMENT_NONE && changed->number > p->changed_last);
    p->changed_last = changed->number;
    if (changed->number > p->changed)
        p->changed = changed->number;
}

static bool dossier_add(struct row_writer *w, const struct value values[RULE_TARGET_COUNT], struct error *e)
{
    struct dossier *d = page_add_dossier(w->page);
    if (!d)
        return page_full(e);
    memcpy(d->value, values, sizeof d->value);
    change_note(w->page, &values[RULE_TARGET_CHANGED]);
    return true;
}

static enum outcome figure_add(struct row_writer *w, const struct portal_record *r,
                               const struct figure_plan *plan, const struct portal_row *row, const char *unit,
                               struct error *e)
{
    struct value part[RULE_TARGET_COUNT] = {0};
    bool any = false;
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        enum outcome outcome = value_take(w, r, rule, row, &part[rule->target], e);
        if (outcome != VALUE_TAKEN)
            return outcome;
        any |= part[rule->target].known && rule_target_type(rule->target) != RULE_TYPE_TEXT;
    }
    if (!any) /* the portal says nothing of it: that is no figure of zero */
        return VALUE_TAKEN;
    struct figure *figure = page_add_figure(w->page);
    if (!figure) {
        page_full(e);
        return VALUE_FAILED;
    }
    *figure = (struct figure){.unit = unit,
                              .metric = plan->metric ? plan->metric : part[RULE_TARGET_METRIC].text,
                              .numerator = part[RULE_TARGET_NUMERATOR],
                              .denominator = part[RULE_TARGET_DENOMINATOR],
                              .ratio = part[RULE_TARGET_RATIO],
                              .score = part[RULE_TARGET_SCORE],
                              .max = part[RULE_TARGET_MAX],
                              .status = part[RULE_TARGET_STATUS].text};
    return VALUE_TAKEN;
}

static enum outcome figures_add(struct row_writer *w, const struct portal_record *r, const char *unit,
                                struct error *e)
{
    size_t inner_slots = (size_t)w->plan->slots[MEMBER_LEVEL_INNER];
    for (size_t i = 0; i < w->plan->figure_count; i++) {
        const struct figure_plan *plan = &w->plan->figures[i];
        size_t count = plan->inner ? r->inner_count : 1;
        for (size_t k = 0; k < count; k++) {
            struct portal_row row = r->row;
            if (plan->inner)
                row.cells = r->inner + k * inner_slots;
            enum outcome outcome = figure_add(w, r, plan, &row, unit, e);
            if (outcome != VALUE_TAKEN)
                return outcome;
        }
    }
    return VALUE_TAKEN;
}

bool row_writer_record(struct row_writer *w, const struct portal_record *r, struct error *e)
{
    struct value values[RULE_TARGET_COUNT];
    size_t figures = w->page->figure_count;
    if ((r->row.hits & w->plan->only) != w->plan->only || (r->row.hits & w->plan->skip))
        return true;
    enum outcome outcome = values_take(w, r, values, e);
    if (outcome == VALUE_TAKEN && w->plan->kind == STREAM_DOSSIER)
        outcome = dossier_add(w, values, e) ? VALUE_TAKEN : VALUE_FAILED;
    else if (outcome == VALUE_TAKEN)
        outcome = figures_add(w, r, values[DOSSIER_UNIT].text, e);
    if (outcome == VALUE_REJECTED)
        w->page->figure_count = figures; /* of a record all or nothing is kept */
    return outcome == VALUE_REJECTED ||
           (outcome == VALUE_TAKEN && unit_add(w, values, e) && unit_learn(w, values, e));
}
