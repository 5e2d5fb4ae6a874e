#include "adapters/manifest/row_writer.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/number.h"
#include "base/plain_text.h"
#include "base/text.h"
#include "rows/dossier_code.h"
#include "rows/doubt.h"

/* Is a dossier's key its code, not an identity of the source's own? */
static bool key_is_code(const struct plan *p)
{
    const struct rule *key = NULL, *code = NULL;
    for (size_t i = 0; i < p->rule_count; i++) {
        key = p->rules[i].target == DOSSIER_KEY ? &p->rules[i] : key;
        code = p->rules[i].target == DOSSIER_CODE ? &p->rules[i] : code;
    }
    return key && code && key->from_count && code->from_count && key->from[0] == code->from[0];
}

static const struct rule *rule_of(const struct plan *p, int target)
{
    for (size_t i = 0; p->kind == STREAM_DOSSIER && i < p->rule_count; i++)
        if (p->rules[i].target == target)
            return &p->rules[i];
    return NULL;
}

void row_writer_init(struct row_writer *w, const struct plan *plan, struct page *page)
{
    memset(w, 0, sizeof *w);
    row_writer_start(w, plan, page);
}

void row_writer_start(struct row_writer *w, const struct plan *plan, struct page *page)
{
    w->reception = rule_of(plan, DOSSIER_RECEIVED);
    w->status = rule_of(plan, DOSSIER_STATUS);
    w->unit = w->reception ? rule_of(plan, DOSSIER_UNIT) : NULL;
    w->plan = plan;
    w->page = page;
    w->now = MOMENT_NONE;
    w->texts.page = page;
    w->texts.key_is_code = key_is_code(plan);
}

static bool page_full(struct error *e)
{
    return error_set(e, ERROR_DATA, "", _("Ask for smaller pages: \"size\" in the manifest's paging."),
                     _("the reply is too long: more than %d rows or %d bytes of values"), LIMIT_PAGE_ROWS,
                     LIMIT_PAGE_BYTES);
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

/* The key by which people know the record, if it can be read. A dossier's code that is itself the text at fault is
 * not kept, for it may be anything. */
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
            text_writer_copy(&w->texts, v.text, v.length, &v) == TAKEN)
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

/* The key may be among the members that came; a text with blanks in it is no key. */
bool row_writer_reject_begun(struct row_writer *w, const struct portal_record *r, const char *reason,
                             struct error *e)
{
    static const struct rule_fault none = {.text = NULL};
    struct reject *reject = page_add_reject(w->page);
    if (!reject)
        return page_full(e);
    const char *key = w->plan->kind == STREAM_DOSSIER ? record_key(w, r, &none) : NULL;
    *reject = (struct reject){.position = r->position,
                              .key = key && !strpbrk(key, " \t\n,:{}[]\"") ? key : NULL,
                              .field = "record",
                              .reason = reason,
                              .shape = ""};
    return true;
}

bool row_writer_reject(struct row_writer *w, int64_t position, const char *reason, struct error *e)
{
    struct reject *reject = page_add_reject(w->page);
    if (!reject)
        return page_full(e);
    *reject = (struct reject){.position = position, .field = "record", .reason = reason, .shape = ""};
    return true;
}

/* Can the record not be placed without this rule's field? Figures need all fields; a dossier needs what it is known
 * and counted by, and what the manifest requires. */
static bool is_needed(const struct row_writer *w, const struct rule *rule, const struct rule_fault *fault)
{
    int target = rule->target;
    if (target == RULE_TARGET_UNIT_NAME || target == RULE_TARGET_UNIT_KIND ||
        target == RULE_TARGET_RECEIVING_NAME)
        return rule->required; /* a dossier with its code alone can be placed */
    return w->plan->kind != STREAM_DOSSIER || rule->required ||
           (fault->word && rule->otherwise == ELSE_REJECT) || target == DOSSIER_KEY ||
           target == DOSSIER_CODE || target == DOSSIER_UNIT || target == DOSSIER_RECEIVED;
}

