#include "adapters/manifest/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/date_text.h"
#include "base/text.h"
#include "rows/page.h"

static const struct {
    const char *name;
    enum rule_type type;
} own_targets[] = {{"unit_name", RULE_TYPE_TEXT},
                   {"unit_kind", RULE_TYPE_TEXT},
                   {"unit_id", RULE_TYPE_TEXT},
                   {"changed_at", RULE_TYPE_MOMENT},
                   {"procedure_name", RULE_TYPE_TEXT},
                   {"sector_name", RULE_TYPE_TEXT},
                   {"receiving_unit_name", RULE_TYPE_TEXT},
                   {"asked_at", RULE_TYPE_MOMENT},
                   {"supplemented_at", RULE_TYPE_MOMENT},
                   {"metric", RULE_TYPE_TEXT},
                   {"numerator", RULE_TYPE_NUMBER},
                   {"denominator", RULE_TYPE_NUMBER},
                   {"ratio", RULE_TYPE_SCALED},
                   {"score", RULE_TYPE_SCALED},
                   {"max", RULE_TYPE_SCALED},
                   {"status", RULE_TYPE_TEXT}};

/* "status" is also a dossier's field: the name finds the dossier's target. */
const char *rule_target_name(int target)
{
    return target < DOSSIER_FIELD_COUNT ? dossier_fields[target].name
                                        : own_targets[target - DOSSIER_FIELD_COUNT].name;
}

enum rule_type rule_target_type(int target)
{
    static const enum rule_type of_field[] = {[FIELD_TEXT] = RULE_TYPE_TEXT,
                                              [FIELD_NUMBER] = RULE_TYPE_NUMBER,
                                              [FIELD_MOMENT] = RULE_TYPE_MOMENT,
                                              [FIELD_FLAG] = RULE_TYPE_FLAG};
    return target < DOSSIER_FIELD_COUNT ? of_field[dossier_fields[target].type]
                                        : own_targets[target - DOSSIER_FIELD_COUNT].type;
}

int rule_target_find(const char *name)
{
    for (int i = 0; i < RULE_TARGET_COUNT; i++)
        if (strcmp(rule_target_name(i), name) == 0)
            return i;
    return -1;
}

void rule_free(struct rule *r)
{
    free(r->map);
    free(r->cases);
}

bool rule_test_holds(const struct rule_test *t, const char *text, size_t n)
{
    int64_t value;
    switch (t->kind) {
    case RULE_TEST_PRESENT:
        return n > 0;
    case RULE_TEST_POSITIVE:
        return scalar_number(text, n, SCALAR_DECIMALS, true, &value) && value > 0;
    case RULE_TEST_IS:
    default:
        for (size_t i = 0; i < t->count; i++)
            if (t->codes[i].length == n && memcmp(t->codes[i].text, text, n) == 0)
                return true;
        return false;
    }
}

static APART bool fail(struct rule_fault *fault, const char *reason, const struct member_cell *cell,
                       const char *text, size_t n)
{
    *fault = (struct rule_fault){reason, cell ? cell->kind : MEMBER_ABSENT, text, n, -1, false};
    return false;
}

static bool number_take(int target, int decimals, const char *text, size_t n, struct value *out,
                        const char **reason)
{
    *reason = N_("not a whole number");
    if (decimals)
        *reason = N_("not a number");
    if (decimals && n && text[n - 1] == '%')
        n--;
    if (!scalar_number(text, n, decimals, decimals > 0, &out->number))
        return false;
    *reason = N_("a number that the field cannot have");
    if (target == RULE_TARGET_NUMERATOR || target == RULE_TARGET_DENOMINATOR)
        return out->number >= 0; /* counts of dossiers are not negative */
    return target >= DOSSIER_FIELD_COUNT || dossier_number_fits(target, out->number);
}

static bool flag_take(const char *text, size_t n, struct value *out, const char **reason)
{
    static const struct {
        const char *word;
        int64_t number;
    } words[] = {{"1", 1}, {"true", 1}, {"0", 0}, {"false", 0}};
    *reason = N_("neither yes nor no");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == n && memcmp(words[i].word, text, n) == 0) {
            out->number = words[i].number;
            return true;
        }
    return false;
}

static bool text_take(const struct rule *r, const char *text, size_t n, struct value *out,
                      const char **reason)
{
    *reason = N_("no dossier code that begins with its unit");
    if (r->unit_of_code && (n = scalar_unit_of_code(text, n)) == 0)
        return false;
    out->text = text;
    out->length = (uint32_t)n;
    return true;
}

/* A day that stands for "no date" counts as no date, in whatever form it is written. */
static bool date_take(const struct rule *r, const char *text, size_t n, struct value *out)
{
    struct date_text d;
    bool fits = scalar_date(&r->date, text, n, &out->number);
    if (fits && !date_is_none(out->number))
        return true;
    if (!fits)
        date_text_read(text, n, false, false, &d);
    if (!fits && d.form != DATE_NONE)
        return false;
    *out = (struct value){0};
    return true;
}

