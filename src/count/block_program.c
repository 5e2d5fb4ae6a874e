#include "count/block_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "count/predicate_word.h"

enum kind {
    VALUE_NUMBER,
    VALUE_PARAM,
    VALUE_FIELD,
    VALUE_DAY,
    VALUE_WEEKDAY,
    VALUE_PLUS,
    VALUE_FIRST,
    TEST_ALL,
    TEST_EQUAL,
    TEST_LESS,
    TEST_LESS_EQUAL,
    TEST_KNOWN,
    TEST_NOT,
    TEST_AND,
    TEST_OR
};

enum { NODES_MAX = 1024, NOTHING = -1 };

/* One operation. a, b: the nodes that it works on. */
struct node {
    enum kind kind;
    long a, b;
    int64_t number; /* by kind: a number, a parameter, a column, or the seconds to add */
    bool timed;     /* the operation depends on a moment of the period */
    bool fixed;     /* the value is the same for all rows */
    uint64_t done;  /* serial of the block, or of block and period, that the answer belongs to */
    bool none;      /* the test holds for no row */
    int64_t value;  /* of a fixed node */
    int64_t least, most;
    int64_t *values;   /* BLOCK_ROWS of a node that is not fixed; a field borrows those of the block */
    uint64_t *bits;    /* rows for which a test holds, or a value is known */
    bool owned_values; /* values are the node's, not the block's */
};

struct block_program {
    const json_t *define;
    struct block block;
    struct node *nodes;
    long count;
    int depth;
    uint64_t blocks, periods; /* serials of the present block, and of the present block and period */
    uint64_t serial;
    int64_t params[PARAM_COUNT];
};

static long value_add(struct block_program *p, const json_t *v, enum predicate_domain *domain);

struct block_program *block_program_new(const json_t *define, struct error *e)
{
    struct block_program *p = calloc(1, sizeof *p);
    if (p)
        p->nodes = calloc(NODES_MAX, sizeof *p->nodes);
    if (!p || !p->nodes) {
        error_memory(e, "counters");
        free(p);
        return NULL;
    }
    p->define = define;
    return p;
}

void block_program_free(struct block_program *p)
{
    if (!p)
        return;
    for (long i = 0; i < p->count; i++) {
        if (p->nodes[i].owned_values)
            free(p->nodes[i].values);
        free(p->nodes[i].bits);
    }
    free(p->nodes);
    block_free(&p->block);
    free(p);
}

struct block *block_program_block(struct block_program *p)
{
    return &p->block;
}

int block_program_column(struct block_program *p, int field)
{
    return block_column(&p->block, dossier_fields[field].name, dossier_fields[field].type == FIELD_TEXT);
}

/* --- compiling --- */

static bool is_test(enum kind kind)
{
    return kind >= TEST_ALL;
}

static bool node_memory(struct block_program *p, struct node *n)
{
    if (n->kind == VALUE_FIELD)
        n->values = p->block.values[n->number];
    else if (!is_test(n->kind) && !n->fixed) {
        n->values = calloc(BLOCK_ROWS, sizeof *n->values);
        n->owned_values = n->values;
        if (!n->values)
            return false;
    }
    n->bits = n->fixed ? NULL : malloc(BLOCK_WORDS * sizeof *n->bits);
    return n->bits || n->fixed;
}

/* Returns the number of an equal operation, or of a new one; NOTHING: no room or no memory. */
static long node_add(struct block_program *p, enum kind kind, long a, long b, int64_t number)
{
    for (long i = 0; i < p->count; i++) {
        const struct node *n = &p->nodes[i];
        if (n->kind == kind && n->a == a && n->b == b && n->number == number)
            return i;
    }
    if (p->count == NODES_MAX)
        return NOTHING;
    struct node *n = &p->nodes[p->count];
    *n = (struct node){.kind = kind, .a = a, .b = b, .number = number};
    n->timed = kind == VALUE_PARAM || (a >= 0 && p->nodes[a].timed) || (b >= 0 && p->nodes[b].timed);
    n->fixed =
        !is_test(kind) && kind != VALUE_FIELD && (a < 0 || p->nodes[a].fixed) && (b < 0 || p->nodes[b].fixed);
    return node_memory(p, n) ? p->count++ : NOTHING;
}

