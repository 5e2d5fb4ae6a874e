#include "rows/misgiving.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/limit.h"
#include "base/plain_text.h"
#include "base/text.h"

static const char *const names[MISGIVING_KINDS] = {
    [MISGIVING_WORD] = "word",       [MISGIVING_VALUE] = "value",         [MISGIVING_BEFORE] = "before",
    [MISGIVING_FAR] = "far",         [MISGIVING_AHEAD] = "ahead",         [MISGIVING_SWAPPED] = "swapped",
    [MISGIVING_COLUMN] = "column",   [MISGIVING_UNCERTAIN] = "uncertain", [MISGIVING_KIND] = "kind",
    [MISGIVING_UNIT] = "unit",       [MISGIVING_BLANK] = "blank",         [MISGIVING_SUM] = "sum",
    [MISGIVING_TWICE] = "twice",     [MISGIVING_MEANT] = "meant",         [MISGIVING_UNPLACED] = "unplaced",
    [MISGIVING_UNDATED] = "undated", [MISGIVING_EMPTY] = "empty"};

void misgiving_list_free(struct misgiving_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->items[i].field);
        free(l->items[i].word);
    }
    free(l->items);
    *l = (struct misgiving_list){0};
}

static bool issue_is(const struct misgiving *i, enum misgiving_kind kind, const char *field, const char *word,
                     size_t n)
{
    return i->kind == kind && strcmp(i->field, field) == 0 && strlen(i->word) == n &&
           memcmp(i->word, word, n) == 0;
}

bool misgiving_add(struct misgiving_list *l, enum misgiving_kind kind, const char *field, const char *word,
                   size_t n, int64_t rows)
{
    for (size_t i = 0; i < l->count; i++)
        if (issue_is(&l->items[i], kind, field, word, n)) {
            l->items[i].rows += rows;
            return true;
        }
    if (l->count == LIMIT_ISSUES) {
        l->dropped += rows;
        return true;
    }
    struct misgiving *more = realloc(l->items, (l->count + 1) * sizeof *more);
    if (!more)
        return false;
    l->items = more;
    struct misgiving one = {.kind = kind, .field = strdup(field), .word = strndup(word, n), .rows = rows};
    if (one.field && one.word) {
        l->items[l->count++] = one;
        return true;
    }
    free(one.field);
    free(one.word);
    return false;
}

static int issue_compare(const void *a, const void *b)
{
    const struct misgiving *x = a, *y = b;
    if (x->rows != y->rows)
        return x->rows > y->rows ? -1 : 1;
    int order = strcmp(x->field, y->field);
    return order ? order : strcmp(x->word, y->word);
}

void misgiving_list_sort(struct misgiving_list *l)
{
    if (l->count)
        qsort(l->items, l->count, sizeof *l->items, issue_compare);
}

bool misgiving_join(struct misgiving_list *l, const struct misgiving_list *from)
{
    bool ok = true;
    for (size_t i = 0; ok && i < from->count; i++) {
        const struct misgiving *one = &from->items[i];
        ok = misgiving_add(l, one->kind, one->field, one->word, strlen(one->word), one->rows);
    }
    l->dropped += from->dropped;
    return ok;
}

/* True if each of three or more words begins with a capital, as in Nguyễn Văn A; words of lists have one capital at
 * most. */
static bool is_name(const char *text, size_t n)
{
    size_t words = 0, capitals = 0, length;
    bool start = true;
    for (size_t at = 0; at < n; at += length) {
        int letter = plain_letter(text + at, text + n, &length);
        words += start && letter != ' ';
        capitals += start && letter >= 0 && utf8proc_isupper(letter);
        start = letter == ' ';
    }
    return words > 2 && capitals == words;
}

bool misgiving_word_is_shown(const char *text, size_t n)
{
    size_t digits = 0;
    for (size_t i = 0; i < n; i++)
        digits += text[i] >= '0' && text[i] <= '9';
    return n <= LIMIT_ISSUE_WORD && digits < 4 && !memchr(text, '@', n) && !is_name(text, n);
}

