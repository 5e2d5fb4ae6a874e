#include "adapters/json/blank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/json/json_reader.h"
#include "adapters/json/json_writer.h"
#include "adapters/manifest/scalar.h"
#include "base/limit.h"
#include "base/text.h"

struct frame {
    const struct member_node *node; /* NULL: below a member that no plan names */
    bool list;
};

struct blanker {
    const struct plan *plan;
    struct json_writer out;
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

/* Does the value that comes now keep its text? A value of which a test asks only whether it is there is masked, for
 * it may be a link to a person's file, and its shape answers the test. */
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

static bool text_put(struct blanker *b, const char *text)
{
    json_writer_text(&b->out, text, strlen(text));
    return true;
}

static bool on_text(void *context, const char *bytes, size_t n)
{
    struct blanker *b = context;
    char shape[LIMIT_SHAPE_BYTES];
    if (is_token(b))
        return text_put(b, "recorded");
    if (!kept(b))
        return text_put(b, scalar_shape(bytes, n, shape));
    json_writer_text(&b->out, bytes, n);
    return true;
}

static bool on_number(void *context, const char *bytes, size_t n)
{
    struct blanker *b = context;
    bool whole = kept(b) && !is_token(b);
    json_writer_bare(&b->out, whole ? bytes : "9", whole ? n : 1);
    return true;
}

static bool on_boolean(void *context, bool value)
{
    struct blanker *b = context;
    bool told = kept(b) && value;
    json_writer_bare(&b->out, told ? "true" : "false", told ? 4 : 5);
    return true;
}

static bool on_null(void *context)
{
    struct blanker *b = context;
    node_see(b, node_now(b));
    json_writer_bare(&b->out, "null", 4);
    return true;
}

/* A name outside of the plan may be an identity itself: its digits are masked. */
static bool on_key(void *context, const char *name, size_t n)
{
    struct blanker *b = context;
    const struct member_node *node = b->frames[b->depth - 1].node;
    char masked[LIMIT_NAME_BYTES];
    b->expected = node ? member_tree_find(&b->plan->tree, node, name, n) : NULL;
    if (b->expected) {
        json_writer_key(&b->out, name, n);
        return true;
    }
    size_t used = n < sizeof masked - 1 ? n : sizeof masked - 1;
    while (used && used < n && (name[used] & 0xC0) == 0x80) /* the cut is not within a letter */
        used--;
    for (size_t i = 0; i < used; i++)
        masked[i] = (char)(name[i] >= '0' && name[i] <= '9' ? '9' : name[i]);
    json_writer_key(&b->out, masked, used);
    return true;
}

static bool nest(struct blanker *b, bool list)
{
    const struct member_node *node = node_now(b);
    if (b->depth == LIMIT_DEPTH)
        return false;
    node_see(b, node);
    b->frames[b->depth++] = (struct frame){node, list};
    return json_writer_open(&b->out, list ? '[' : '{');
}

static bool on_object(void *context)
{
    return nest(context, false);
}

static bool on_list(void *context)
{
    return nest(context, true);
}

static bool on_object_end(void *context)
{
    struct blanker *b = context;
    b->depth--;
    json_writer_close(&b->out, '}');
    return true;
}

static bool on_list_end(void *context)
{
    struct blanker *b = context;
    b->depth--;
    json_writer_close(&b->out, ']');
    return true;
}

bool blank_reply(const struct plan *plan, const char *bytes, size_t n, struct buffer *out, bool *seen,
                 struct error *e)
{
    static const struct json_events events = {.null = on_null,
                                              .boolean = on_boolean,
                                              .number = on_number,
                                              .text = on_text,
                                              .key = on_key,
                                              .object = on_object,
                                              .object_end = on_object_end,
                                              .list = on_list,
                                              .list_end = on_list_end};
    struct blanker b = {.plan = plan, .seen = seen};
    b.out.out = out;
    struct json_reader *parser = json_reader_open(&events, &b, true);
    if (!parser)
        return error_memory(e, "");
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    bool ok = json_reader_feed(parser, bytes, n) == JSON_READ && json_reader_end(parser) == JSON_READ &&
              !out->failed;
    json_reader_close(parser);
    return ok || error_set(e, ERROR_DATA, "", _("Look at what the portal answers."),
                           _("the reply is not JSON that can be kept"));
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
