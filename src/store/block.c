#include "store/block.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"
#include "store/driver.h"

static size_t place_of(const struct text_list *l, const char *text, size_t length)
{
    size_t mask = l->place_count - 1, place = (size_t)XXH3_64bits(text, length) & mask;
    for (; l->places[place]; place = (place + 1) & mask) {
        size_t i = l->places[place] - 1;
        if (l->lengths[i] == length && memcmp(l->texts[i], text, length) == 0)
            break;
    }
    return place;
}

/* Doubles the hash table, of which at most half is filled. */
static bool places_grow(struct text_list *l)
{
    uint32_t *before = l->places;
    size_t count = l->place_count ? l->place_count * 2 : 256;
    l->places = calloc(count, sizeof *l->places);
    if (!l->places) {
        l->places = before;
        return false;
    }
    free(before);
    l->place_count = count;
    for (size_t i = 0; i < l->count; i++)
        l->places[place_of(l, l->texts[i], l->lengths[i])] = (uint32_t)i + 1;
    return true;
}

static bool room_make(struct text_list *l)
{
    if (l->count == l->size) {
        size_t size = l->size ? l->size * 2 : 64;
        char **texts = reallocarray(l->texts, size, sizeof *texts);
        if (!texts)
            return false;
        l->texts = texts;
        uint32_t *lengths = reallocarray(l->lengths, size, sizeof *lengths);
        if (!lengths)
            return false;
        l->lengths = lengths;
        l->size = size;
    }
    return l->count * 2 < l->place_count || places_grow(l);
}

long text_list_number(struct text_list *l, const char *text, size_t length)
{
    if (l->last < l->count && l->lengths[l->last] == length && memcmp(l->texts[l->last], text, length) == 0)
        return (long)l->last;
    if (!room_make(l))
        return -1;
    size_t place = place_of(l, text, length);
    if (!l->places[place]) {
        char *kept = l->count < (l->most ? l->most : LIMIT_BLOCK_TEXTS) ? malloc(length + 1) : NULL;
        if (!kept)
            return -1;
        memcpy(kept, text, length);
        kept[length] = '\0';
        l->texts[l->count] = kept;
        l->lengths[l->count] = (uint32_t)length;
        l->places[place] = (uint32_t)++l->count;
    }
    l->last = l->places[place] - 1;
    return (long)l->last;
}

void text_list_free(struct text_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->texts[i]);
    free(l->texts);
    free(l->lengths);
    free(l->places);
    *l = (struct text_list){0};
}

int block_column(struct block *b, const char *name, bool is_text)
{
    for (int i = 0; i < b->column_count; i++)
        if (strcmp(b->names[i], name) == 0)
            return i;
    int64_t *values = b->column_count < BLOCK_COLUMNS ? calloc(BLOCK_ROWS, sizeof *values) : NULL;
    if (!values)
        return -1;
    b->names[b->column_count] = name;
    b->is_text[b->column_count] = is_text;
    b->values[b->column_count] = values;
    return b->column_count++;
}

void block_free(struct block *b)
{
    for (int i = 0; i < b->column_count; i++) {
        free(b->values[i]);
        text_list_free(&b->texts[i]);
    }
    *b = (struct block){0};
}

bool block_text_put(struct block *b, int column, const char *text, size_t length)
{
    long number = text_list_number(&b->texts[column], text, length);
    b->values[column][b->rows] = number;
    b->overfull = number < 0;
    return number >= 0;
}

bool block_failed(const struct block *b, struct error *e)
{
    return b->overfull ? error_set(e, ERROR_DATA, "", NULL, "too many different texts in one column")
                       : error_memory(e, "store");
}

bool block_end(struct block *b, block_take *take, void *context, struct error *e)
{
    bool ok = b->rows == 0 || take(context, b, e);
    b->rows = 0;
    return ok;
}

bool block_row_end(struct block *b, block_take *take, void *context, struct error *e)
{
    return ++b->rows < BLOCK_ROWS || block_end(b, take, context, e);
}

bool store_scan(struct store *s, const char *rest, struct block *b, block_take *take, void *context,
                struct error *e)
{
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    for (int i = 0; i < b->column_count; i++)
        buffer_printf(&sql, "%s%s", i ? ", " : "SELECT ", b->names[i]);
    buffer_text(&sql, rest);
    b->rows = 0;
    b->overfull = false;
    bool ok = (!sql.failed || error_memory(e, s->name)) &&
              s->driver->scan(s, buffer_string(&sql), b, take, context, e) && block_end(b, take, context, e);
    buffer_free(&sql);
    return ok;
}
