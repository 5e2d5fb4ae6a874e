#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "adapters/table/tabular_inner.h"
#include "adapters/table/unit_text.h"
#include "base/text.h"
#include "base/unit_kind.h"

/* --- finding --- */

/* Is the text the name of one office, and no title of many ("Sở, ban, ngành")? */
static bool is_office(const struct tabular *t, const char *text)
{
    size_t n = strlen(text);
    return n && n < LIMIT_VALUE_BYTES && unit_kind_told(text) &&
           row_kind_of(t->manifest->row_words, text) == ROW_RECORD;
}

/* The words before an office's name, as people write them. With these words also begin fields and procedures, in other
 * letters ("Xả nước thải", "Quản lý") or the same ("Phòng cháy", "Sở hữu trí tuệ", "Xã hội"). */
static const struct {
    const char *word;
    bool local; /* of a place, which no field is called after */
} office_words[] = {
    {"tỉnh ", true},       {"thành phố ", true}, {"huyện ", true},      {"thị xã ", true},
    {"quận ", true},       {"xã ", true},        {"phường ", true},     {"thị trấn ", true},
    {"đặc khu ", true},    {"phòng ", false},    {"sở ", false},        {"ban ", false},
    {"thanh tra ", false}, {"chi cục ", false},  {"văn phòng ", false}, {"trung tâm ", false}};

/* The rest of the text behind a word, whatever their case; NULL: the text begins otherwise. */
static const char *behind(const char *text, const char *word)
{
    for (utf8proc_int32_t a, b; *word; text += utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &a),
                                       word += utf8proc_iterate((const utf8proc_uint8_t *)word, -1, &b)) {
        if (utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &a) <= 0 ||
            utf8proc_iterate((const utf8proc_uint8_t *)word, -1, &b) <= 0 ||
            utf8proc_tolower(a) != utf8proc_tolower(b))
            return NULL;
    }
    return text;
}

static bool is_capital(const char *text)
{
    utf8proc_int32_t letter = 0;
    return utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &letter) > 0 &&
           utf8proc_toupper(letter) == letter && utf8proc_tolower(letter) != letter;
}

static bool has_small(const char *text)
{
    utf8proc_int32_t letter;
    for (utf8proc_ssize_t n;
         (n = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &letter)) > 0 && letter; text += n)
        if (utf8proc_toupper(letter) != letter)
            return true;
    return false;
}

enum naming { NAMES_NOBODY, NAMES_OFFICE, MAY_NAME_OFFICE };

/* Does the text name an office though nothing announces one? Behind the word for its kind stands a proper name. A text
 * in capitals alone tells nothing by its letters, so it names an office only if it names a place, or says UBND. */
static enum naming naming_of(const struct tabular *t, const char *text)
{
    const char *own = behind(text, "ubnd "), *name = NULL;
    own = own ? own : behind(text, "ủy ban nhân dân ");
    own = own ? own : behind(text, "uỷ ban nhân dân ");
    bool council = own != NULL, local = false;
    own = own ? own : text;
    for (size_t i = 0; !name && i < sizeof office_words / sizeof *office_words; i++) {
        name = behind(own, office_words[i].word);
        local = office_words[i].local;
    }
    if (!name || !is_office(t, text))
        return NAMES_NOBODY;
    bool numbered = local && *name >= '0' && *name <= '9' && strlen(name) <= 2; /* Phường 12 */
    if (has_small(text))
        return is_capital(name) || numbered ? NAMES_OFFICE : NAMES_NOBODY;
    return council || numbered || (local && !behind(name, "hội")) ? NAMES_OFFICE : MAY_NAME_OFFICE;
}

/* Keeps the name without what stands beside it. */
static void name_set(char out[LIMIT_VALUE_BYTES], const char *text)
{
    struct unit_text u;
    unit_text_read(text, strlen(text), &u);
    snprintf(out, LIMIT_VALUE_BYTES, "%.*s", (int)u.length, u.name);
}

/* The title's unit; where titles name two, none is taken. */
static void title_set(struct unit_beside *u, const char *name, bool *many)
{
    char own[LIMIT_VALUE_BYTES];
    name_set(own, name);
    *many |= *u->title && strcmp(u->title, own) != 0;
    if (*many)
        *u->title = '\0';
    else
        name_set(u->title, name);
}

static void head_see(struct tabular *t, size_t row, bool *many)
{
    for (size_t k = 0; k < LIMIT_SHEET_COLUMNS; k++) {
        const char *name = row_unit(t->manifest->row_words, head_text(t->head, row, k));
        for (size_t next = k + 1; name && !*name && next < LIMIT_SHEET_COLUMNS; next++)
            name = head_text(t->head, row, next);
        if (name && is_office(t, name))
            title_set(&t->beside.unit, name, many);
    }
}