static long field_add(struct block_program *p, int field, enum predicate_domain *domain)
{
    int column = block_program_column(p, field);
    *domain = predicate_domain_of(field);
    return column < 0 ? NOTHING : node_add(p, VALUE_FIELD, NOTHING, NOTHING, column);
}

static long name_add(struct block_program *p, const char *name, enum predicate_domain *domain)
{
    int field = dossier_field_find(name), param = predicate_param_find(name);
    if (field >= 0)
        return field_add(p, field, domain);
    if (param >= 0)
        return node_add(p, VALUE_PARAM, NOTHING, NOTHING, param);
    const json_t *defined = json_object_get(p->define, name);
    return defined ? value_add(p, defined, domain) : NOTHING;
}

static long number_add(struct block_program *p, const json_t *v)
{
    enum predicate_domain domain;
    long n = value_add(p, v, &domain);
    return domain == DOMAIN_TEXT ? NOTHING : n;
}

/* Builds "first" of several values from operations on two. The domain is that of the first value. */
static long first_add(struct block_program *p, const json_t *v, enum predicate_domain *domain)
{
    long n = value_add(p, json_array_get(v, 1), domain);
    if (*domain == DOMAIN_TEXT)
        return NOTHING;
    for (size_t i = 2; n >= 0 && i < json_array_size(v); i++) {
        long next = number_add(p, json_array_get(v, i));
        n = next < 0 ? NOTHING : node_add(p, VALUE_FIRST, n, next, 0);
    }
    return n;
}

static long function_add(struct block_program *p, const json_t *v, enum predicate_domain *domain)
{
    const char *name = json_string_value(json_array_get(v, 0));
    if (!name)
        return NOTHING;
    if (strcmp(name, "first") == 0)
        return first_add(p, v, domain);
    long of = number_add(p, json_array_get(v, 1));
    if (of < 0)
        return NOTHING;
    if (strcmp(name, "plus") == 0)
        return node_add(p, VALUE_PLUS, of, NOTHING, json_integer_value(json_array_get(v, 2)));
    return node_add(p, strcmp(name, "day") == 0 ? VALUE_DAY : VALUE_WEEKDAY, of, NOTHING, 0);
}

static long value_add(struct block_program *p, const json_t *v, enum predicate_domain *domain)
{
    long n;
    *domain = DOMAIN_NUMBER;
    if (p->depth == LIMIT_PREDICATE_DEPTH)
        return NOTHING;
    p->depth++;
    if (json_is_integer(v))
        n = node_add(p, VALUE_NUMBER, NOTHING, NOTHING, json_integer_value(v));
    else if (json_is_string(v))
        n = name_add(p, json_string_value(v), domain);
    else
        n = function_add(p, v, domain);
    p->depth--;
    return n;
}

/* The other side of a comparison with node `beside`. A text is a word of a channel or status, or a text of the
 * column. */
static long operand_add(struct block_program *p, const json_t *v, enum predicate_domain domain, long beside)
{
    if (domain == DOMAIN_NUMBER || (domain != DOMAIN_TEXT && !json_is_string(v)))
        return number_add(p, v);
    if (!json_is_string(v))
        return NOTHING;
    int64_t number = predicate_word(domain, json_string_value(v));
    if (domain == DOMAIN_TEXT)
        number = text_list_number(&p->block.texts[p->nodes[beside].number], json_string_value(v),
                                  json_string_length(v));
    return number < 0 ? NOTHING : node_add(p, VALUE_NUMBER, NOTHING, NOTHING, number);
}

static long compare_add(struct block_program *p, const json_t *test, const char *sign)
{
    enum predicate_domain domain;
    long a = value_add(p, json_array_get(test, 1), &domain), b;
    if (a < 0 || (domain == DOMAIN_TEXT && *sign != '='))
        return NOTHING;
    b = operand_add(p, json_array_get(test, 2), domain, a);
    if (b < 0)
        return NOTHING;
    if (*sign == '=')
        return node_add(p, TEST_EQUAL, a, b, 0);
    enum kind kind = sign[1] ? TEST_LESS_EQUAL : TEST_LESS;
    return *sign == '<' ? node_add(p, kind, a, b, 0) : node_add(p, kind, b, a, 0);
}

