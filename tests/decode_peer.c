/* What parsing a reply costs without understanding it, beside motcua-decode: the events of yajl, each to a function that does nothing, or a tree
 * of Jansson, which is freed. usage: motcua-decode-peer yajl|jansson FILE TIMES */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum { REPLY_BYTES = 8 << 20, FED = 16384 };

static int seen_nothing(void *context)
{
    (void)context;
    return 1;
}

static int seen_flag(void *context, int flag)
{
    (void)flag;
    return seen_nothing(context);
}

static int seen_number(void *context, const char *text, size_t n)
{
    (void)text;
    (void)n;
    return seen_nothing(context);
}

static int seen_text(void *context, const unsigned char *text, size_t n)
{
    (void)text;
    (void)n;
    return seen_nothing(context);
}

static bool by_yajl(const char *text, size_t n)
{
    static const yajl_callbacks callbacks = {.yajl_null = seen_nothing,
                                             .yajl_boolean = seen_flag,
                                             .yajl_number = seen_number,
                                             .yajl_string = seen_text,
                                             .yajl_start_map = seen_nothing,
                                             .yajl_map_key = seen_text,
                                             .yajl_end_map = seen_nothing,
                                             .yajl_start_array = seen_nothing,
                                             .yajl_end_array = seen_nothing};
    yajl_handle parser = yajl_alloc(&callbacks, NULL, NULL);
    bool ok = parser;
    for (size_t at = 0; ok && at < n; at += FED)
        ok = yajl_parse(parser, (const unsigned char *)text + at, n - at < FED ? n - at : FED) ==
             yajl_status_ok;
    ok = ok && yajl_complete_parse(parser) == yajl_status_ok;
    if (parser)
        yajl_free(parser);
    return ok;
}

static bool by_jansson(const char *text, size_t n)
{
    json_error_t why;
    json_t *tree = json_loadb(text, n, 0, &why);
    bool ok = tree;
    json_decref(tree);
    return ok;
}

int main(int argc, char **argv)
{
    char *text = malloc(REPLY_BYTES);
    FILE *f = argc == 4 ? fopen(argv[2], "rb") : NULL;
    size_t n = f && text ? fread(text, 1, REPLY_BYTES, f) : 0;
    bool ok = n > 0 && n < REPLY_BYTES;
    for (long i = ok ? strtol(argv[3], NULL, 10) : 0; ok && i > 0; i--)
        ok = strcmp(argv[1], "yajl") == 0 ? by_yajl(text, n) : by_jansson(text, n);
    if (f)
        fclose(f);
    free(text);
    if (!ok)
        fprintf(stderr, "motcua-decode-peer: could not parse the file\n");
    return ok ? 0 : 1;
}
