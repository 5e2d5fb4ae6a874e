#include "store/outbox/page_bytes.h"

#include <endian.h>
#include <string.h>
#include <xxhash.h>

#include "base/text.h"

#define MAGIC       "MCPAGE1\n"
#define MAGIC_BYTES 8
#define HEAD_BYTES  (MAGIC_BYTES + 8) /* and the checksum of the rest */
#define NUMBER_BITS 64

enum cell { CELL_UNKNOWN, CELL_NUMBER, CELL_TEXT, CELL_KINDS };

/* --- the sections of a page: one table for each kind of row --- */

enum member_kind { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_VALUE_TEXT, MEMBER_VALUE_NUMBER };

struct member {
    const char *name;
    size_t offset;
    enum member_kind kind;
    bool required;
};

/* The place, and the page's facts on its reply. */
struct head {
    const char *stream, *period_kind, *cursor;
    int64_t observed, period_from, records, total;
};

static const struct member head_members[] = {
    {"stream", offsetof(struct head, stream), MEMBER_TEXT, true},
    {"period_kind", offsetof(struct head, period_kind), MEMBER_TEXT, false},
    {"cursor", offsetof(struct head, cursor), MEMBER_TEXT, false},
    {"observed", offsetof(struct head, observed), MEMBER_NUMBER, true},
    {"period_from", offsetof(struct head, period_from), MEMBER_NUMBER, true},
    {"records", offsetof(struct head, records), MEMBER_NUMBER, true},
    {"total", offsetof(struct head, total), MEMBER_NUMBER, true}};