static long in_add(struct block_program *p, const json_t *test)
{
    enum predicate_domain domain;
    const json_t *list = json_array_get(test, 2);
    long a = value_add(p, json_array_get(test, 1), &domain), any = NOTHING;
    for (size_t i = 0; a >= 0 && i < json_array_size(list); i++) {
        long b = operand_add(p, json_array_get(list, i), domain, a);
        long equal = b < 0 ? NOTHING : node_add(p, TEST_EQUAL, a, b, 0);
        any = equal < 0 || i == 0 ? equal : node_add(p, TEST_OR, any, equal, 0);
        if (any < 0)
            return NOTHING;
    }
    return any;
}

static long test_add(struct block_program *p, const json_t *test);

static long join_add(struct block_program *p, const json_t *test, enum kind kind)
{
    long all = test_add(p, json_array_get(test, 1));
    for (size_t i = 2; all >= 0 && i < json_array_size(test); i++) {
        long next = test_add(p, json_array_get(test, i));
        all = next < 0 ? NOTHING : node_add(p, kind, all, next, 0);
    }
    return all;
}

static long not_add(struct block_program *p, long test)
{
    return test < 0 ? NOTHING : node_add(p, TEST_NOT, test, NOTHING, 0);
}

static long known_add(struct block_program *p, const json_t *test)
{
    enum predicate_domain domain;
    long of = value_add(p, json_array_get(test, 1), &domain);
    return of < 0 ? NOTHING : node_add(p, TEST_KNOWN, of, NOTHING, 0);
}

static long operator_add(struct block_program *p, const json_t *test)
{
    const char *name = json_string_value(json_array_get(test, 0));
    if (!name)
        return NOTHING;
    if (strcmp(name, "and") == 0 || strcmp(name, "or") == 0)
        return join_add(p, test, *name == 'a' ? TEST_AND : TEST_OR);
    if (strcmp(name, "not") == 0)
        return not_add(p, test_add(p, json_array_get(test, 1)));
    if (strcmp(name, "presumed") == 0)
        return test_add(p, json_array_get(test, 1));
    if (strcmp(name, "known") == 0)
        return known_add(p, test);
    if (strcmp(name, "unknown") == 0)
        return not_add(p, known_add(p, test));
    return strcmp(name, "in") == 0 ? in_add(p, test) : compare_add(p, test, name);
}

static long named_add(struct block_program *p, const char *name)
{
    enum predicate_domain domain;
    int field = dossier_field_find(name);
    if (field >= 0 && dossier_fields[field].type == FIELD_FLAG) {
        long flag = field_add(p, field, &domain), one = node_add(p, VALUE_NUMBER, NOTHING, NOTHING, 1);
        return flag < 0 || one < 0 ? NOTHING : node_add(p, TEST_EQUAL, flag, one, 0);
    }
    const json_t *defined = json_object_get(p->define, name);
    return defined ? test_add(p, defined) : NOTHING;
}

static long test_add(struct block_program *p, const json_t *test)
{
    long n;
    if (p->depth == LIMIT_PREDICATE_DEPTH)
        return NOTHING;
    p->depth++;
    if (json_is_boolean(test)) {
        n = node_add(p, TEST_ALL, NOTHING, NOTHING, 0);
        n = json_is_true(test) ? n : not_add(p, n);
    } else {
        n = json_is_string(test) ? named_add(p, json_string_value(test)) : operator_add(p, test);
    }
    p->depth--;
    return n;
}

long block_program_add(struct block_program *p, const json_t *predicate)
{
    return test_add(p, predicate);
}

long block_program_and(struct block_program *p, long a, long b)
{
    return a < 0 || b < 0 ? NOTHING : node_add(p, TEST_AND, a, b, 0);
}

/* --- running --- */

static uint32_t rows_of(const struct block_program *p)
{
    return p->block.rows;
}

static size_t words_of(const struct block_program *p)
{
    return (p->block.rows + 63) / 64;
}

/* Returns the bits of word w that stand for rows of the block. */
static uint64_t all_of(const struct block_program *p, size_t w)
{
    uint32_t left = p->block.rows - (uint32_t)w * 64;
    return left >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
}

void block_program_rows(struct block_program *p)
{
    p->blocks = p->periods = ++p->serial;
}

void block_program_period(struct block_program *p, const struct period *period)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        p->params[i] = predicate_param((enum predicate_param)i, period);
    p->periods = ++p->serial;
}

static const struct node *node_ready(struct block_program *p, long i);

static int64_t sum_of(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? BLOCK_UNKNOWN : sum;
}

