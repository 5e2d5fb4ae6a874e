/* The reader of JSON: the same events whatever the pieces; what it takes as one value, Jansson takes, too; what it tells,
 * written again, is told again. First byte: the pieces. */
#include <jansson.h>

#include "adapters/json/json_reader.h"
#include "adapters/json/json_writer.h"
#include "fuzz.h"

struct echo {
    struct json_writer w;
    size_t depth, values; /* at the top */
};

static bool value(struct echo *x)
{
    x->values += x->depth == 0;
    return true;
}

static bool on_null(void *context)
{
    json_writer_bare(&((struct echo *)context)->w, "null", 4);
    return value(context);
}

static bool on_boolean(void *context, bool b)
{
    json_writer_bare(&((struct echo *)context)->w, b ? "true" : "false", b ? 4 : 5);
    return value(context);
}

static bool on_number(void *context, const char *bytes, size_t n)
{
    json_writer_bare(&((struct echo *)context)->w, bytes, n);
    return value(context);
}

static bool on_text(void *context, const char *bytes, size_t n)
{
    json_writer_text(&((struct echo *)context)->w, bytes, n);
    return value(context);
}

static bool on_key(void *context, const char *bytes, size_t n)
{
    json_writer_key(&((struct echo *)context)->w, bytes, n);
    return true;
}

static bool open(struct echo *x, char bracket)
{
    value(x);
    x->depth++;
    return json_writer_open(&x->w, bracket);
}

static bool on_object(void *context)
{
    return open(context, '{');
}

static bool on_list(void *context)
{
    return open(context, '[');
}

static bool on_object_end(void *context)
{
    struct echo *x = context;
    x->depth--;
    json_writer_close(&x->w, '}');
    return true;
}

static bool on_list_end(void *context)
{
    struct echo *x = context;
    x->depth--;
    json_writer_close(&x->w, ']');
    return true;
}

static const struct json_events events = {on_null,   on_boolean,    on_number, on_text,    on_key,
                                          on_object, on_object_end, on_list,   on_list_end};

static enum json_state tell(const char *bytes, size_t n, size_t piece, struct buffer *out, size_t *values)
{
    struct echo x = {.w = {.out = out}};
    struct json_reader *r = json_reader_open(&events, &x, true);
    enum json_state state = JSON_READ;
    HOLDS(r);
    buffer_init(out, 1 << 24);
    buffer_text(out, "");
    for (size_t at = 0; at < n && state == JSON_READ; at += piece) {
        size_t some = n - at < piece ? n - at : piece;
        char *own = fuzz_copy(bytes + at, some);
        state = json_reader_feed(r, own, some);
        HOLDS(json_reader_at(r) <= some);
        free(own);
    }
    if (state == JSON_READ)
        state = json_reader_end(r);
    json_reader_close(r);
    *values = x.values;
    HOLDS(state != JSON_NO_MEMORY && !out->failed);
    return state;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer whole, pieces, again;
    size_t values, same;
    if (size < 1)
        return 0;
    const char *text = (const char *)data + 1;
    size_t n = size - 1;
    enum json_state state = tell(text, n, n ? n : 1, &whole, &values);
    HOLDS(tell(text, n, 1 + data[0] % 64, &pieces, &same) == state && same == values);
    HOLDS(whole.used == pieces.used && memcmp(whole.data, pieces.data, whole.used) == 0);
    if (state == JSON_READ && values == 1) {
        json_error_t fault;
        /* Jansson refuses what is no fault of grammar: numbers that no double holds, NUL in keys, halves of surrogates, letters in more
         * bytes than they need (yajl takes C1 81; text that is kept is checked again by the decoder) */
        json_t *tree =
            json_loadb(text, n, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &fault);
        /* and two controls between values, which yajl takes for blanks */
        bool blanks = memchr(text, '\v', n) || memchr(text, '\f', n);
        HOLDS(tree || blanks || strstr(fault.text, "overflow") || strstr(fault.text, "NUL") ||
              strstr(fault.text, "big") || strstr(fault.text, "Unicode") || strstr(fault.text, "decode"));
        json_decref(tree);
        HOLDS(tell(whole.data, whole.used, whole.used, &again, &same) == JSON_READ);
        HOLDS(again.used == whole.used && memcmp(again.data, whole.data, again.used) == 0);
        buffer_free(&again);
    }
    buffer_free(&whole);
    buffer_free(&pieces);
    return 0;
}