/* The words of people for a field or column. */
static const char *field_words(const char *field)
{
    static const struct {
        const char *name, *words;
    } fields[] = {{"status", N_("status")},
                  {"channel", N_("channel")},
                  {"level", N_("level")},
                  {"unit", N_("unit")},
                  {"unit_name", N_("unit")},
                  {"unit_code", N_("unit code")},
                  {"code", N_("dossier code")},
                  {"procedure", N_("procedure")},
                  {"sector", N_("sector")},
                  {"submitted", N_("date of filing")},
                  {"submitted_at", N_("date of filing")},
                  {"received", N_("date of reception")},
                  {"received_at", N_("date of reception")},
                  {"due", N_("due date")},
                  {"due_at", N_("due date")},
                  {"finished", N_("date of the result")},
                  {"finished_at", N_("date of the result")},
                  {"returned", N_("date of the return")},
                  {"returned_at", N_("date of the return")},
                  {"apology", N_("date of the apology")},
                  {"apology_at", N_("date of the apology")},
                  {"fee", N_("fee")},
                  {"fee_due", N_("fee")},
                  {"payment", N_("payment")},
                  {"paid_online", N_("payment")},
                  {"digitized", N_("digitized input")},
                  {"electronic", N_("electronic result")},
                  {"electronic_result", N_("electronic result")}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, field) == 0)
            return _(fields[i].words);
    return field;
}

#define SAY_WORD(format) snprintf(out, size, format, field_words(i->field), i->word, rows)
#define SAY_ROWS(format) snprintf(out, size, format, field_words(i->field), rows)

/* What was not understood or not believed in a value; false: i is about a column or a row. */
static bool value_say(const struct misgiving *i, const char *rows, char *out, size_t size)
{
    switch (i->kind) {
    case MISGIVING_WORD:
        SAY_WORD(P_("%s: the word '%s' is not in the lists: unknown in %s row",
                    "%s: the word '%s' is not in the lists: unknown in %s rows", i->rows));
        break;
    case MISGIVING_VALUE:
        SAY_WORD(P_("%s: no such value (%s) in %s row: unknown there",
                    "%s: no such value (%s) in %s rows: unknown there", i->rows));
        break;
    case MISGIVING_BEFORE:
        SAY_ROWS(P_("%s: %s date lies before the reception and is not believed",
                    "%s: %s dates lie before the reception and are not believed", i->rows));
        break;
    case MISGIVING_FAR:
        SAY_ROWS(P_("%s: %s date lies decades from the dossier's others and is not believed",
                    "%s: %s dates lie decades from the dossier's others and are not believed", i->rows));
        break;
    case MISGIVING_AHEAD:
        SAY_ROWS(P_("%s: %s date lies after the moment of the file",
                    "%s: %s dates lie after the moment of the file", i->rows));
        break;
    case MISGIVING_SWAPPED:
        SAY_WORD(P_("%s: in the column '%s' day and month are exchanged in %s cell, as its other cells and "
                    "the codes show: read the other way round",
                    "%s: in the column '%s' day and month are exchanged in %s cells, as its other cells and "
                    "the codes show: read the other way round",
                    i->rows));
        break;
    case MISGIVING_UNCERTAIN:
        SAY_WORD(_("%s: the column '%s' has dates in both orders; of %s that read two ways those are unknown "
                   "that the dossier's code does not decide"));
        break;
    default:
        return false;
    }
    return true;
}

