#include "adapters/json/blank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>
#include <yajl/yajl_parse.h>

#include "adapters/manifest/scalar.h"
#include "base/limit.h"
#include "base/text.h"

struct frame {
    const struct member_node *node; /* NULL: below a member that nobody named */
    bool list;
};

struct blanker {
    const struct plan *plan;
    yajl_gen out;
    bool *seen;
    struct frame frames[LIMIT_DEPTH];
    size_t depth;
    const struct member_node *expected;
};

static const struct member_node *node_now(const struct blanker *b)
{
    if (b->depth == 0)
        return &b->plan->tree.nodes[0];
    const struct frame *f = &b->frames[b->depth - 1];
    return f->list ? f->node : b->expected;
}

static void node_see(const struct blanker *b, const struct member_node *node)
{
    if (node && b->seen)
        b->seen[node - b->plan->tree.nodes] = true;
}

bool blank_named(const struct plan *plan, size_t node)
{
    return plan->tree.nodes[node].slot >= 0 || plan->tree.nodes[node].tests;
}

/* Does the value that comes now keep its text? Where it is only asked whether there is one, its shape says
 * so, too: it may be a link to a person's file. */
static bool kept(const struct blanker *b)
{
    const struct member_node *node = node_now(b);
    bool looked_at = false;
    node_see(b, node);
    for (uint64_t bits = node ? node->tests : 0; bits; bits &= bits - 1)
        looked_at |= b->plan->tests[__builtin_ctzll(bits)].kind != RULE_TEST_PRESENT;
    return node && (node->slot >= 0 || looked_at);
}

static bool is_token(const struct blanker *b)
{
    const struct member_node *node = node_now(b);
    return node && node->level == MEMBER_LEVEL_ENVELOPE && node->slot >= 0 &&
           node->slot == b->plan->token_slot;
}

static int text_put(struct blanker *b, const char *text)
{
    return yajl_gen_string(b->out, (const unsigned char *)text, strlen(text)) == yajl_gen_status_ok;
}

static int on_string(void *context, const unsigned char *bytes, size_t n)
{
    struct blanker *b = context;
    char shape[LIMIT_SHAPE_BYTES];
    if (is_token(b))
        return text_put(b, "recorded");
    if (kept(b))
        return yajl_gen_string(b->out, bytes, n) == yajl_gen_status_ok;
    return text_put(b, scalar_shape((const char *)bytes, n, shape));
}

static int on_number(void *context, const char *bytes, size_t n)
{
    struct blanker *b = context;
    return (kept(b) && !is_token(b) ? yajl_gen_number(b->out, bytes, n) : yajl_gen_number(b->out, "9", 1)) ==
           yajl_gen_status_ok;
}

static int on_boolean(void *context, int value)
{
    struct blanker *b = context;
    return yajl_gen_bool(b->out, kept(b) && value) == yajl_gen_status_ok;
}

static int on_null(void *context)
{
    struct blanker *b = context;
    node_see(b, node_now(b));
    return yajl_gen_null(b->out) == yajl_gen_status_ok;
}

/* A name that nobody named may be an identity itself: its digits go. */
static int on_key(void *context, const unsigned char *name, size_t n)
{
    struct blanker *b = context;
    const struct member_node *node = b->frames[b->depth - 1].node;
    char masked[LIMIT_NAME_BYTES];
    b->expected = node ? member_tree_find(&b->plan->tree, node, (const char *)name, n) : NULL;
    if (b->expected)
        return yajl_gen_string(b->out, name, n) == yajl_gen_status_ok;
    size_t used = n < sizeof masked - 1 ? n : sizeof masked - 1;
    while (used && used < n && (name[used] & 0xC0) == 0x80) /* not within a letter */
        used--;
    for (size_t i = 0; i < used; i++)
        masked[i] = (char)(name[i] >= '0' && name[i] <= '9' ? '9' : name[i]);
    masked[used] = '\0';
    return text_put(b, masked);
}

static int nest(struct blanker *b, bool list)
{
    const struct member_node *node = node_now(b);
    if (b->depth == LIMIT_DEPTH)
        return 0;
    node_see(b, node);
    b->frames[b->depth++] = (struct frame){node, list};
    return (list ? yajl_gen_array_open(b->out) : yajl_gen_map_open(b->out)) == yajl_gen_status_ok;
}

static int on_object(void *context)
{
    return nest(context, false);
}

static int on_list(void *context)
{
    return nest(context, true);
}

static int on_object_end(void *context)
{
    struct blanker *b = context;
    b->depth--;
    return yajl_gen_map_close(b->out) == yajl_gen_status_ok;
}

static int on_list_end(void *context)
{
    struct blanker *b = context;
    b->depth--;
    return yajl_gen_array_close(b->out) == yajl_gen_status_ok;
}

static void bytes_put(void *context, const char *bytes, size_t n)
{
    buffer_append(context, bytes, n);
}

bool blank_reply(const struct plan *plan, const char *bytes, size_t n, struct buffer *out, bool *seen,
                 struct error *e)
{
    static const yajl_callbacks events = {.yajl_null = on_null,
                                          .yajl_boolean = on_boolean,
                                          .yajl_number = on_number,
                                          .yajl_string = on_string,
                                          .yajl_start_map = on_object,
                                          .yajl_map_key = on_key,
                                          .yajl_end_map = on_object_end,
                                          .yajl_start_array = on_list,
                                          .yajl_end_array = on_list_end};
    struct blanker b = {.plan = plan, .seen = seen, .out = yajl_gen_alloc(NULL)};
    yajl_handle parser = b.out ? yajl_alloc(&events, NULL, &b) : NULL;
    bool ok = parser || error_memory(e, "");
    if (ok) {
        yajl_gen_config(b.out, yajl_gen_print_callback, bytes_put, out);
        if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
            bytes += 3;
            n -= 3;
        }
        ok = (yajl_parse(parser, (const unsigned char *)bytes, n) == yajl_status_ok &&
              yajl_complete_parse(parser) == yajl_status_ok && !out->failed) ||
             error_set(e, ERROR_DATA, "", _("Look at what the portal answers."),
                       _("the reply is not JSON that can be kept"));
    }
    if (parser)
        yajl_free(parser);
    if (b.out)
        yajl_gen_free(b.out);
    return ok;
}

void blank_path(const struct plan *plan, size_t node, char *out, size_t size)
{
    const struct member_node *nodes = plan->tree.nodes;
    size_t way[LIMIT_DEPTH], count = 0;
    struct buffer path;
    buffer_init(&path, LIMIT_VALUE_BYTES * 2);
    for (; node && count < LIMIT_DEPTH; node = nodes[node].parent)
        way[count++] = node;
    while (count--)
        buffer_printf(&path, "%.*s%s%s", (int)nodes[way[count]].length, nodes[way[count]].name,
                      nodes[way[count]].many ? "[]" : "", count ? "." : "");
    snprintf(out, size, "%s", buffer_string(&path));
    buffer_free(&path);
}
