/* One reading for many periods gives what the statements give. The statements are the older way, written from the definitions
 * on their own: random conditions, random dossiers and random periods must come out alike, on both kinds of store, now and as
 * known at a moment. A few figures are worked out by hand beside that. */
#include "sample.h"

#include "count/block_program.h"
#include "count/count_scan.h"
#include "count/counter_family.h"
#include "count/procedure_count.h"

#define SCRIPT TEST_SOURCE_DIR "/tests/postgres.sh"
enum { DOSSIERS = 2300, DAYS = 60, ROUNDS = 400 };

static const char *there; /* a server's address; NULL: a file */
static uint64_t seed;

static uint64_t roll(uint64_t sides)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % sides;
}

static moment start_of_days(void)
{
    moment m;
    assert_true(moment_read("2022-10-01T00:00", &m));
    return m;
}

/* Few different moments, so that some fall on the ends of periods; one in five unknown. */
static struct value any_moment(void)
{
    if (roll(5) == 0)
        return (struct value){0};
    return value_number(start_of_days() + (moment)roll(DAYS) * MOMENT_DAY + (moment)roll(4) * 21600);
}

static struct value any_number(int64_t least, int64_t most)
{
    return roll(6) == 0 ? (struct value){0}
                        : value_number(least + (int64_t)roll((uint64_t)(most - least) + 1));
}

static struct value any_text(struct sample *s, const char *prefix, uint64_t sides)
{
    char text[64];
    if (roll(8) == 0)
        return (struct value){0};
    snprintf(text, sizeof text, "%s%llu", prefix, (unsigned long long)roll(sides));
    return sample_text(s, text);
}

static void dossier_fill(struct sample *s, struct dossier *d, size_t i)
{
    static const char *const statuses[] = {"new",       "denied",    "processing", "waiting",
                                           "receiving", "cancelled", "done"};
    for (int field = 0; field < DOSSIER_FIELD_COUNT; field++)
        switch (dossier_fields[field].type) {
        case FIELD_MOMENT:
            d->value[field] = any_moment();
            break;
        case FIELD_FLAG:
            d->value[field] = any_number(0, 1);
            break;
        case FIELD_NUMBER:
            d->value[field] = any_number(0, 3);
            break;
        default:
            d->value[field] = any_text(s, "t", 3);
        }
    char key[32];
    snprintf(key, sizeof key, "K%zu", i);
    d->value[DOSSIER_KEY] = sample_text(s, key);
    d->value[DOSSIER_CHANNEL] = any_number(1, 3);
    d->value[DOSSIER_LEVEL] = any_number(0, 4);
    d->value[DOSSIER_STATUS] = any_number(STATUS_NEW, STATUS_RETURNED);
    d->value[DOSSIER_UNIT] = any_text(s, "H01.", 40);
    d->value[DOSSIER_RECEIVING_UNIT] = any_text(s, "H01.", 40);
    d->value[DOSSIER_SYSTEM] = any_text(s, "", 2);
    d->value[DOSSIER_PORTAL_STATUS] = sample_text(s, statuses[roll(7)]);
}

/* Two sources, then a poll that changes a third of the first one's dossiers. */
static void store_fill(struct sample *s, moment first, moment second)
{
    memset(s, 0, sizeof *s);
    struct error e = {0};
    sample_folder(s->folder, sizeof s->folder);
    snprintf(s->url, sizeof s->url, "sqlite:%s/s.db", s->folder);
    s->dossiers = calloc(SAMPLE_MAX, sizeof *s->dossiers);
    s->units = calloc(SAMPLE_MAX, sizeof *s->units);
    s->store = store_open(there ? there : s->url, &e);
    assert_ok(s->store, e);
    s->count = DOSSIERS;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < s->count; i++)
            if (round < 2 || roll(3) == 0)
                dossier_fill(s, &s->dossiers[i], i);
        if (round == 0)
            for (int unit = 0; unit < 40; unit++) {
                char code[16];
                snprintf(code, sizeof code, unit % 4 ? "H01.%d" : "H01.%d.01", unit);
                sample_unit(s, code, code);
            }
        sample_put(s, round == 1 ? "b" : "a", ~UINT64_C(0), round == 2 ? second : first);
    }
}