static void page_see(struct tabular *t, bool *many)
{
    const char *text = sheet_table_title(t->sheet, t->table);
    for (size_t n; *text; text += n + (text[n] != '\0')) {
        char line[LIMIT_VALUE_BYTES];
        n = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(n < sizeof line ? n : sizeof line - 1), text);
        const char *name = row_unit(t->manifest->row_words, line);
        if (name && is_office(t, name))
            title_set(&t->beside.unit, name, many);
    }
}

void tabular_unit_titles(struct tabular *t)
{
    const char *sheet = sheet_table_name(t->sheet, t->table);
    bool many = false;
    page_see(t, &many);
    for (size_t row = 0; row < t->heading.first; row++)
        head_see(t, row, &many);
    if (*t->beside.unit.title || many || naming_of(t, sheet) != NAMES_OFFICE)
        return;
    t->beside.unit.sheet = true;
    snprintf(t->beside.unit.title, sizeof t->beside.unit.title, "%s", sheet);
}

/* A row between the dossiers that is nothing but a unit's name, with its number in the outline, begins the rows of
 * that unit; the title of a part ("UBND cấp xã") ends them, and so does a row that may name another ("PHÒNG BỆNH"). */
void tabular_unit_row(struct tabular *t)
{
    const char *label = NULL;
    char number[LIMIT_NAME_BYTES], last = 0;
    for (size_t i = 0; i < t->row.count; i++) {
        const char *text = tabular_text_at(t, i);
        bool counted = !label && row_level_of(text, &last) != LEVEL_NONE && strlen(text) < 8;
        if (!*text || counted)
            continue;
        if (label && strcmp(label, text) != 0)
            return;
        label = text;
    }
    if (!label)
        return;
    label = row_label(label, number, sizeof number);
    const char *named = row_unit(t->manifest->row_words, label);
    enum naming naming = !named ? naming_of(t, label) : is_office(t, named) ? NAMES_OFFICE : NAMES_NOBODY;
    if (naming == NAMES_OFFICE)
        name_set(t->beside.unit.group, named ? named : label);
    else if (naming == MAY_NAME_OFFICE || row_kind_of(t->manifest->row_words, label) == ROW_GROUP)
        *t->beside.unit.group = '\0';
}

/* --- taking --- */

static const struct member_node *child_of(const struct tabular *t, const struct member_node *of,
                                          const char *name)
{
    return of ? member_tree_find(&t->plan->tree, of, name, strlen(name)) : NULL;
}

static bool value_take(struct tabular *t, const struct member_node *node, const char *text)
{
    size_t start = t->bytes.used;
    if (node && !buffer_text(&t->bytes, text))
        return false;
    if (node)
        tabular_node_take(t, node, start, false);
    return true;
}

/* Adds the name as the value of file.NAME, and the code of that name as the value of file.NAME.unit. */
static bool unit_take(struct tabular *t, const struct tabular_use *use, const char *name, const char *text)
{
    const struct member_node *file = child_of(t, table_record(t->plan), TABLE_FILE),
                             *node = child_of(t, file, name), *unit = child_of(t, node, "unit");
    const char *code = unit && *text && use->unit_code ? use->unit_code(use->context, text) : "";
    return !*text || !node || (code && value_take(t, node, text) && (!*code || value_take(t, unit, code)));
}

bool tabular_unit_take(struct tabular *t, const struct tabular_use *use)
{
    return unit_take(t, use, "group", t->beside.unit.group) &&
           unit_take(t, use, "title", t->beside.unit.title);
}

/* --- noting --- */

static bool is_unit(const struct tabular_use *use, const char *name, const char *unit, bool *same)
{
    const char *code = *name && use->unit_code ? use->unit_code(use->context, name) : "";
    *same = code && *code && strcmp(code, unit) == 0;
    return code != NULL;
}

bool tabular_unit_note(struct tabular *t, const struct tabular_use *use, struct page *page)
{
    struct unit_beside *u = &t->beside.unit;
    const struct value *unit =
        page->dossier_count ? &page->dossiers[page->dossier_count - 1].value[DOSSIER_UNIT] : NULL;
    bool group = false, title = false;
    if (t->choice->unit_count || !unit || !unit->known || (!*u->group && !*u->title))
        return true;
    if (!is_unit(use, u->group, unit->text, &group) || !is_unit(use, u->title, unit->text, &title))
        return false;
    u->rows[0] += group;
    u->rows[1] += title && !group;
    for (size_t i = page->unit_count; title && i-- > 0;)
        if (strcmp(page->units[i].code, unit->text) == 0) {
            if (!page->units[i].name)
                page->units[i].name = page_copy(page, u->title, strlen(u->title));
            return page->units[i].name != NULL;
        }
    return true;
}

const char *tabular_unit_place(const struct tabular *t)
{
    const struct unit_beside *u = &t->beside.unit;
    return u->rows[0]   ? N_("the rows between the dossiers")
           : u->rows[1] ? (u->sheet ? N_("the name of the sheet") : N_("the title"))
                        : NULL;
}
