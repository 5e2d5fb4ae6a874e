#include "adapters/table/table_manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"

const struct member_node *table_record(const struct plan *p)
{
    return &p->tree.nodes[p->records[0]];
}

const struct member_node *table_child(const struct plan *p, const struct member_node *of,
                                      const struct member_node *previous)
{
    uint32_t at = previous ? previous->next : of->first;
    return at ? &p->tree.nodes[at] : NULL;
}

static bool fault(const struct table_manifest *m, const struct table_stream *s, const char *name,
                  const char *hint, const char *what, struct error *e)
{
    return error_set(e, ERROR_CONFIG, m->manifest->name, hint, "/streams/%s/%s: %s", s->stream->name, name,
                     what);
}

/* --- which columns a stream reads, and how --- */

static bool readings_check(const struct table_manifest *m, const struct table_stream *s,
                           const struct member_node *column, struct error *e)
{
    char names[128], known[256], hint[LIMIT_HINT_BYTES], name[LIMIT_NAME_BYTES * 2];
    const struct plan *p = s->stream->plan;
    for (const struct member_node *n = table_child(p, column, NULL); n; n = table_child(p, column, n)) {
        if (reading_find(n->name, n->length))
            continue;
        reading_names(known, sizeof known);
        snprintf(hint, sizeof hint, _("A column can be read as %s."), known);
        snprintf(name, sizeof name, "%.*s.%.*s", (int)column->length, column->name, (int)n->length, n->name);
        snprintf(names, sizeof names, "%.120s", name);
        return fault(m, s, names, hint, _("no such reading"), e);
    }
    return true;
}

static bool columns_check(const struct table_manifest *m, struct table_stream *s, struct error *e)
{
    const struct plan *p = s->stream->plan;
    const struct member_node *record = table_record(p);
    for (const struct member_node *n = table_child(p, record, NULL); n; n = table_child(p, record, n)) {
        char name[LIMIT_NAME_BYTES];
        long column = titles_find(m->titles, n->name, n->length);
        if (n->length == strlen(TABLE_FILE) && memcmp(n->name, TABLE_FILE, n->length) == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)n->length, n->name);
        if (column < 0)
            return fault(m, s, name, _("Name it and its titles in \"columns\"."), _("no such column"), e);
        s->used[column] = true;
        if (!readings_check(m, s, n, e))
            return false;
    }
    return true;
}

static bool needs_read(const struct table_manifest *m, struct table_stream *s, const json_t *needs,
                       struct error *e)
{
    for (size_t i = 0; i < json_array_size(needs) && i < LIMIT_HEADING_NAMES; i++) {
        const char *name = json_string_value(json_array_get(needs, i));
        long column = titles_find(m->titles, name, strlen(name));
        if (column < 0)
            return fault(m, s, "needs", _("Name it and its titles in \"columns\"."), _("no such column"), e);
        s->used[column] = true;
        s->needs[s->need_count++] = (size_t)column;
    }
    return s->need_count ||
           fault(m, s, "needs", _("Name the columns without which it is another table."), _("missing"), e);
}

/* Keeps the text as words, owned by the manifest; NULL and e: no memory. */
static char *word_keep(struct table_manifest *m, const char *text, struct error *e)
{
    char **more = realloc(m->words, (m->word_count + 1) * sizeof *more);
    char *words = more ? words_of(text, false) : NULL;
    if (more)
        m->words = more;
    if (words)
        m->words[m->word_count++] = words;
    else
        error_memory(e, m->manifest->name);
    return words;
}

static bool whole_read(struct table_manifest *m, struct table_stream *s, const json_t *list, struct error *e)
{
    for (size_t i = 0; i < json_array_size(list) && i < LIMIT_NAMES; i++) {
        s->whole[i] = word_keep(m, json_string_value(json_array_get(list, i)), e);
        if (!s->whole[i])
            return false;
        s->whole_count++;
    }
    return true;
}

/* {"from": "level.digits", "as": "level", "whole": ["Tổng cộng"]} */
static bool group_read(struct table_manifest *m, struct table_stream *s, const json_t *group, struct error *e)
{
    const char *from = json_string_value(json_object_get(group, "from"));
    const char *dot = from ? strchr(from, '.') : NULL;
    const char *as = json_string_value(json_object_get(group, "as"));
    s->group = HEADING_NONE;
    if (!group)
        return true;
    long column = dot ? titles_find(m->titles, from, (size_t)(dot - from)) : -1;
    s->group_reading = dot ? reading_find(dot + 1, strlen(dot + 1)) : NULL;
    if (column < 0 || !s->group_reading)
        return fault(m, s, "group", _("Write a column and its reading, as level.digits."),
                     _("no such column or reading"), e);
    s->group = (size_t)column;
    s->group_as = as ? as : "";
    s->used[column] = true;
    return whole_read(m, s, json_object_get(group, "whole"), e);
}

static size_t terms_read(const json_t *names, const char *out[TABLE_TERMS])
{
    size_t count = 0;
    for (; count < json_array_size(names) && count < TABLE_TERMS; count++)
        out[count] = json_string_value(json_array_get(names, count));
    return count;
}