/* Counts a value that was not understood: a word of a list as it stands, any other value masked. */
static bool issue_note(struct row_writer *w, const struct rule *rule, const struct portal_row *row,
                       const struct rule_fault *fault, struct error *e)
{
    char shape[LIMIT_SHAPE_BYTES];
    struct rule_fault as_came = *fault;
    if (row->raws && fault->slot >= 0 && row->raws[fault->slot].length) {
        as_came.text = row->bytes + row->raws[fault->slot].offset;
        as_came.length = row->raws[fault->slot].length;
    }
    bool shown = fault->word && misgiving_word_is_shown(as_came.text, as_came.length);
    char *word = shown ? text_normalize(as_came.text, as_came.length) : NULL;
    const char *told = word ? word : shape_of(&as_came, shape);
    size_t n = word ? plain_text(word, strlen(word)) : strlen(told);
    bool ok = misgiving_add(&w->page->issues, fault->word ? MISGIVING_WORD : MISGIVING_VALUE,
                            rule_target_name(rule->target), told, n, 1);
    free(word);
    return ok || error_memory(e, "");
}

/* How the value of a rule came into the page. */
enum outcome { VALUE_TAKEN, VALUE_REJECTED, VALUE_FAILED };

/* Does the file keep the value as a number? */
static bool is_number(const struct rule *rule, const struct portal_row *row, const char *text)
{
    for (size_t i = 0; i < rule->from_count; i++) {
        const struct member_cell *cell = &row->cells[rule->from[i]];
        if (row->bytes + cell->offset == text)
            return cell->kind == MEMBER_NUMBER;
    }
    return false;
}

/* Replaces the portal's identity by the unit's code that a stream before taught; false: none did. */
static bool looked_up(const struct row_writer *w, struct value *v)
{
    const char *code = lookup_get(w->lookup, v->text, v->length);
    if (code)
        *v = (struct value){.known = true, .length = (uint32_t)strlen(code), .text = code};
    return code != NULL;
}

/* Goes on where the rule gives no value. */
static APART enum outcome value_miss(struct row_writer *w, const struct portal_record *r,
                                     const struct rule *rule, const struct portal_row *row,
                                     const struct rule_fault *fault, struct value *out, struct error *e)
{
    bool changed = rule->target == RULE_TARGET_CHANGED; /* without that time the dossier is as good */
    if (!changed && is_needed(w, rule, fault))
        return reject_add(w, r, rule->target, fault, e) ? VALUE_REJECTED : VALUE_FAILED;
    *out = (struct value){0}; /* the dossier is kept without this field */
    return changed || issue_note(w, rule, row, fault, e) ? VALUE_TAKEN : VALUE_FAILED;
}

static struct rule_fault fault_of_text(const char *reason, const struct value *v)
{
    return (struct rule_fault){
        .reason = reason, .kind = MEMBER_TEXT, .text = v->text, .length = v->length, .slot = -1};
}