/* --- random conditions --- */

static const char *any_of(const char *const *words, size_t count)
{
    return words[roll(count)];
}

static json_t *any_value(int depth)
{
    static const char *const names[] = {"received_at", "due_at",     "finished_at", "returned_at",
                                        "level",       "via_postal", "from",        "to",
                                        "at",          "cut",        "ended"};
    switch (depth < 3 ? roll(8) : 7) {
    case 0:
        return json_pack("[s, o]", "day", any_value(depth + 1));
    case 1:
        return json_pack("[s, o]", "weekday", any_value(depth + 1));
    case 2:
        return json_pack("[s, o, i]", "plus", any_value(depth + 1), (int)roll(5) * 43200 - 86400);
    case 3:
        return json_pack("[s, o, o]", "first", any_value(depth + 1), any_value(depth + 1));
    case 4:
        return json_integer((json_int_t)roll(8));
    default:
        return json_string(any_of(names, 11));
    }
}

static json_t *any_test(int depth)
{
    static const char *const signs[] = {"=", "<", "<=", ">", ">="};
    static const char *const flags[] = {"fee_due", "paid_online", "late", "counted", "linked"};
    static const char *const fields[] = {"received_at", "sector", "unit",
                                         "ended",       "level",  "electronic_result"};
    switch (depth < 4 ? roll(12) : 5 + roll(7)) {
    case 0:
    case 1:
        return json_pack("[s, o, o]", "and", any_test(depth + 1), any_test(depth + 1));
    case 2:
        return json_pack("[s, o, o, o]", "or", any_test(depth + 1), any_test(depth + 1), any_test(depth + 1));
    case 3:
    case 4:
        return json_pack("[s, o]", roll(4) ? "not" : "presumed", any_test(depth + 1));
    case 5:
        return json_string(any_of(flags, 5));
    case 6:
        return json_pack("[s, s]", roll(2) ? "known" : "unknown", any_of(fields, 6));
    case 7:
        return json_pack("[s, s, s]", "=", roll(2) ? "sector" : "portal_status", roll(2) ? "t1" : "denied");
    case 8:
        return json_pack("[s, s, [s, s]]", "in", "status", "denied", "finished");
    case 9:
        return roll(9) ? json_pack("[s, s, [i, i]]", "in", "level", (int)roll(4), (int)roll(4))
                       : json_boolean(roll(2));
    default:
        return json_pack("[s, o, o]", any_of(signs, 5), any_value(depth), any_value(depth));
    }
}

static struct period any_period(void)
{
    moment a = start_of_days() + (moment)roll(DAYS) * MOMENT_DAY, b = a + (moment)(1 + roll(30)) * MOMENT_DAY,
           at = a + (moment)roll(40 * 4) * 21600;
    return (struct period){.kind = PERIOD_MONTH, .from = a, .to = b, .at = at, .cut = at < b ? at : b};
}

/* --- one condition: the rows for which it holds, by unit --- */

struct held {
    struct block_program *program;
    const struct period *period;
    long test;
    int unit;
    int64_t by_unit[64], all;
};

static bool held_block(void *context, const struct block *b, struct error *e)
{
    struct held *h = context;
    (void)e;
    block_program_rows(h->program);
    block_program_period(h->program, h->period);
    const uint64_t *bits = block_program_test(h->program, h->test);
    for (uint32_t i = 0; bits && i < b->rows; i++)
        if (bits[i / 64] >> i % 64 & 1) {
            h->all++;
            h->by_unit[b->values[h->unit][i] == BLOCK_UNKNOWN ? 63 : b->values[h->unit][i]]++;
        }
    for (uint32_t i = b->rows; bits && i % 64; i++)
        assert_false(bits[i / 64] >> i % 64 & 1);
    return true;
}

