#include "adapters/json/json_reader.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/limit.h"

/* Stands in front of each piece of the parser's memory. */
struct block {
    struct block *next, *before;
    size_t size;
    max_align_t bytes[];
};

struct json_reader {
    const struct json_events *events;
    void *context;
    yajl_handle parser;
    struct block *blocks; /* all memory that the parser holds */
    jmp_buf no_memory; /* the way out of the parser when it gets no memory; the parser is not entered again */
    size_t depth;
    size_t at;
    size_t feeding; /* bytes of the piece that is being read; 0: none is */
};

/* --- the parser's memory --- */

static void block_free(struct json_reader *r, struct block *b)
{
    if (b->before)
        b->before->next = b->next;
    else
        r->blocks = b->next;
    if (b->next)
        b->next->before = b->before;
    explicit_bzero(b->bytes, b->size);
    free(b);
}

static struct block *block_of(void *p)
{
    return (struct block *)(void *)((char *)p - offsetof(struct block, bytes));
}

static void *memory_new(void *context, size_t n)
{
    struct json_reader *r = context;
    struct block *b = n <= LIMIT_BODY_BYTES ? malloc(sizeof *b + n) : NULL;
    if (!b)
        longjmp(r->no_memory, 1);
    b->size = n;
    b->before = NULL;
    b->next = r->blocks;
    if (b->next)
        b->next->before = b;
    r->blocks = b;
    return b->bytes;
}

static void memory_free(void *context, void *p)
{
    if (p)
        block_free(context, block_of(p));
}

/* realloc() is never called: it would leave the old place as it is, unwiped. */
static void *memory_grow(void *context, void *p, size_t n)
{
    void *fresh = memory_new(context, n);
    if (p) {
        size_t old = block_of(p)->size;
        memcpy(fresh, p, old < n ? old : n);
        memory_free(context, p);
    }
    return fresh;
}

/* --- events --- */

static int on_null(void *context)
{
    struct json_reader *r = context;
    return !r->events->null || r->events->null(r->context);
}

static int on_boolean(void *context, int value)
{
    struct json_reader *r = context;
    return !r->events->boolean || r->events->boolean(r->context, value != 0);
}

static int on_number(void *context, const char *bytes, size_t n)
{
    struct json_reader *r = context;
    return !r->events->number || r->events->number(r->context, bytes, n);
}

static int on_text(void *context, const unsigned char *bytes, size_t n)
{
    struct json_reader *r = context;
    return !r->events->text || r->events->text(r->context, (const char *)bytes, n);
}

static int on_key(void *context, const unsigned char *bytes, size_t n)
{
    struct json_reader *r = context;
    return !r->events->key || r->events->key(r->context, (const char *)bytes, n);
}

static int nest(struct json_reader *r, bool (*event)(void *context))
{
    return r->depth++ < LIMIT_JSON_DEPTH && (!event || event(r->context));
}

static int unnest(struct json_reader *r, bool (*event)(void *context))
{
    r->depth--;
    return !event || event(r->context);
}

static int on_object(void *context)
{
    struct json_reader *r = context;
    return nest(r, r->events->object);
}

static int on_object_end(void *context)
{
    struct json_reader *r = context;
    return unnest(r, r->events->object_end);
}

static int on_list(void *context)
{
    struct json_reader *r = context;
    return nest(r, r->events->list);
}

static int on_list_end(void *context)
{
    struct json_reader *r = context;
    return unnest(r, r->events->list_end);
}

/* --- reading --- */

static bool parser_make(struct json_reader *r, bool check_text)
{
    static const yajl_callbacks events = {.yajl_null = on_null,
                                          .yajl_boolean = on_boolean,
                                          .yajl_number = on_number,
                                          .yajl_string = on_text,
                                          .yajl_start_map = on_object,
                                          .yajl_map_key = on_key,
                                          .yajl_end_map = on_object_end,
                                          .yajl_start_array = on_list,
                                          .yajl_end_array = on_list_end};
    yajl_alloc_funcs memory = {
        .malloc = memory_new, .realloc = memory_grow, .free = memory_free, .ctx = r}; /* yajl copies these */
    if (setjmp(r->no_memory))
        return false;
    r->parser = yajl_alloc(&events, &memory, r);
    if (!r->parser)
        return false;
    yajl_config(r->parser, yajl_dont_validate_strings, !check_text);
    yajl_config(r->parser, yajl_allow_multiple_values, 1);
    return true;
}

struct json_reader *json_reader_open(const struct json_events *events, void *context, bool check_text)
{
    struct json_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->events = events;
    r->context = context;
    if (parser_make(r, check_text))
        return r;
    json_reader_close(r);
    return NULL;
}

/* The parser owns nothing but this memory; after a refused request for memory it could not free itself. */
void json_reader_close(struct json_reader *r)
{
    if (!r)
        return;
    for (struct block *b = r->blocks, *next; b; b = next) {
        next = b->next;
        explicit_bzero(b->bytes, b->size);
        free(b);
    }
    explicit_bzero(r, sizeof *r);
    free(r);
}

static enum json_state state_of(yajl_status status)
{
    return status == yajl_status_ok                ? JSON_READ
           : status == yajl_status_client_canceled ? JSON_STOPPED
                                                   : JSON_BROKEN;
}

enum json_state json_reader_feed(struct json_reader *r, const char *bytes, size_t n)
{
    r->at = 0;
    r->feeding = 0;
    if (setjmp(r->no_memory)) {
        r->feeding = 0;
        return JSON_NO_MEMORY;
    }
    r->feeding = n;
    enum json_state state = state_of(yajl_parse(r->parser, (const unsigned char *)bytes, n));
    r->at = json_reader_at(r);
    r->feeding = 0;
    return state;
}

size_t json_reader_at(const struct json_reader *r)
{
    size_t at = r->feeding ? yajl_get_bytes_consumed(r->parser) : r->at;
    return r->feeding && at > r->feeding ? r->feeding : at;
}

enum json_state json_reader_end(struct json_reader *r)
{
    if (setjmp(r->no_memory))
        return JSON_NO_MEMORY;
    /* A line end parts values, and is a fault inside of a text. The parser would take a text without end for ended. */
    enum json_state state = state_of(yajl_parse(r->parser, (const unsigned char *)"\n", 1));
    return state == JSON_READ ? state_of(yajl_complete_parse(r->parser)) : state;
}