#define KIND_FIELD_TEXT   MEMBER_VALUE_TEXT
#define KIND_FIELD_NUMBER MEMBER_VALUE_NUMBER
#define KIND_FIELD_MOMENT MEMBER_VALUE_NUMBER
#define KIND_FIELD_FLAG   MEMBER_VALUE_NUMBER
static const struct member dossier_members[] = {
#define X(id, column, type, what)                                                                            \
    {column, offsetof(struct dossier, value[DOSSIER_##id]), KIND_##type, DOSSIER_##id == DOSSIER_KEY},
    DOSSIER_FIELDS(X)
#undef X
};

static const struct member figure_members[] = {
    {"unit", offsetof(struct figure, unit), MEMBER_TEXT, true},
    {"metric", offsetof(struct figure, metric), MEMBER_TEXT, true},
    {"numerator", offsetof(struct figure, numerator), MEMBER_VALUE_NUMBER, false},
    {"denominator", offsetof(struct figure, denominator), MEMBER_VALUE_NUMBER, false},
    {"ratio", offsetof(struct figure, ratio), MEMBER_VALUE_NUMBER, false},
    {"score", offsetof(struct figure, score), MEMBER_VALUE_NUMBER, false},
    {"max", offsetof(struct figure, max), MEMBER_VALUE_NUMBER, false},
    {"status", offsetof(struct figure, status), MEMBER_TEXT, false}};

static const struct member unit_members[] = {{"code", offsetof(struct unit_seen, code), MEMBER_TEXT, true},
                                             {"name", offsetof(struct unit_seen, name), MEMBER_TEXT, false},
                                             {"kind", offsetof(struct unit_seen, kind), MEMBER_TEXT, false}};

static const struct member reject_members[] = {
    {"position", offsetof(struct reject, position), MEMBER_NUMBER, true},
    {"key", offsetof(struct reject, key), MEMBER_TEXT, false},
    {"field", offsetof(struct reject, field), MEMBER_TEXT, false},
    {"reason", offsetof(struct reject, reason), MEMBER_TEXT, false},
    {"shape", offsetof(struct reject, shape), MEMBER_TEXT, false}};

static void *dossier_add(struct page *page)
{
    return page_add_dossier(page);
}

static void *figure_add(struct page *page)
{
    return page_add_figure(page);
}

static void *unit_add(struct page *page)
{
    return page_add_unit(page);
}

static void *reject_add(struct page *page)
{
    return page_add_reject(page);
}

enum section_id { SECTION_HEAD, SECTION_DOSSIERS, SECTION_FIGURES, SECTION_UNITS, SECTION_REJECTS, SECTIONS };
enum { MEMBERS_MAX = DOSSIER_FIELD_COUNT > 16 ? DOSSIER_FIELD_COUNT : 16 };
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct section {
    const struct member *members;
    size_t member_count, row_bytes;
    void *(*add)(struct page *page); /* NULL: the section has one row, the head */
} sections[SECTIONS] = {
    [SECTION_HEAD] = {head_members, COUNT(head_members), sizeof(struct head), NULL},
    [SECTION_DOSSIERS] = {dossier_members, COUNT(dossier_members), sizeof(struct dossier), dossier_add},
    [SECTION_FIGURES] = {figure_members, COUNT(figure_members), sizeof(struct figure), figure_add},
    [SECTION_UNITS] = {unit_members, COUNT(unit_members), sizeof(struct unit_seen), unit_add},
    [SECTION_REJECTS] = {reject_members, COUNT(reject_members), sizeof(struct reject), reject_add},
};

/* --- writing --- */

/* Writes seven bits a byte; the last byte has no high bit. */
static void count_write(struct buffer *b, uint64_t n)
{
    unsigned char bytes[10];
    size_t used = 0;
    for (; n > 0x7F; n >>= 7)
        bytes[used++] = (unsigned char)(n & 0x7F) | 0x80;
    bytes[used++] = (unsigned char)n;
    buffer_append(b, bytes, used);
}

static void cell_write(struct buffer *b, const struct value *v)
{
    char kind = !v->known ? CELL_UNKNOWN : v->text ? CELL_TEXT : CELL_NUMBER;
    buffer_append(b, &kind, 1);
    if (kind == CELL_TEXT) {
        count_write(b, v->length);
        buffer_append(b, v->text, v->length);
    } else if (kind == CELL_NUMBER) {
        count_write(b, ((uint64_t)v->number << 1) ^ (v->number < 0 ? UINT64_MAX : 0));
    }
}

static struct value member_get(const struct member *m, const char *row)
{
    const void *at = row + m->offset;
    switch (m->kind) {
    case MEMBER_TEXT:
        return value_text(*(const char *const *)at);
    case MEMBER_NUMBER:
        return value_number(*(const int64_t *)at);
    default:
        return *(const struct value *)at;
    }
}

static void section_write(struct buffer *b, const struct section *section, const void *rows, size_t count)
{
    count_write(b, section->member_count);
    for (size_t i = 0; i < section->member_count; i++) {
        struct value name = value_text(section->members[i].name);
        cell_write(b, &name);
    }
    count_write(b, count);
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < section->member_count; i++) {
            struct value v = member_get(&section->members[i], (const char *)rows + row * section->row_bytes);
            cell_write(b, &v);
        }
}

/* Writes, behind the sections and only for a page with `ends`, whether the page is trusted and the hashes of all its
 * keys. */
static void keys_write(const struct page *page, struct buffer *out)
{
    if (!page->ends)
        return;
    count_write(out, page->trusted);
    count_write(out, page->keys.count);
    struct key_set_walk walk = {0};
    for (uint64_t hash; (hash = key_set_next(&page->keys, &walk));) {
        hash = htole64(hash);
        buffer_append(out, &hash, sizeof hash);
    }
}

bool outbox_page_write(const struct page_place *place, const struct page *page, struct buffer *out,
                       struct error *e)
{
    const struct head head = {.stream = place->stream,
                              .period_kind = place->period_kind,
                              .cursor = place->cursor,
                              .observed = place->observed,
                              .period_from = place->period_from,
                              .records = (int64_t)page->record_count,
                              .total = page->total};
    const struct {
        const void *rows;
        size_t count;
    } parts[SECTIONS] = {[SECTION_HEAD] = {&head, 1},
                         [SECTION_DOSSIERS] = {page->dossiers, page->dossier_count},
                         [SECTION_FIGURES] = {page->figures, page->figure_count},
                         [SECTION_UNITS] = {page->units, page->unit_count},
                         [SECTION_REJECTS] = {page->rejects, page->reject_count}};
    size_t start = out->used;
    uint64_t sum = 0;
    buffer_append(out, MAGIC, MAGIC_BYTES);
    buffer_append(out, &sum, sizeof sum);
    for (int i = 0; i < SECTIONS; i++)
        section_write(out, &sections[i], parts[i].rows, parts[i].count);
    keys_write(page, out);
    if (out->failed)
        return error_memory(e, place->stream);
    sum = htole64(XXH64(out->data + start + HEAD_BYTES, out->used - start - HEAD_BYTES, 0));
    memcpy(out->data + start + MAGIC_BYTES, &sum, sizeof sum);
    return true;
}

/* --- reading --- */

struct reading {
    const unsigned char *at, *end;
    struct page *page;
    struct head head;
    const char *where;
};

static bool damaged(const struct reading *r, const char *what, struct error *e)
{
    return error_set(e, ERROR_DATA, r->where, _("Collect again: what it held comes from the portal anew."),
                     _("a page of the outbox is damaged: %s"), what);
}

static bool count_read(struct reading *r, uint64_t *out, struct error *e)
{
    *out = 0;
    for (int shift = 0; shift < NUMBER_BITS && r->at < r->end; shift += 7) {
        unsigned char byte = *r->at++;
        uint64_t part = byte & 0x7F;
        if (shift == 63 && part > 1)
            break;
        *out |= part << shift;
        if (!(byte & 0x80))
            return true;
    }
    return damaged(r, _("a number does not end"), e);
}

/* The text is borrowed from the bytes and has no NUL behind it. */
static bool cell_read(struct reading *r, struct value *out, struct error *e)
{
    uint64_t n = 0;
    *out = (struct value){0};
    if (r->at == r->end || *r->at >= CELL_KINDS)
        return damaged(r, _("not a value"), e);
    enum cell kind = (enum cell) * r->at++;
    if (kind == CELL_UNKNOWN)
        return true;
    if (!count_read(r, &n, e))
        return false;
    out->known = true;
    if (kind == CELL_NUMBER) {
        out->number = (int64_t)((n >> 1) ^ (n & 1 ? UINT64_MAX : 0));
        return true;
    }
    if (n > (uint64_t)(r->end - r->at) || memchr(r->at, '\0', (size_t)n))
        return damaged(r, _("a text does not fit"), e);
    out->text = (const char *)r->at;
    out->length = (uint32_t)n;
    r->at += n;
    return true;
}

static bool member_set(struct reading *r, const struct member *m, char *row, struct value v, struct error *e)
{
    void *at = row + m->offset;
    bool text = m->kind == MEMBER_TEXT || m->kind == MEMBER_VALUE_TEXT;
    if (v.known ? text != (v.text != NULL) : m->required)
        return damaged(r, m->name, e);
    if (v.text) {
        v.text = page_copy(r->page, v.text, v.length);
        if (!v.text)
            return error_memory(e, r->where);
    }
    if (m->kind == MEMBER_TEXT)
        *(const char **)at = v.text;
    else if (m->kind == MEMBER_NUMBER)
        *(int64_t *)at = v.number;
    else
        *(struct value *)at = v;
    return true;
}

/* Reads the section's columns in the order of the bytes. A column that comes twice, or a lacking one that the
 * section needs, is damage. */
static bool columns_read(struct reading *r, const struct section *section, const struct member **out,
                         size_t *count, struct error *e)
{
    bool seen[MEMBERS_MAX] = {false};
    uint64_t n;
    if (!count_read(r, &n, e))
        return false;
    if (n > section->member_count)
        return damaged(r, _("written by a newer program"), e);
    for (*count = 0; *count < n; ++*count) {
        struct value name;
        size_t i = 0;
        if (!cell_read(r, &name, e))
            return false;
        while (i < section->member_count && !(name.text && strlen(section->members[i].name) == name.length &&
                                              memcmp(section->members[i].name, name.text, name.length) == 0))
            i++;
        if (i == section->member_count || seen[i])
            return damaged(r, _("written by a newer program"), e);
        seen[i] = true;
        out[*count] = &section->members[i];
    }
    for (size_t i = 0; i < section->member_count; i++)
        if (section->members[i].required && !seen[i])
            return damaged(r, section->members[i].name, e);
    return true;
}

static bool section_read(struct reading *r, const struct section *section, struct error *e)
{
    const struct member *columns[MEMBERS_MAX];
    size_t column_count = 0;
    uint64_t rows;
    if (!columns_read(r, section, columns, &column_count, e) || !count_read(r, &rows, e))
        return false;
    if (rows > LIMIT_PAGE_ROWS || (!section->add && rows != 1))
        return damaged(r, _("too many rows"), e);
    for (uint64_t row = 0; row < rows; row++) {
        char *to = section->add ? section->add(r->page) : (char *)&r->head;
        if (!to)
            return error_memory(e, r->where);
        for (size_t i = 0; i < column_count; i++) {
            struct value v;
            if (!cell_read(r, &v, e) || !member_set(r, columns[i], to, v, e))
                return false;
        }
    }
    return true;
}

static bool keys_read(struct reading *r, struct error *e)
{
    uint64_t trusted, count, hash;
    if (r->at == r->end)
        return true;
    if (!count_read(r, &trusted, e) || !count_read(r, &count, e))
        return false;
    if (trusted > 1 || count > LIMIT_SEEN || count * sizeof hash != (size_t)(r->end - r->at))
        return damaged(r, _("there is more than a page"), e);
    r->page->ends = true;
    r->page->trusted = trusted;
    for (; count; count--, r->at += sizeof hash) {
        memcpy(&hash, r->at, sizeof hash);
        if (!hash)
            return damaged(r, _("not a value"), e);
        if (!key_set_add_hash(&r->page->keys, le64toh(hash)))
            return error_memory(e, r->where);
    }
    return true;
}

bool outbox_page_read(const char *bytes, size_t n, struct page *page, struct page_place *place,
                      const char *where, struct error *e)
{
    struct reading r = {.page = page, .where = where};
    uint64_t sum;
    if (n < HEAD_BYTES || memcmp(bytes, MAGIC, MAGIC_BYTES) != 0)
        return damaged(&r, _("not a page of this program"), e);
    memcpy(&sum, bytes + MAGIC_BYTES, sizeof sum);
    if (le64toh(sum) != XXH64(bytes + HEAD_BYTES, n - HEAD_BYTES, 0))
        return damaged(&r, _("its checksum does not match"), e);
    r.at = (const unsigned char *)bytes + HEAD_BYTES;
    r.end = (const unsigned char *)bytes + n;
    for (int i = 0; i < SECTIONS; i++)
        if (!section_read(&r, &sections[i], e))
            return false;
    if (!keys_read(&r, e))
        return false;
    if (r.head.records < 0)
        return damaged(&r, _("not a value"), e);
    page->record_count = (size_t)r.head.records;
    page->total = r.head.total;
    place->stream = r.head.stream;
    place->period_kind = r.head.period_kind;
    place->cursor = r.head.cursor;
    place->observed = r.head.observed;
    place->period_from = r.head.period_from;
    return true;
}