static bool statement_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct held *h = context;
    struct text_list *units = &block_program_block(h->program)->texts[h->unit];
    (void)count;
    (void)e;
    long unit = columns[0].known ? text_list_number(units, columns[0].text, columns[0].length) : 63;
    h->by_unit[unit] -= columns[1].number;
    return true;
}

/* True if blocks can do it. */
static bool condition_same(struct store *s, const json_t *define, const json_t *test, const struct period *p)
{
    struct error e = {0};
    struct held h = {.period = p, .program = block_program_new(define, &e)};
    struct predicate state = {.define = define};
    struct value params[PARAM_COUNT];
    struct buffer sql;
    h.unit = block_program_column(h.program, DOSSIER_UNIT);
    h.test = block_program_add(h.program, test);
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT unit, COUNT(CASE WHEN ");
    if (!predicate_sql(&state, test, &sql, &e)) /* a text beside a number; nested too deep */
        assert_int_equal(h.test, -1);
    if (h.test >= 0) {
        assert_ok(store_scan(s, " FROM dossier", block_program_block(h.program), held_block, &h, &e), e);
        buffer_text(&sql, " THEN 1 END) FROM dossier GROUP BY unit");
        for (int k = 0; k < state.param_count; k++)
            params[k] = value_number(predicate_param(state.params[k], p));
        assert_ok(store_query(s, buffer_string(&sql), params, state.param_count, statement_row, &h, &e), e);
        for (int i = 0; i < 64; i++)
            if (h.by_unit[i] != 0)
                fail_msg("%lld more than %s", (long long)h.by_unit[i], buffer_string(&sql));
    }
    buffer_free(&sql);
    block_program_free(h.program);
    return h.test >= 0;
}

static void conditions(void)
{
    struct sample s;
    struct error e = {0};
    moment at = start_of_days() + 70 * MOMENT_DAY;
    seed = 20221125;
    store_fill(&s, at, at + MOMENT_DAY);
    struct counter_family *f = counter_family_load("core", &e);
    assert_ok(f, e);
    int done = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct period p = any_period();
        json_t *test = any_test(0);
        assert_non_null(test);
        done += condition_same(s.store, json_object_get(f->definition, "define"), test, &p);
        json_decref(test);
    }
    assert_true(done > ROUNDS / 2);
    counter_family_free(f);
    sample_close(&s);
}

/* --- the shipped counters, many periods in one reading --- */

/* Some counters of the family, at least one; a derived counter brings its parts. */
static struct counter_set any_counters(const struct counter_family *f)
{
    struct counter_set set = {0}, sums = counter_set_sums(f);
    for (uint64_t i = 1 + roll(f->count); i > 0; i--)
        counter_set_add(&set, f, (size_t)roll(f->count));
    counter_set_meet(&set, &sums);
    return counter_set_empty(&set) ? sums : set;
}

/* Some counters that are placed by the date of arrival or of the end, so that dossiers of other days stay in the store. */
static struct counter_set any_placed(const struct counter_family *f)
{
    const char *name = roll(2) ? "received" : "finished";
    struct counter_set set = {0};
    for (size_t k = 0; k < f->aggregate_count; k++)
        for (size_t i = 0; strcmp(f->aggregates[k].name, name) == 0 && i < f->aggregates[k].counter_count;
             i++)
            if (i == 0 || roll(2))
                counter_set_add(&set, f, f->aggregates[k].counters[i]);
    assert_false(counter_set_empty(&set));
    return set;
}