static bool convert(const struct rule *r, const char *text, size_t n, struct value *out, const char **reason)
{
    *out = (struct value){.known = true};
    switch (r->type) {
    case RULE_TYPE_NUMBER:
        return number_take(r->target, 0, text, n, out, reason);
    case RULE_TYPE_SCALED:
        return number_take(r->target, SCALAR_DECIMALS, text, n, out, reason);
    case RULE_TYPE_MOMENT:
        *reason = N_("not a date as expected, or no real date");
        return date_take(r, text, n, out);
    case RULE_TYPE_FLAG:
        return flag_take(text, n, out, reason);
    case RULE_TYPE_TEXT:
    default:
        return text_take(r, text, n, out, reason);
    }
}

/* Gives what a rule says where its map or its cases have no answer. */
static APART bool otherwise(const struct rule *r, struct value *out, struct rule_fault *fault,
                            const struct member_cell *cell, const char *text)
{
    if (r->otherwise == ELSE_REJECT || r->otherwise == ELSE_TELL) {
        fail(fault, N_("a code that the manifest does not know"), cell, text, cell ? cell->length : 0);
        fault->word = cell != NULL;
        return false;
    }
    *out = r->otherwise == ELSE_VALUE ? r->else_value : (struct value){0};
    return true;
}

static APART bool cases_value(const struct rule *r, const struct portal_row *row, struct value *out,
                              struct rule_fault *fault)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < r->case_count; i++)
        mask |= UINT64_C(1) << r->cases[i].test;
    if (row->wrong & mask)
        return fail(fault, N_("a list or an object instead of one value"),
                    &(struct member_cell){.kind = MEMBER_WRONG}, "", 0);
    for (size_t i = 0; i < r->case_count; i++)
        if (row->hits >> r->cases[i].test & 1) {
            *out = r->cases[i].then;
            return true;
        }
    if (!(row->seen & mask) && (r->absent.known || r->blind_unknown)) {
        *out = r->absent;
        return true;
    }
    return otherwise(r, out, fault, NULL, "");
}

static bool map_value(const struct rule *r, const struct member_cell *cell, const char *text,
                      struct value *out, struct rule_fault *fault)
{
    for (size_t i = 0; i < r->map_count; i++)
        if (r->map[i].from.length == cell->length && memcmp(r->map[i].from.text, text, cell->length) == 0) {
            *out = r->map[i].to;
            return true;
        }
    return otherwise(r, out, fault, cell, text);
}

static bool cell_empty(const struct member_cell *cell)
{
    return cell->kind == MEMBER_ABSENT ||
           ((cell->kind == MEMBER_TEXT || cell->kind == MEMBER_NUMBER) && cell->length == 0);
}

static inline bool cell_value(const struct rule *r, const struct portal_row *row,
                              const struct member_cell *cell, struct value *out, struct rule_fault *fault)
{
    const char *text = row->bytes + cell->offset, *reason = NULL;
    if (cell->kind == MEMBER_WRONG)
        return fail(fault, N_("a list or an object instead of one value"), cell, "", 0);
    if (cell->kind == MEMBER_LONG)
        return fail(fault, N_("too long"), cell, "", 0);
    if (r->map)
        return map_value(r, cell, text, out, fault);
    return convert(r, text, cell->length, out, &reason) || fail(fault, reason, cell, text, cell->length);
}

/* Takes the latest of all dates of the rule's members. */
static APART bool latest_value(const struct rule *r, const struct portal_row *row, struct value *out,
                               struct rule_fault *fault)
{
    struct value latest = r->absent;
    for (size_t i = 0; i < r->from_count; i++) {
        const struct member_cell *cell = &row->cells[r->from[i]];
        if (cell_empty(cell))
            continue;
        if (!cell_value(r, row, cell, out, fault)) {
            fault->slot = r->from[i];
            return false;
        }
        if (out->known && (!latest.known || out->number > latest.number))
            latest = *out;
    }
    *out = latest;
    return out->known || !r->required || fail(fault, N_("missing"), NULL, "", 0);
}

bool rule_value(const struct rule *r, const struct portal_row *row, struct value *out,
                struct rule_fault *fault)
{
    if (r->case_count)
        return cases_value(r, row, out, fault);
    if (r->latest)
        return latest_value(r, row, out, fault);
    for (size_t i = 0; i < r->from_count; i++) {
        const struct member_cell *cell = &row->cells[r->from[i]];
        if (cell_empty(cell))
            continue;
        if (!cell_value(r, row, cell, out, fault)) {
            fault->slot = r->from[i];
            return false;
        }
        if (out->known) /* else the member says that there is no value */
            return true;
    }
    *out = r->absent;
    return out->known || !r->required || fail(fault, N_("missing"), NULL, "", 0);
}