static void identities_read(struct table_stream *s, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list) && i < LIMIT_IDENTITIES; i++) {
        const json_t *one = json_array_get(list, i);
        struct table_identity *identity = &s->identities[s->identity_count++];
        identity->left_count = terms_read(json_object_get(one, "left"), identity->left);
        identity->right_count = terms_read(json_object_get(one, "right"), identity->right);
    }
}

/* --- words: code lists are compared with what ".word" gives --- */

static bool word_fold(struct table_manifest *m, struct rule_code *code, struct error *e)
{
    char *words = word_keep(m, code->text, e);
    if (words)
        *code = (struct rule_code){words, strlen(words)};
    return words != NULL;
}

static bool node_words_fold(struct table_manifest *m, struct plan *p, const struct member_node *word,
                            struct error *e)
{
    for (size_t i = 0; i < p->rule_count; i++) {
        struct rule *rule = &p->rules[i];
        bool mine = rule->from_count > 0 && rule->from[0] == word->slot;
        for (size_t k = 0; mine && k < rule->map_count; k++)
            if (!word_fold(m, &rule->map[k].from, e))
                return false;
    }
    for (size_t i = 0; i < p->test_count; i++)
        for (size_t k = 0; word->tests >> i & 1 && k < p->tests[i].count; k++)
            if (!word_fold(m, &p->tests[i].codes[k], e))
                return false;
    return true;
}

static bool words_fold(struct table_manifest *m, struct plan *p, struct error *e)
{
    const struct member_node *record = table_record(p);
    for (const struct member_node *n = table_child(p, record, NULL); n; n = table_child(p, record, n))
        for (const struct member_node *r = table_child(p, n, NULL); r; r = table_child(p, n, r))
            if (r->length == 4 && memcmp(r->name, "word", 4) == 0 && !node_words_fold(m, p, r, e))
                return false;
    return true;
}

/* --- the manifest --- */

static bool stream_make(struct table_manifest *m, size_t i, struct error *e)
{
    struct table_stream *s = &m->streams[i];
    const json_t *json = json_array_get(json_object_get(m->manifest->json, "streams"), i);
    s->stream = &m->manifest->streams[i];
    identities_read(s, json_object_get(json, "identities"));
    return columns_check(m, s, e) && needs_read(m, s, json_object_get(json, "needs"), e) &&
           group_read(m, s, json_object_get(json, "group"), e) &&
           words_fold(m, m->manifest->streams[i].plan, e);
}

static bool compile(struct table_manifest *m, struct error *e)
{
    const json_t *columns = json_object_get(m->manifest->json, "columns");
    if (!columns || strcmp(m->manifest->driver, "tabular") != 0)
        return error_set(
            e, ERROR_CONFIG, m->manifest->name,
            _("Files are read by manifests with the driver tabular: tabular, html_table, or your own."),
            _("not a manifest of tables"));
    m->row_words = row_words_make(json_object_get(m->manifest->json, "rows"), m->manifest->name, e);
    m->titles = titles_make(columns, m->manifest->name, e);
    m->streams = calloc(m->manifest->stream_count + 1, sizeof *m->streams);
    if (!m->titles || !m->row_words)
        return false;
    if (!m->streams)
        return error_memory(e, m->manifest->name);
    for (size_t i = 0; i < m->manifest->stream_count; i++)
        if (!stream_make(m, i, e))
            return false;
    return true;
}

struct table_manifest *table_manifest_of(const struct manifest *manifest, struct error *e)
{
    struct table_manifest *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(e, manifest->name);
        return NULL;
    }
    m->manifest = manifest;
    if (compile(m, e))
        return m;
    table_manifest_free(m);
    return NULL;
}

/* Takes the manifest over, also where it fails; NULL and e: the manifest cannot be read. */
static struct table_manifest *table_manifest_make(struct manifest *manifest, struct error *e)
{
    struct table_manifest *m = manifest ? table_manifest_of(manifest, e) : NULL;
    if (m)
        m->own = manifest;
    else
        manifest_free(manifest);
    return m;
}

struct table_manifest *table_manifest_load(const char *name, struct error *e)
{
    return table_manifest_make(manifest_load(name, e), e);
}

struct table_manifest *table_manifest_parse(const char *name, const char *text, size_t n, struct error *e)
{
    return table_manifest_make(manifest_parse(name, text, n, e), e);
}

void table_manifest_free(struct table_manifest *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->word_count; i++)
        free(m->words[i]);
    free(m->words);
    free(m->streams);
    titles_free(m->titles);
    row_words_free(m->row_words);
    manifest_free(m->own);
    free(m);
}

/* --- headings --- */

static bool title_there(const struct titles *t, size_t column, const struct sheet_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < rows[i].count; k++)
            if (rows[i].cells[k].length && titles_match(t, column, rows[i].bytes.data + rows[i].cells[k].at))
                return true;
    return false;
}

bool table_heading_judge(void *context, const struct sheet_row *rows, size_t count)
{
    const struct table_manifests *m = context;
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; k < m->items[i]->manifest->stream_count; k++) {
            const struct table_stream *s = &m->items[i]->streams[k];
            size_t there = 0;
            while (there < s->need_count && title_there(m->items[i]->titles, s->needs[there], rows, count))
                there++;
            if (there == s->need_count)
                return true;
        }
    return false;
}