static void periods_same(struct store *s, const char *family, enum dossier_version_choice choice, bool placed)
{
    struct error e = {0};
    struct counter_family *f = counter_family_load(family, &e);
    struct unit_set units;
    struct period periods[12];
    assert_ok(f && unit_set_load(s, &units, &e), e);
    const int64_t runs[] = {3};
    struct dossier_versions versions = dossier_versions_of(s);
    if (choice != VERSION_PRESENT)
        versions = (struct dossier_versions){.choice = choice, .runs = runs, .run_count = 1};
    size_t cells = (units.count + 1) * f->count;
    int64_t *a = calloc(cells, sizeof *a), *b = calloc(cells, sizeof *b), sum = 0;
    bool *touched_a = calloc(units.count + 1, 1), *touched_b = calloc(units.count + 1, 1);
    struct count_scan *scan = count_scan_new(f, true, &e);
    assert_ok(scan && a && b && touched_a && touched_b, e);
    struct counter_set wanted[12];
    for (int i = 0; i < 12; i++) {
        periods[i] = i == 5 ? periods[4] : any_period(); /* one period is wanted twice, for other counters */
        wanted[i] = placed ? any_placed(f) : i ? any_counters(f) : counter_set_sums(f);
        assert_ok(count_scan_want(scan, &periods[i], &wanted[i], &e), e);
    }
    for (int i = 0; i < 12; i++) {
        bool is_there = false;
        int sign = i % 2 ? 1 : -1;
        memset(a, 0, cells * sizeof *a);
        memset(b, 0, cells * sizeof *b);
        assert_ok(count_scan_own(scan, s, &versions, &units, &periods[i], &wanted[i], sign, a, touched_a,
                                 &is_there, &e),
                  e);
        assert_true(is_there);
        assert_ok(counts_own_sql(s, f, &units, &periods[i], &wanted[i], &versions, sign, b, touched_b, &e),
                  e);
        for (size_t k = 0; k < cells; k++) {
            if (!counter_set_has(&wanted[i], k % f->count))
                continue;
            sum += b[k] != 0;
            if (a[k] != b[k])
                fail_msg("%s of unit %zu: %lld, not %lld", f->counters[k % f->count].name, k / f->count,
                         (long long)a[k], (long long)b[k]);
        }
        assert_memory_equal(touched_a, touched_b, units.count + 1);
    }
    assert_true(sum > 1000);
    count_scan_free(scan);
    free(a);
    free(b);
    free(touched_a);
    free(touched_b);
    unit_set_free(&units);
    counter_family_free(f);
}

/* The procedures of a reading are those of the statement, for each unit and its tree. */
static void procedures_same(struct store *s)
{
    struct error e = {0};
    struct counter_family *f = counter_family_load("core", &e);
    struct unit_set units;
    int64_t found = 0;
    assert_ok(f && unit_set_load(s, &units, &e), e);
    const struct counter_set all = counter_set_all(f), sums = counter_set_sums(f);
    for (int i = 0; i < 6; i++) {
        const struct period p = any_period();
        struct counts read, asked;
        struct count_scan *scan = count_scan_new(f, false, &e);
        assert_ok(scan && count_scan_want(scan, &p, &all, &e), e);
        assert_ok(counts_compute_part(s, f, &units, &p, &all, scan, &read, &e), e);
        assert_ok(counts_compute_part(s, f, &units, &p, &sums, NULL, &asked, &e), e);
        assert_ok(procedure_counts_fill(s, &asked, &all, NULL, &e), e);
        for (size_t k = 0; k < (units.count + 1) * f->count; k++) {
            found += f->counters[k % f->count].distinct && read.cells[k] > 0;
            assert_int_equal(read.cells[k], asked.cells[k]);
            assert_int_equal(read.own[k], asked.own[k]);
        }
        counts_free(&read);
        counts_free(&asked);
        count_scan_free(scan);
    }
    assert_true(found > 50);
    unit_set_free(&units);
    counter_family_free(f);
}

static void counters(void)
{
    struct sample s;
    moment at = start_of_days() + 70 * MOMENT_DAY;
    seed = 766;
    store_fill(&s, at, at + MOMENT_DAY);
    for (int placed = 0; placed < 2; placed++) {
        periods_same(s.store, "core", VERSION_PRESENT, placed);
        periods_same(s.store, "core", VERSION_BROUGHT, placed);
        periods_same(s.store, "core", VERSION_REPLACED, placed);
        periods_same(s.store, "core", VERSION_WITHOUT, placed);
    }
    periods_same(s.store, "opencps", VERSION_PRESENT, false);
    procedures_same(s.store);
    store_known_set(s.store, at + 3600);
    periods_same(s.store, "core", VERSION_PRESENT, false);
    periods_same(s.store, "core", VERSION_PRESENT, true);
    store_known_set(s.store, MOMENT_NONE);
    sample_close(&s);
}