static int64_t function_of(const struct node *n, int64_t of)
{
    switch (n->kind) {
    case VALUE_DAY:
        return (of + PREDICATE_DAY_SHIFT) / 86400;
    case VALUE_WEEKDAY:
        return (of + PREDICATE_DAY_SHIFT) / 86400 % 7 + 1;
    default:
        return sum_of(of, n->number);
    }
}

static void fixed_make(struct block_program *p, struct node *n)
{
    if (n->kind == VALUE_NUMBER)
        n->value = n->number;
    else if (n->kind == VALUE_PARAM)
        n->value = p->params[n->number];
    else if (n->kind == VALUE_FIRST) /* a fixed value is always known, so the first value is taken */
        n->value = node_ready(p, n->a)->value;
    else
        n->value = function_of(n, node_ready(p, n->a)->value);
}

static void first_make(struct block_program *p, struct node *n)
{
    const struct node *a = node_ready(p, n->a), *b = node_ready(p, n->b);
    for (uint32_t i = 0; i < rows_of(p); i++) {
        int64_t v = a->fixed ? a->value : a->values[i];
        n->values[i] = v != BLOCK_UNKNOWN ? v : b->fixed ? b->value : b->values[i];
    }
}

static void function_make(struct block_program *p, struct node *n)
{
    const struct node *a = node_ready(p, n->a);
    for (uint32_t i = 0; i < rows_of(p); i++)
        n->values[i] = a->values[i] == BLOCK_UNKNOWN ? BLOCK_UNKNOWN : function_of(n, a->values[i]);
}

/* Finds the rows where a value is known, and the least and greatest known value. */
static void extent_make(const struct block_program *p, struct node *n)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    const int64_t *values = n->values;
    for (size_t w = 0; w < words_of(p); w++) {
        uint64_t bits = 0;
        uint32_t left = rows_of(p) - (uint32_t)w * 64, count = left < 64 ? left : 64;
        for (uint32_t i = 0; i < count; i++) {
            int64_t v = *values++;
            bits |= (uint64_t)(v != BLOCK_UNKNOWN) << i;
            most = v > most ? v : most;
            least = v < least && v != BLOCK_UNKNOWN ? v : least;
        }
        n->bits[w] = bits;
    }
    n->least = least;
    n->most = most;
}

static void value_make(struct block_program *p, struct node *n)
{
    if (n->fixed) {
        fixed_make(p, n);
        return;
    }
    if (n->kind == VALUE_FIRST)
        first_make(p, n);
    else if (n->kind != VALUE_FIELD)
        function_make(p, n);
    extent_make(p, n);
}

/* Sets the bits of rows whose known value is less than a number, or (not_less) is not less. */
static void less_fixed(const struct block_program *p, struct node *n, const struct node *v, int64_t than,
                       bool not_less)
{
    if (v->least > v->most || (not_less ? v->most < than : v->least >= than)) {
        n->none = true;
        return;
    }
    if (not_less ? v->least >= than : v->most < than) {
        memcpy(n->bits, v->bits, words_of(p) * sizeof *n->bits);
        return;
    }
    const int64_t *values = v->values;
    for (size_t w = 0; w < words_of(p); w++, values += 64) {
        uint64_t bits = 0;
        for (int i = 0; i < 64; i++)
            bits |= (uint64_t)(values[i] < than) << i;
        n->bits[w] = (not_less ? ~bits : bits) & v->bits[w];
    }
}

static void equal_fixed(const struct block_program *p, struct node *n, const struct node *v, int64_t to)
{
    if (to < v->least || to > v->most) {
        n->none = true;
        return;
    }
    const int64_t *values = v->values;
    for (size_t w = 0; w < words_of(p); w++, values += 64) {
        uint64_t bits = 0;
        for (int i = 0; i < 64; i++)
            bits |= (uint64_t)(values[i] == to) << i;
        n->bits[w] = bits & v->bits[w];
    }
}

static bool holds(enum kind kind, int64_t a, int64_t b)
{
    return kind == TEST_EQUAL ? a == b : kind == TEST_LESS ? a < b : a <= b;
}

