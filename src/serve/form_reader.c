#include "serve/form_reader.h"

#include <stdlib.h>
#include <string.h>

enum { READER_BYTES = 32 * 1024 /* libmicrohttpd reads so many bytes at a time */ };

struct form_reader {
    struct MHD_PostProcessor *processor;
    struct request *request;
    bool refused;
};

static void text_put(struct buffer *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buffer_printf(out, "%%%02X", (unsigned char)text[i]);
}

/* libmicrohttpd calls this function for every piece of every field, in order. */
static enum MHD_Result piece(void *context, enum MHD_ValueKind kind, const char *key, const char *file,
                             const char *type, const char *coding, const char *data, uint64_t at, size_t n)
{
    struct form_reader *f = context;
    struct request *r = f->request;
    (void)kind;
    (void)type;
    if (!key || (coding && strcmp(coding, "binary") != 0 && strcmp(coding, "8bit") != 0)) {
        f->refused = true;
        return MHD_NO;
    }
    if (file) {
        if (at == 0 && n && r->file.bytes) { /* a form may bring only one file */
            f->refused = true;
            return MHD_NO;
        }
        if (at == 0 && *file)
            temp_file_called(&r->file, file);
        temp_file_add(&r->file, data, n);
        r->too_long = r->too_long || r->file.too_long;
        return MHD_YES;
    }
    if (at == 0) {
        buffer_text(&r->body, "&");
        text_put(&r->body, key, strlen(key));
        buffer_text(&r->body, "=");
    }
    text_put(&r->body, data, n);
    r->too_long = r->too_long || r->body.failed;
    return MHD_YES;
}

struct form_reader *form_reader_new(struct MHD_Connection *connection, struct request *request)
{
    struct error why = {0};
    struct form_reader *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->request = request;
    f->processor = MHD_create_post_processor(connection, READER_BYTES, piece, f);
    if (f->processor && temp_file_open(&request->file, &why))
        return f;
    if (why.code)
        error_print(&why);
    if (f->processor)
        MHD_destroy_post_processor(f->processor);
    free(f);
    return NULL;
}

bool form_reader_take(struct form_reader *f, const char *bytes, size_t n)
{
    return !f->refused && MHD_post_process(f->processor, bytes, n) == MHD_YES && !f->refused;
}

void form_reader_free(struct form_reader *f)
{
    if (!f)
        return;
    MHD_destroy_post_processor(f->processor);
    free(f);
}
