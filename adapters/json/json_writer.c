#include "adapters/json/json_writer.h"

static void value_begin(struct json_writer *w)
{
    if (w->more[w->depth] && !w->named)
        buffer_append(w->out, ",", 1);
    w->more[w->depth] = true;
    w->named = false;
}

static void byte_escape(struct buffer *out, unsigned char byte)
{
    static const char marks[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    for (size_t i = 0; i < sizeof marks - 1; i++)
        if (byte == (unsigned char)marks[i]) {
            buffer_append(out, (const char[]){'\\', letters[i]}, 2);
            return;
        }
    buffer_printf(out, "\\u%04X", byte);
}

static void quote(struct buffer *out, const char *bytes, size_t n)
{
    size_t from = 0;
    buffer_append(out, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        buffer_append(out, bytes + from, i - from);
        byte_escape(out, byte);
        from = i + 1;
    }
    buffer_append(out, bytes + from, n - from);
    buffer_append(out, "\"", 1);
}

void json_writer_text(struct json_writer *w, const char *bytes, size_t n)
{
    value_begin(w);
    quote(w->out, bytes, n);
}

void json_writer_key(struct json_writer *w, const char *bytes, size_t n)
{
    value_begin(w);
    quote(w->out, bytes, n);
    buffer_append(w->out, ":", 1);
    w->named = true;
}

void json_writer_bare(struct json_writer *w, const char *bytes, size_t n)
{
    value_begin(w);
    buffer_append(w->out, bytes, n);
}

bool json_writer_open(struct json_writer *w, char bracket)
{
    if (w->depth == LIMIT_JSON_DEPTH)
        return false;
    value_begin(w);
    buffer_append(w->out, &bracket, 1);
    w->more[++w->depth] = false;
    return true;
}

void json_writer_close(struct json_writer *w, char bracket)
{
    w->depth--;
    buffer_append(w->out, &bracket, 1);
}