static void test_conditions(void **state)
{
    (void)state;
    there = NULL;
    conditions();
}

static void test_counters(void **state)
{
    (void)state;
    there = NULL;
    counters();
}

/* --- what blocks cannot do is left to statements --- */

static void test_refused(void **state)
{
    static const char *const cannot[] = {
        "[\"<\", \"sector\", \"a\"]", "[\"=\", \"sector\", [\"first\", \"unit\", \"sector\"]]",
        "[\"=\", [\"first\", \"unit\", \"sector\"], \"a\"]", "[\"=\", \"level\", \"sector\"]"};
    struct error e = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cannot / sizeof *cannot; i++) {
        json_t *test = json_loads(cannot[i], 0, NULL);
        struct block_program *p = block_program_new(NULL, &e);
        assert_non_null(test);
        assert_int_equal(block_program_add(p, test), -1);
        block_program_free(p);
        json_decref(test);
    }
}

/* Nothing is to be done with a full block: there is none. */
static bool by_hand_block(void *context, const struct block *b, struct error *e)
{
    (void)context;
    (void)b;
    (void)e;
    return true;
}

/* Worked out by hand: five dossiers, one condition. */
static void test_by_hand(void **state)
{
    struct error e = {0};
    (void)state;
    struct block_program *p = block_program_new(NULL, &e);
    json_t *test = json_loads(
        "[\"and\", [\"not\", [\"=\", \"level\", 4]], [\"<\", \"due_at\", [\"plus\", \"cut\", 10]]]", 0, NULL);
    long n = block_program_add(p, test);
    assert_true(n >= 0);
    struct block *b = block_program_block(p);
    int level = block_program_column(p, DOSSIER_LEVEL), due = block_program_column(p, DOSSIER_DUE);
    const int64_t levels[] = {4, 3, BLOCK_UNKNOWN, BLOCK_UNKNOWN, 2},
                  dues[] = {0, 109, 110, 50, BLOCK_UNKNOWN};
    for (int i = 0; i < 5; i++) {
        b->values[level][b->rows] = levels[i];
        b->values[due][b->rows] = dues[i];
        assert_true(block_row_end(b, by_hand_block, NULL, &e));
    }
    const struct period first = {.cut = 100}, second = {.cut = 101}, third = {.cut = 0};
    block_program_rows(p);
    block_program_period(p, &first);
    assert_int_equal(block_program_test(p, n)[0], 1 << 1 | 1 << 3);
    block_program_period(p, &second);
    assert_int_equal(block_program_test(p, n)[0], 1 << 1 | 1 << 2 | 1 << 3);
    block_program_period(p, &third);
    assert_null(block_program_test(p, n));
    json_decref(test);
    block_program_free(p);
}

/* --- on a server --- */

static void server_empty(void)
{
    assert_int_equal(
        system("psql -X -q -c 'SET client_min_messages = error' -c 'DROP SCHEMA IF EXISTS motcua CASCADE'"),
        0);
    there = getenv("MOTCUA_TEST_POSTGRES");
    assert_non_null(there);
}

static void test_conditions_there(void **state)
{
    (void)state;
    server_empty();
    conditions();
}

static void test_counters_there(void **state)
{
    (void)state;
    server_empty();
    counters();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),          cmocka_unit_test(test_refused),
        cmocka_unit_test(test_conditions),       cmocka_unit_test(test_counters),
        cmocka_unit_test(test_conditions_there), cmocka_unit_test(test_counters_there)};
    (void)argc;
    if (!getenv("MOTCUA_TEST_POSTGRES")) {
        execlp("sh", "sh", SCRIPT, argv[0], (char *)NULL);
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