const char *misgiving_say(const struct misgiving *i, char *out, size_t size)
{
    char rows[TEXT_NUMBER_BYTES];
    text_count(i->rows, rows);
    *out = '\0';
    if (value_say(i, rows, out, size))
        return out;
    switch (i->kind) {
    case MISGIVING_COLUMN:
        SAY_WORD(P_("%s: the column '%s' fits too and was not read (%s row)",
                    "%s: the column '%s' fits too and was not read (%s rows)", i->rows));
        break;
    case MISGIVING_KIND:
        SAY_WORD(P_("%s: the column '%s' holds something else and was not read (%s row)",
                    "%s: the column '%s' holds something else and was not read (%s rows)", i->rows));
        break;
    case MISGIVING_UNIT:
        SAY_WORD(P_("%s: '%s' is the name of several units (%s row)",
                    "%s: '%s' is the name of several units (%s rows)", i->rows));
        break;
    case MISGIVING_BLANK:
        SAY_WORD(
            P_("%s: the column '%s' is empty in %s row: its own is that of the dossier's code or of the file",
               "%s: the column '%s' is empty in %s rows: theirs is that of the dossier's code or of the file",
               i->rows));
        break;
    case MISGIVING_SUM:
        SAY_WORD(P_("%s: the sum in the row '%s' does not fit its parts (%s row)",
                    "%s: the sum in the row '%s' does not fit its parts (%s rows)", i->rows));
        break;
    case MISGIVING_TWICE:
        SAY_ROWS(P_("%s: %s row has the code of another row and says something else: the one on which "
                    "something happened last counts",
                    "%s: %s rows have the code of another row and say something else: the one on which "
                    "something happened last counts",
                    i->rows));
        break;
    case MISGIVING_MEANT:
        snprintf(
            out, size,
            _("%s: '%s' is written without diacritics and may be a unit that the file also names with them"),
            field_words(i->field), i->word);
        break;
    case MISGIVING_UNPLACED:
        SAY_ROWS(P_("%s: nothing tells it of %s dossier: it counts for no unit",
                    "%s: nothing tells it of %s dossiers: they count for no unit", i->rows));
        break;
    case MISGIVING_EMPTY:
        SAY_WORD(P_("%s: the column '%s' is empty in all %s row: unknown there",
                    "%s: the column '%s' is empty in all %s rows: unknown there", i->rows));
        break;
    case MISGIVING_UNDATED:
        SAY_ROWS(P_("%s: missing in %s dossier, which counts as received in no period",
                    "%s: missing in %s dossiers, which count as received in no period", i->rows));
        break;
    case MISGIVING_KINDS:
    default:
        break;
    }
    return out;
}

const char *misgiving_kind_name(enum misgiving_kind kind)
{
    return names[kind];
}

int misgiving_kind_find(const char *name)
{
    for (int i = 0; i < MISGIVING_KINDS; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

char *misgiving_list_write(const struct misgiving_list *l)
{
    json_t *all = json_array();
    bool ok = all != NULL;
    for (size_t i = 0; ok && i < l->count; i++) {
        const struct misgiving *one = &l->items[i];
        ok = json_array_append_new(all, json_pack("[s, s, s, I]", names[one->kind], one->field, one->word,
                                                  (json_int_t)one->rows)) == 0;
    }
    char *text = ok ? json_dumps(all, JSON_COMPACT) : NULL;
    json_decref(all);
    return text;
}

bool misgiving_list_read(const char *text, struct misgiving_list *l)
{
    json_t *all = json_loads(text, 0, NULL);
    bool ok = true;
    for (size_t i = 0; ok && i < json_array_size(all) && i < LIMIT_ISSUES; i++) {
        const char *kind = NULL, *field = NULL, *word = NULL;
        json_int_t rows = 0;
        json_t *one = json_array_get(all, i);
        if (json_unpack(one, "[s, s, s, I]", &kind, &field, &word, &rows) || misgiving_kind_find(kind) < 0)
            continue;
        enum misgiving_kind known = (enum misgiving_kind)misgiving_kind_find(kind);
        ok = misgiving_add(l, known, field, word, strlen(word), rows);
    }
    json_decref(all);
    return ok;
}