static enum outcome text_take(struct row_writer *w, const struct portal_record *r, const struct rule *rule,
                              const struct portal_row *row, struct value *out, struct error *e)
{
    const struct value as_came = *out;
    enum taken taken = text_writer_take(&w->texts, rule->target, out);
    if (taken == TAKEN)
        return VALUE_TAKEN;
    if (taken == TAKEN_NOT_TEXT) {
        const struct rule_fault fault = fault_of_text(N_("not text in UTF-8"), &as_came);
        if (is_needed(w, rule, &fault))
            return reject_add(w, r, rule->target, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
        *out = (struct value){0};
        return issue_note(w, rule, row, &fault, e) ? VALUE_TAKEN : VALUE_FAILED;
    }
    page_full(e);
    return VALUE_FAILED;
}

/* Takes a text of a table, which may be a code that its file keeps as a number, or an identity to be looked up. */
static APART enum outcome code_take(struct row_writer *w, const struct portal_record *r,
                                    const struct rule *rule, const struct portal_row *row, struct value *out,
                                    struct error *e)
{
    char digits[NUMBER_TEXT_BYTES];
    struct rule_fault fault;
    enum number_code number =
        row->raws && rule->target != DOSSIER_UNIT && text_writer_is_code(&w->texts, rule->target, out)
            ? number_code_read(out->text, out->length, is_number(rule, row, out->text), digits)
            : NUMBER_CODE_PLAIN;
    if (number == NUMBER_CODE_READ)
        *out = (struct value){.known = true, .length = (uint32_t)strlen(digits), .text = digits};
    if (number == NUMBER_CODE_LOST) {
        fault = fault_of_text(N_("a code as a number whose last digits are lost: format its column as text"),
                              out);
        return reject_add(w, r, rule->target, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
    }
    fault = fault_of_text(N_("not named by the streams before"), out);
    if (rule->lookup && !looked_up(w, out))
        return reject_add(w, r, rule->target, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
    return text_take(w, r, rule, row, out, e);
}

static inline enum outcome value_take(struct row_writer *w, const struct portal_record *r,
                                      const struct rule *rule, const struct portal_row *row,
                                      struct value *out, struct error *e)
{
    struct rule_fault fault;
    const struct value *fixed = &w->plan->places[r->place].fixed[rule->target];
    if (fixed->known)
        *out = *fixed;
    else if (!rule_value(rule, row, out, &fault))
        return value_miss(w, r, rule, row, &fault, out, e);
    if (!out->known || !out->text)
        return VALUE_TAKEN;
    return row->raws || rule->lookup ? code_take(w, r, rule, row, out, e)
                                     : text_take(w, r, rule, row, out, e);
}

/* Makes the record's own values, by target; a value that the place of records fixes wins, with a rule or without. */
static enum outcome values_take(struct row_writer *w, const struct portal_record *r,
                                struct value values[RULE_TARGET_COUNT], struct error *e)
{
    const struct record_plan *place = &w->plan->places[r->place];
    memcpy(values, place->fixed, sizeof place->fixed);
    for (int target = 0; place->texts && target < RULE_TARGET_COUNT; target++)
        if (values[target].known && values[target].text &&
            text_writer_take(&w->texts, target, &values[target]) != TAKEN) {
            page_full(e);
            return VALUE_FAILED;
        }
    for (size_t i = 0; i < w->plan->rule_count; i++) {
        const struct rule *rule = &w->plan->rules[i];
        if (rule->target == RULE_TARGET_PROCEDURE_NAME || rule->target == RULE_TARGET_SECTOR_NAME)
            continue; /* copied only where the field holds no names of people */
        enum outcome outcome = value_take(w, r, rule, &r->row, &values[rule->target], e);
        if (outcome != VALUE_TAKEN)
            return outcome;
    }
    return VALUE_TAKEN;
}

static uint64_t unit_hash(const struct value *code, const struct value *name, const struct value *kind)
{
    /* Texts that come often are in the page once, so that their addresses tell them apart cheaply; where an address
     * differs, the unit is only added again. */
    const uintptr_t at[] = {(uintptr_t)code->text, (uintptr_t)name->text, (uintptr_t)kind->text};
    return XXH3_64bits(at, sizeof at) | 1;
}

static bool unit_add(struct row_writer *w, const struct value *code, const struct value *name,
                     const struct value *kind, struct error *e)
{
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
    size_t office = unit_code_office(code->text, code->length);
    if (office == code->length)
        return true;
    struct value whole;
    unit = text_writer_intern(&w->texts, code->text, office, &whole) == TAKEN ? page_add_unit(w->page) : NULL;
    if (!unit)
        return page_full(e);
    *unit = (struct unit_seen){.code = whole.text};
    return true;
}

/* Adds the unit that handles the record, and the unit that received the newest dossier for it. */
static bool units_add(struct row_writer *w, const struct value values[RULE_TARGET_COUNT], struct error *e)
{
    const struct page *p = w->page;
    const struct value none = {0}, *name = &values[RULE_TARGET_RECEIVING_NAME];
    return unit_add(w, &values[DOSSIER_UNIT], &values[RULE_TARGET_UNIT_NAME], &values[RULE_TARGET_UNIT_KIND],
                    e) &&
           (!name->known || !p->dossier_count ||
            unit_add(w, &p->dossiers[p->dossier_count - 1].value[DOSSIER_RECEIVING_UNIT], name, &none, e));
}

/* Learns the unit's code, for later replies may name this unit by its identity alone. */
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

/* Sets what the code tells of the system, unless the portal tells it. */
static void owner_tell(struct dossier *d)
{
    const struct value *code = &d->value[DOSSIER_CODE];
    struct value *owner = &d->value[DOSSIER_SYSTEM_OWNER];
    int told = !owner->known && code->known ? dossier_code_owner(code->text, code->length) : OWNER_UNTOLD;
    if (told > OWNER_PROVINCE)
        *owner = value_number(told);
}

/* Drops a receiving unit that is the handling unit, or a part of its office: it is no other unit. */
static void receiving_tell(struct dossier *d)
{
    const struct value *unit = &d->value[DOSSIER_UNIT];
    struct value *receiving = &d->value[DOSSIER_RECEIVING_UNIT];
    if (!receiving->known || !unit->known)
        return;
    size_t a = unit_code_office(unit->text, unit->length),
           b = unit_code_office(receiving->text, receiving->length);
    if (b == 0 || (a == b && memcmp(unit->text, receiving->text, a) == 0))
        *receiving = (struct value){0};
}

/* The applicant's time is not the office's: of an answer that came the due date moves by as long as it took, and
 * without one the dossier waits. A request after the due date moves nothing, and an answer before the request belongs
 * to an earlier request. */
static void waiting_tell(struct dossier *d, const struct value values[RULE_TARGET_COUNT])
{
    const struct value *asked = &values[RULE_TARGET_ASKED], *answered = &values[RULE_TARGET_SUPPLEMENTED],
                       *status = &d->value[DOSSIER_STATUS];
    struct value *due = &d->value[DOSSIER_DUE];
    bool ended = d->value[DOSSIER_FINISHED].known || d->value[DOSSIER_RETURNED].known;
    bool waits = !status->known || status->number == STATUS_SUPPLEMENT || status->number == STATUS_FEE;
    if (!asked->known)
        return;
    if (answered->known && answered->number >= asked->number) {
        if (due->known && due->number > asked->number)
            due->number += answered->number - asked->number;
    } else if (!ended && waits) {
        d->value[DOSSIER_WAITING] = value_number(asked->number);
    }
}

/* Has the dossier not been received? */
static bool is_unreceived(const struct dossier *d)
{
    const struct value *status = &d->value[DOSSIER_STATUS];
    return status->known && (status->number == STATUS_NEW || status->number == STATUS_DENIED);
}

/* Is the date of reception missing, without which the dossier counts nowhere? In a list whose own columns were found
 * each dossier that was received has one. A portal may also list what was withdrawn, or waits for papers or fees, before
 * it was received, and what has a word for its status that is not known, which is told. */
static bool reception_misses(const struct row_writer *w, const struct portal_record *r,
                             const struct dossier *d)
{
    const struct value *status = &d->value[DOSSIER_STATUS];
    struct rule_fault fault;
    struct value word;
    if (d->value[DOSSIER_RECEIVED].known || !(w->reception || w->needs_reception))
        return false;
    if (w->needs_reception)
        return !is_unreceived(d);
    if (status->known)
        return false;
    return !w->status || (rule_value(w->status, &r->row, &word, &fault) && !word.known);
}

/* Does the status say that the dossier was received, while no date does? */
static bool is_undated(const struct row_writer *w, const struct dossier *d)
{
    const struct value *status = &d->value[DOSSIER_STATUS];
    return w->reception && !d->value[DOSSIER_RECEIVED].known && status->known &&
           (status->number == STATUS_ACCEPTED || status->number == STATUS_PROCESSING ||
            status->number == STATUS_FINISHED || status->number == STATUS_RETURNED);
}

/* Tells what leaves the dossier out of the figures of a unit or of a period. false: no memory. */
static bool place_tell(struct row_writer *w, const struct dossier *d)
{
    struct misgiving_list *issues = &w->page->issues;
    return (!w->unit || d->value[DOSSIER_UNIT].known ||
            misgiving_add(issues, MISGIVING_UNPLACED, dossier_fields[DOSSIER_UNIT].name, "", 0, 1)) &&
           (!is_undated(w, d) ||
            misgiving_add(issues, MISGIVING_UNDATED, dossier_fields[DOSSIER_RECEIVED].name, "", 0, 1));
}

/* Drops the portal's own word for an unknown status, unless the word may be shown: such a word may be anything. */
static void status_mask(struct dossier *d)
{
    struct value *word = &d->value[DOSSIER_PORTAL_STATUS];
    if (!d->value[DOSSIER_STATUS].known && word->known && word->text &&
        !misgiving_word_is_shown(word->text, word->length))
        *word = (struct value){0};
}

/* Can the dossier be placed in time? */
static enum outcome dossier_place(struct row_writer *w, const struct portal_record *r, struct dossier *d,
                                  struct error *e)
{
    const struct value *code = &d->value[d->value[DOSSIER_CODE].known ? DOSSIER_CODE : DOSSIER_KEY];
    moment day = code->known && code->text ? scalar_code_day(code->text, code->length) : MOMENT_NONE;
    struct rule_fault fault = {.kind = MEMBER_ABSENT, .text = "", .slot = -1};
    enum doubt doubt = dossier_doubt(d, day, w->now, &w->page->issues);
    if (doubt == DOUBT_MEMORY) {
        error_memory(e, "");
        return VALUE_FAILED;
    }
    if (doubt == DOUBT_FAR)
        fault.reason = N_("years from the day in the dossier's code");
    else if (reception_misses(w, r, d))
        fault.reason = N_("missing");
    if (!fault.reason)
        return VALUE_TAKEN;
    page_drop_dossier(w->page);
    return reject_add(w, r, DOSSIER_RECEIVED, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
}

static enum outcome dossier_add(struct row_writer *w, const struct portal_record *r,
                                const struct value values[RULE_TARGET_COUNT], struct error *e)
{
    struct dossier *d = page_add_dossier(w->page);
    if (!d) {
        page_full(e);
        return VALUE_FAILED;
    }
    memcpy(d->value, values, sizeof d->value);
    status_mask(d);
    owner_tell(d);
    receiving_tell(d);
    waiting_tell(d, values);
    enum outcome outcome = dossier_place(w, r, d, e);
    if (outcome == VALUE_TAKEN && !place_tell(w, d)) {
        error_memory(e, "");
        return VALUE_FAILED;
    }
    if (outcome == VALUE_TAKEN)
        change_note(w->page, &values[RULE_TARGET_CHANGED]);
    if (outcome == VALUE_TAKEN && !name_writer_record(&w->names, w->plan, &r->row, values, w->page)) {
        page_full(e);
        return VALUE_FAILED;
    }
    return outcome;
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
    if (!any) /* the portal says nothing of the metric: that is no figure of zero */
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

/* Rejects figures without a unit: they belong to nobody. */
static enum outcome unit_miss(struct row_writer *w, const struct portal_record *r, struct error *e)
{
    const struct rule_fault fault = {.reason = N_("missing"), .kind = MEMBER_ABSENT, .text = "", .slot = -1};
    return reject_add(w, r, DOSSIER_UNIT, &fault, e) ? VALUE_REJECTED : VALUE_FAILED;
}

bool row_writer_record(struct row_writer *w, const struct portal_record *r, struct error *e)
{
    struct value values[RULE_TARGET_COUNT];
    size_t figures = w->page->figure_count;
    if ((r->row.hits & w->plan->only) != w->plan->only || (r->row.hits & w->plan->skip))
        return true;
    enum outcome outcome = values_take(w, r, values, e);
    if (outcome == VALUE_TAKEN && w->plan->kind == STREAM_DOSSIER)
        outcome = dossier_add(w, r, values, e);
    else if (outcome == VALUE_TAKEN)
        outcome =
            values[DOSSIER_UNIT].known ? figures_add(w, r, values[DOSSIER_UNIT].text, e) : unit_miss(w, r, e);
    if (outcome == VALUE_REJECTED)
        w->page->figure_count = figures; /* all figures of a record are kept, or none */
    return outcome == VALUE_REJECTED ||
           (outcome == VALUE_TAKEN && units_add(w, values, e) && unit_learn(w, values, e));
}