static void compare_values(const struct block_program *p, struct node *n, const struct node *a,
                           const struct node *b)
{
    for (size_t w = 0; w < words_of(p); w++) {
        const int64_t *x = a->values + w * 64, *y = b->values + w * 64;
        uint64_t bits = 0;
        if (n->kind == TEST_EQUAL)
            for (int i = 0; i < 64; i++)
                bits |= (uint64_t)(x[i] == y[i]) << i;
        else if (n->kind == TEST_LESS)
            for (int i = 0; i < 64; i++)
                bits |= (uint64_t)(x[i] < y[i]) << i;
        else
            for (int i = 0; i < 64; i++)
                bits |= (uint64_t)(x[i] <= y[i]) << i;
        n->bits[w] = bits & a->bits[w] & b->bits[w];
    }
}

/* Compares by "less" alone: a <= b is a < b + 1, and b <= a is "not a < b". INT64_MAX + 1 does not exist, so every
 * known value is <= INT64_MAX. */
static void compare_make(struct block_program *p, struct node *n)
{
    const struct node *a = node_ready(p, n->a), *b = node_ready(p, n->b);
    const struct node *v = a->fixed ? b : a;
    int64_t fixed = a->fixed ? a->value : b->value;
    bool less_equal = n->kind == TEST_LESS_EQUAL;
    if (a->fixed && b->fixed) {
        for (size_t w = 0; w < words_of(p); w++)
            n->bits[w] = holds(n->kind, a->value, b->value) ? all_of(p, w) : 0;
    } else if (!a->fixed && !b->fixed) {
        compare_values(p, n, a, b);
    } else if (n->kind == TEST_EQUAL) {
        equal_fixed(p, n, v, fixed);
    } else if (a->fixed ? less_equal : !less_equal) {
        less_fixed(p, n, v, fixed, a->fixed);
    } else if (fixed == INT64_MAX) {
        n->none = a->fixed;
        memcpy(n->bits, v->bits, words_of(p) * sizeof *n->bits);
    } else {
        less_fixed(p, n, v, fixed + 1, a->fixed);
    }
}

static void known_make(struct block_program *p, struct node *n)
{
    const struct node *of = node_ready(p, n->a);
    for (size_t w = 0; w < words_of(p); w++)
        n->bits[w] = of->fixed ? all_of(p, w) : of->bits[w];
}

static void not_make(struct block_program *p, struct node *n)
{
    const struct node *of = node_ready(p, n->a);
    for (size_t w = 0; w < words_of(p); w++)
        n->bits[w] = of->none ? all_of(p, w) : ~of->bits[w] & all_of(p, w);
}

/* The second condition is evaluated only where the first condition does not decide for all rows. */
static void join_make(struct block_program *p, struct node *n)
{
    const struct node *a = node_ready(p, n->a);
    bool and = n->kind == TEST_AND;
    if (a->none && and) {
        n->none = true;
        return;
    }
    const struct node *b = node_ready(p, n->b);
    if (a->none || b->none) {
        const struct node *one = a->none ? b : a;
        n->none = and || one->none;
        if (!n->none)
            memcpy(n->bits, one->bits, words_of(p) * sizeof *n->bits);
        return;
    }
    for (size_t w = 0; w < words_of(p); w++)
        n->bits[w] = and? a->bits[w] & b->bits[w] : a->bits[w] | b->bits[w];
}

static void test_make(struct block_program *p, struct node *n)
{
    n->none = false;
    if (n->kind == TEST_ALL)
        for (size_t w = 0; w < words_of(p); w++)
            n->bits[w] = all_of(p, w);
    else if (n->kind == TEST_KNOWN)
        known_make(p, n);
    else if (n->kind == TEST_NOT)
        not_make(p, n);
    else if (n->kind == TEST_AND || n->kind == TEST_OR)
        join_make(p, n);
    else
        compare_make(p, n);
    uint64_t any = 0;
    for (size_t w = 0; !n->none && w < words_of(p); w++)
        any |= n->bits[w];
    n->none = any == 0;
}

static const struct node *node_ready(struct block_program *p, long i)
{
    struct node *n = &p->nodes[i];
    uint64_t wanted = n->timed ? p->periods : p->blocks;
    if (n->done == wanted)
        return n;
    if (is_test(n->kind))
        test_make(p, n);
    else
        value_make(p, n);
    n->done = wanted;
    return n;
}

const uint64_t *block_program_test(struct block_program *p, long test)
{
    const struct node *n = node_ready(p, test);
    return n->none ? NULL : n->bits;
}
