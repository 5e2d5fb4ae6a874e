/* Samples, on SQLite and on a real PostgreSQL. What they hold after any number of polls must be what counting
 * everything anew gives (counts_compute, whose own tests have outside figures); small cases are reckoned by
 * hand. */
#include "both_stores.h"

#include "commitment/evaluation.h"
#include "sample/sample.h"
#include "store/prune.h"

static moment at_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static const char *const config_sets[] = {"y-yen-2022"};
static const struct config config = {.cutoff = PERIOD_CUTOFF_SECONDS,
                                     .file = (char *)(uintptr_t) "motcua.json",
                                     .commitments = (void *)(uintptr_t)config_sets,
                                     .commitment_count = 1};

/* --- polls by hand --- */

struct poll_case {
    struct store *store;
    struct run run;
};

static void poll_begin(struct poll_case *p, struct store *s, const char *source, const char *at)
{
    struct error e = {0};
    *p = (struct poll_case){.store = s};
    p->run = begin_run(s, source, at_text(at));
    assert_ok(store_source_count_set(s, p->run.source, true, &e), e);
}

static void poll_page(struct poll_case *p, struct dossier *d, size_t count)
{
    put_dossiers(p->store, &p->run, p->run.observed, d, count);
}

static void poll_end(struct poll_case *p)
{
    struct error e = {0};
    p->run.outcome = "complete";
    p->run.ended = p->run.observed;
    assert_ok(store_run_end(p->store, &p->run, &e), e);
}

static void poll_of(struct store *s, const char *at, struct dossier *d, size_t count)
{
    struct poll_case p;
    poll_begin(&p, s, "a", at);
    poll_page(&p, d, count);
    poll_end(&p);
}

static struct sample_summary write_samples(struct store *s, const char *at, const char *since)
{
    struct error e = {0};
    struct sample_summary out;
    assert_ok(samples_write(s, &config, at_text(at), since ? at_text(since) : MOMENT_NONE, &out, &e), e);
    return out;
}

static struct dossier dossier_by_hand(const char *key, const char *unit, const char *received,
                                      const char *due, const char *finished)
{
    struct dossier d = {0};
    d.value[DOSSIER_KEY] = value_text(key);
    d.value[DOSSIER_UNIT] = value_text(unit);
    d.value[DOSSIER_STATUS] = value_number(finished ? STATUS_RETURNED : STATUS_PROCESSING);
    d.value[DOSSIER_CHANNEL] = value_number(2);
    d.value[DOSSIER_LEVEL] = value_number(4);
    d.value[DOSSIER_RECEIVED] = value_number(at_text(received));
    if (due)
        d.value[DOSSIER_DUE] = value_number(at_text(due));
    if (finished)
        d.value[DOSSIER_FINISHED] = value_number(at_text(finished));
    return d;
}

/* --- the samples against counting everything --- */

struct newest {
    struct evaluation *v;
    struct tally *cells; /* units x counters */
    size_t rows;
};

static bool newest_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct newest *n = context;
    size_t counters = counter_count(n->v->family);
    (void)count;
    (void)e;
    long unit = strcmp(columns[0].text, "ALL") == 0 ? (long)n->v->units.count
                                                    : unit_find(&n->v->units, columns[0].text);
    long counter = counter_find(n->v->family, columns[1].text);
    assert_true(unit >= 0 && counter >= 0);
    n->cells[(size_t)unit * counters + (size_t)counter] = (struct tally){columns[2].known, columns[2].number};
    n->rows++;
    return true;
}

static bool metric_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct newest *n = context;
    (void)count;
    (void)e;
    long unit = strcmp(columns[0].text, "ALL") == 0 ? (long)n->v->units.count
                                                    : unit_find(&n->v->units, columns[0].text);
    struct ratio r = evaluation_ratio(n->v, metric_find(n->v->metrics, columns[1].text), (size_t)unit);
    if (r.known != columns[2].known || (r.known && (r.n != columns[2].number || r.d != columns[3].number)))
        fail_msg("%s of %s is %lld/%lld, not %lld/%lld", columns[1].text, columns[0].text,
                 (long long)columns[2].number, (long long)columns[3].number, (long long)r.n, (long long)r.d);
    n->rows++;
    return true;
}

static void expect_period(struct store *s, struct evaluation *v, const struct period *p)
{
    struct error e = {0};
    const struct value key[] = {value_text(period_kind_name(p->kind)), value_number(p->from)};
    struct newest n = {.v = v};
    size_t known = 0;
    assert_ok(evaluation_at(v, s, p, &e), e);
    n.cells = calloc((v->units.count + 1) * counter_count(v->family), sizeof *n.cells);
    assert_non_null(n.cells);
    assert_ok(
        store_query(s,
                    "SELECT c.unit, c.counter, c.value FROM count_sample c JOIN (SELECT unit, counter, "
                    "MAX(observed_at) AS newest"
                    " FROM count_sample WHERE period_kind = $1 AND period_from = $2 GROUP BY unit, counter) l"
                    " ON l.unit = c.unit AND l.counter = c.counter AND l.newest = c.observed_at"
                    " WHERE c.period_kind = $1 AND c.period_from = $2",
                    key, 2, newest_row, &n, &e),
        e);
    for (size_t unit = 0; unit <= v->units.count; unit++)
        for (size_t i = 0; i < counter_count(v->family); i++) {
            struct tally t = counts_get(&v->counts, unit, i),
                         sampled = n.cells[unit * counter_count(v->family) + i];
            if (counter_at(v->family, i)->distinct)
                continue; /* procedures are no sums and not sampled */
            known += t.known;
            if (t.value != sampled.value)
                fail_msg("%s from %lld: %s of %s is %lld, not %lld", key[0].text, (long long)p->from,
                         counter_at(v->family, i)->name,
                         unit < v->units.count ? v->units.units[unit].code : "ALL", (long long)sampled.value,
                         (long long)t.value);
        }
    assert_true(known > 0 && n.rows > 0);
    n.rows = 0;
    assert_ok(store_query(s,
                          "SELECT unit, metric, numerator, denominator FROM metric_now WHERE period_kind = "
                          "$1 AND period_from = $2",
                          key, 2, metric_row, &n, &e),
              e);
    free(n.cells);
}

struct listed {
    struct period periods[256];
    size_t count;
};

static bool listed_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct listed *l = context;
    (void)count;
    (void)e;
    struct period *p = &l->periods[l->count++];
    assert_true(l->count < 256 && period_kind_read(columns[0].text, &p->kind));
    p->from = columns[1].number;
    p->to = columns[2].number;
    return true;
}

/* Every period that was ever sampled. */
static size_t expect_all(struct store *s, const char *at)
{
    struct error e = {0};
    struct listed l = {.count = 0};
    struct evaluation v;
    assert_ok(store_query(s, "SELECT period_kind, period_from, period_to FROM sample_period", NULL, 0,
                          listed_row, &l, &e),
              e);
    assert_ok(evaluation_open(&v, &config, s, "core", &e), e);
    for (size_t i = 0; i < l.count; i++) {
        struct period *p = &l.periods[i];
        p->at = at_text(at);
        p->cut = p->at < p->to ? p->at : p->to;
        expect_period(s, &v, p);
    }
    evaluation_close(&v);
    return l.count;
}

/* --- a district that changes --- */

enum { DOSSIERS = 160, UNITS = 7 };

static uint64_t dice_state;
static uint32_t dice(uint32_t n)
{
    dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(dice_state >> 33) % n;
}

static struct dossier pool[DOSSIERS];
static char keys[DOSSIERS][16];
static const char *const codes[UNITS] = {"X", "X.1", "X.2", "X.3", "X.4", "X.5", NULL};

static void pool_roll(size_t i, moment now)
{
    struct dossier *d = &pool[i];
    moment received = now - (moment)dice(80) * MOMENT_DAY - dice(86400);
    snprintf(keys[i], sizeof keys[i], "k%03zu", i);
    *d = (struct dossier){0};
    d->value[DOSSIER_KEY] = value_text(keys[i]);
    d->value[DOSSIER_UNIT] = value_text(codes[dice(UNITS)]);
    d->value[DOSSIER_STATUS] = value_number(1 + dice(10));
    d->value[DOSSIER_CHANNEL] = value_number(1 + dice(3));
    d->value[DOSSIER_LEVEL] = value_number(2 + dice(3));
    if (dice(20))
        d->value[DOSSIER_RECEIVED] = value_number(received);
    d->value[DOSSIER_SUBMITTED] = value_number(received - dice(40000));
    d->value[DOSSIER_DUE] = value_number(received + (moment)dice(20 * 86400));
    if (dice(2))
        d->value[DOSSIER_FINISHED] =
            value_number(received + (moment)dice(25 * 86400)); /* some lie in the future */
    d->value[DOSSIER_FEE_DUE] = value_number(dice(2));
    d->value[DOSSIER_PAID_ONLINE] = value_number(dice(2));
    d->value[DOSSIER_DIGITIZED] = value_number(dice(2));
    d->value[DOSSIER_ELECTRONIC_RESULT] = value_number(dice(2));
}

static void put_page(struct poll_case *p, const size_t *which, size_t count)
{
    struct dossier page[DOSSIERS];
    for (size_t i = 0; i < count; i++)
        page[i] = pool[which[i]];
    poll_page(p, page, count);
}

/* Polls within a day, over days, over a Friday's cut-off, over the end of a month; changed once, twice in one
 * poll, back again; a unit above others; a second source; a poll that goes on while another one is sampled.
 */
static void same_as_counted_anew(const char *url)
{
    static const char *const times[] = {"2022-11-21T08:00", "2022-11-21T08:00", "2022-11-21T11:30",
                                        "2022-11-22T09:00", "2022-11-25T14:59", "2022-11-25T15:00",
                                        "2022-11-25T15:05", "2022-11-28T10:00", "2022-12-01T08:00",
                                        "2022-12-01T08:10", "2022-12-12T16:00", "2022-12-12T16:01"};
    struct error e = {0};
    struct store *s = open_store(url);
    struct poll_case other;
    const struct unit_row parents[] = {
        {.code = "X", .kind = "district", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "X.1", .kind = "commune", .parent = "X", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "X.2",
         .kind = "commune",
         .parent = "X",
         .valid_from = MOMENT_NONE,
         .valid_to = MOMENT_NONE}};
    size_t all[DOSSIERS], periods = 0;
    dice_state = 178;
    for (size_t i = 0; i < DOSSIERS; i++) {
        pool_roll(i, at_text(times[0]));
        all[i] = i;
    }
    for (size_t t = 0; t < sizeof times / sizeof *times; t++) {
        struct poll_case p;
        size_t which[8], count = t ? dice(8) : 0;
        poll_begin(&p, s, t % 3 == 2 ? "b" : "a", times[t]);
        if (t == 0)
            put_page(&p, all, DOSSIERS / 2);
        for (size_t round = 0; round < 2; round++) {
            for (size_t i = 0; i < count; i++) {
                which[i] = dice(DOSSIERS);
                pool_roll(which[i], at_text(times[t]));
            }
            put_page(&p, which, count);
        }
        poll_end(&p);
        if (t == 6) {
            poll_begin(&other, s, "c", times[t]);
            for (size_t i = 20; i < 40; i++)
                pool_roll(i, at_text(times[t]));
            put_page(&other, &all[20], 20);
        }
        if (t == 4)
            assert_ok(store_units_put(s, parents, 3, &e), e);
        write_samples(s, times[t], t == 0 ? "2022-09-01" : NULL);
        if (t == 8)
            poll_end(&other);
        if (t < 6 || t > 8) /* between, one poll goes on */
            periods = expect_all(s, times[t]);
    }
    assert_true(periods > 20);
    store_close(s);
}

/* --- by hand --- */

/* On Tuesday the 22nd: the week up to Friday the 25th, the one up to the 18th, which ended lately, the month
 * and the year. */
static void rows_by_hand(const char *url)
{
    struct store *s = open_store(url);
    struct dossier d[] = {
        dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", NULL),
        dossier_by_hand("k2", "X.1", "2022-11-02T08:00", "2022-11-10T17:00", "2022-11-09T10:00"),
        dossier_by_hand("k3", "X.2", "2022-10-05T08:00", "2022-10-10T17:00", NULL)};
    poll_of(s, "2022-11-22T09:00", d, 3);
    struct sample_summary first = write_samples(s, "2022-11-22T09:00", NULL);
    assert_int_equal(first.periods, 4);
    assert_int_equal(first.pairs, 8); /* two units, four periods */
    expect_rows(s,
                "SELECT unit, period_kind, value FROM count_sample WHERE counter = 'received' ORDER BY unit, "
                "period_kind, period_from",
                "ALL|month|2;ALL|week|0;ALL|week|1;ALL|year|3;X.1|month|2;X.1|week|0;X.1|week|1;X.1|year|2;"
                "X.2|month|0;X.2|week|0;X.2|week|0;X.2|year|1;");
    expect_rows(
        s,
        "SELECT unit, period_kind, value FROM count_sample WHERE counter = 'open_overdue' AND unit <> 'ALL'"
        " ORDER BY unit, period_kind, period_from",
        "X.1|month|0;X.1|week|0;X.1|week|0;X.1|year|0;X.2|month|1;X.2|week|1;X.2|week|1;X.2|year|1;");
    expect_rows(s,
                "SELECT unit, period_kind, numerator, denominator FROM metric_now WHERE metric = "
                "'on_time_rate' AND period_kind = 'month'"
                " ORDER BY unit",
                "ALL|month|1|1;X.1|month|1|1;X.2|month|0|0;");
    /* the same poll again: no row */
    poll_of(s, "2022-11-22T09:30", d, 3);
    struct sample_summary again = write_samples(s, "2022-11-22T09:30", NULL);
    assert_int_equal(again.counts + again.metrics + again.pairs, 0);
    /* k1 is finished on the same day: X.1 alone is counted, in each period that holds it (not the week
     * before) */
    d[0] = dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", "2022-11-22T10:00");
    poll_of(s, "2022-11-22T10:30", d, 3);
    struct sample_summary changed = write_samples(s, "2022-11-22T10:30", NULL);
    assert_int_equal(changed.periods, 3);
    assert_int_equal(changed.pairs, 3);
    /* X.1 and ALL in three periods: finished, early, open, and the first and the last on the province's own
     * system; and no other counter of theirs */
    assert_int_equal(changed.counts, 2 * 3 * 5);
    expect_rows(s,
                "SELECT DISTINCT unit, counter FROM count_sample WHERE observed_at = 1669087800 ORDER BY "
                "unit, counter",
                "ALL|early;ALL|finished;ALL|finished_provincial;ALL|open;ALL|open_provincial;X.1|early;"
                "X.1|finished;X.1|finished_provincial;X.1|open;X.1|open_provincial;");
    /* next day all again, though nothing changed, but for the week that is over */
    poll_of(s, "2022-11-23T09:00", d, 3);
    struct sample_summary day = write_samples(s, "2022-11-23T09:00", NULL);
    assert_int_equal(day.counts * 4, first.counts * 3);
    expect_all(s, "2022-11-23T09:00");
    store_close(s);
}

/* Three weeks without a poll are sampled when it comes; what was asked for, and no more than that. */
static void gaps(const char *url)
{
    static const char weeks[] =
        "SELECT COUNT(*), MIN(period_from) FROM sample_period WHERE period_kind = 'week'";
    struct store *s = open_store(url);
    struct dossier d = dossier_by_hand("k1", "X.1", "2022-09-21T08:00", "2022-11-30T17:00", NULL);
    poll_of(s, "2022-11-02T09:00", &d, 1);
    write_samples(s, "2022-11-02T09:00", NULL);
    expect_rows(s, weeks, "2|1666339200;"); /* from 21 and 28 October, 15:00 */
    poll_of(s, "2022-11-23T09:00", &d, 1);
    write_samples(s, "2022-11-23T09:00", NULL);
    expect_rows(s, weeks, "5|1666339200;");
    write_samples(s, "2022-11-23T09:00", "2022-10-10");
    expect_rows(s, weeks, "7|1665129600;"); /* from 7 October, 15:00 */
    write_samples(s, "2022-11-23T09:00", NULL);
    expect_rows(s, weeks, "7|1665129600;");
    expect_all(s, "2022-11-23T09:00");
    store_close(s);
}

/* A late edit: October alone gets new rows for what it changes there, with the time of the poll that brought
 * it. */
static void late_edit(const char *url)
{
    struct store *s = open_store(url);
    struct dossier d[] = {
        dossier_by_hand("k1", "X.1", "2022-10-05T08:00", "2022-10-10T17:00", "2022-10-07T08:00"),
        dossier_by_hand("k2", "X.2", "2022-11-02T08:00", "2022-11-10T17:00", "2022-11-09T10:00"),
        dossier_by_hand("k3", "X.1", "2022-11-03T08:00", "2022-11-10T17:00", NULL)};
    poll_of(s, "2022-11-22T09:00", d, 3);
    write_samples(s, "2022-11-22T09:00", "2022-10-01");
    d[0].value[DOSSIER_DIGITIZED] = value_number(1);
    poll_of(s, "2022-11-22T11:00", d, 3);
    struct sample_summary out = write_samples(s, "2022-11-22T11:00", NULL);
    /* the week of 5 October, October, and the year */
    assert_int_equal(out.pairs, 3);
    expect_rows(s,
                "SELECT period_kind, unit, counter, value FROM count_sample WHERE observed_at = 1669089600"
                " ORDER BY period_kind, unit, counter",
                "month|ALL|digitized|1;month|X.1|digitized|1;week|ALL|digitized|1;week|X.1|digitized|1;year|"
                "ALL|digitized|1;year|X.1|digitized|1;");
    expect_all(s, "2022-11-22T11:00");
    store_close(s);
}

/* A version that is replaced was counted as at the earlier poll: then it was not overdue yet, though by now
 * it would be. */
static void replaced_in_time(const char *url)
{
    struct store *s = open_store(url);
    struct dossier d = dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-22T10:00", NULL);
    poll_of(s, "2022-11-22T09:00", &d, 1);
    write_samples(s, "2022-11-22T09:00", NULL);
    d = dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", NULL);
    poll_of(s, "2022-11-22T10:30", &d, 1);
    write_samples(s, "2022-11-22T10:30", NULL);
    expect_all(s, "2022-11-22T10:30");
    store_close(s);
}

/* Pages that come for a run after it was sampled make all be counted anew. */
static void late_page(const char *url)
{
    struct store *s = open_store(url);
    struct poll_case p;
    struct dossier d[] = {dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", NULL),
                          dossier_by_hand("k2", "X.1", "2022-11-21T09:00", "2022-11-30T17:00", NULL)};
    poll_begin(&p, s, "a", "2022-11-22T09:00");
    poll_page(&p, d, 1);
    poll_end(&p);
    write_samples(s, "2022-11-22T09:00", NULL);
    poll_page(&p, d + 1, 1);
    write_samples(s, "2022-11-22T09:00", NULL);
    expect_rows(s,
                "SELECT period_kind, value FROM count_sample WHERE unit = 'ALL' AND counter = 'received' "
                "ORDER BY period_kind,"
                " period_from",
                "month|2;week|0;week|2;year|2;");
    store_close(s);
}

static bool told_count(void *context, const struct prune_item *item, struct error *e)
{
    (void)item;
    (void)e;
    ++*(int *)context;
    return true;
}

static void samples_forget(struct store *s, const char *before, int *told)
{
    struct error e = {0};
    struct prune_wish wish;
    for (int i = 0; i < PRUNE_SUBJECTS; i++)
        wish.before[i] = MOMENT_NONE;
    wish.before[PRUNE_SAMPLES] = at_text(before);
    wish.dry = false;
    *told = 0;
    assert_ok(prune(s, &wish, told_count, told, &e), e);
}

static void pruned(const char *url)
{
    int told;
    struct store *s = open_store(url);
    struct dossier d[] = {dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", NULL)};
    poll_of(s, "2022-11-30T23:59", d, 1);
    write_samples(s, "2022-11-30T23:59", NULL);
    poll_of(s, "2022-12-01T00:00", d, 1);
    write_samples(s, "2022-12-01T00:00", NULL);
    samples_forget(s, "2022-11-01", &told);
    assert_int_equal(told, 0);
    expect_rows(s, "SELECT MIN(observed_at) FROM count_sample", "1669827540;");
    samples_forget(s, "2022-12-01", &told);
    assert_int_equal(told, 2); /* the rows or the partition of two tables */
    expect_rows(s, "SELECT MIN(observed_at), MAX(observed_at) FROM count_sample", "1669827600|1669827600;");
    expect_rows(s, "SELECT MIN(observed_at) FROM metric_sample", "1669827600;");
    store_close(s);
}

/* --- known then --- */

static int64_t counted(struct store *s, const char *counter, const char *unit, const char *at,
                       const char *known)
{
    struct error e = {0};
    struct evaluation v;
    struct period p;
    store_known_set(s, known ? at_text(known) : MOMENT_NONE);
    assert_ok(evaluation_open(&v, &config, s, "core", &e), e);
    assert_ok(period_make(PERIOD_MONTH, NULL, at_text(at), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    assert_ok(evaluation_at(&v, s, &p, &e), e);
    long row = strcmp(unit, "ALL") == 0 ? (long)v.units.count : unit_find(&v.units, unit);
    struct tally t = row < 0 ? (struct tally){.value = -2}
                             : counts_get(&v.counts, (size_t)row, (size_t)counter_find(v.family, counter));
    evaluation_close(&v);
    store_known_set(s, MOMENT_NONE);
    return t.known || row < 0 ? t.value : -1;
}

static void known_then(const char *url)
{
    struct store *s = open_store(url);
    struct dossier d = dossier_by_hand("k1", "X.1", "2022-11-01T08:00", "2022-11-10T17:00", NULL),
                   d2 = dossier_by_hand("k2", "X.2", "2022-11-02T08:00", "2022-11-10T17:00", NULL);
    poll_of(s, "2022-11-05T09:00", &d, 1);
    d = dossier_by_hand("k1", "X.1", "2022-11-01T08:00", "2022-11-10T17:00",
                        "2022-11-04T17:00"); /* told late */
    poll_of(s, "2022-11-08T09:00", &d, 1);
    poll_of(s, "2022-11-09T09:00", &d2, 1);
    d = dossier_by_hand("k1", "X.1", "2022-11-01T08:00", "2022-11-10T17:00", "2022-11-03T17:00");
    poll_of(s, "2022-11-12T09:00", &d, 1);
    static const struct {
        const char *counter, *unit, *known;
        int64_t value;
    } cases[] = {{"received", "ALL", "2022-11-05T08:59", -1}, /* no unit had any dossier yet */
                 {"received", "ALL", "2022-11-05T09:00", 1},
                 {"open", "X.1", "2022-11-05T09:00", 1},
                 {"open", "X.1", "2022-11-08T08:59", 1},
                 {"finished", "X.1", "2022-11-08T09:00", 1},
                 {"open", "X.1", "2022-11-08T09:00", 0},
                 {"received", "ALL", "2022-11-08T09:00", 1},
                 {"received", "ALL", "2022-11-09T09:00", 2},
                 {"received", "X.2", "2022-11-08T09:00", -2}, /* not heard of */
                 {"received", "X.2", "2022-11-09T09:00", 1},
                 {"finished", "ALL", "2022-11-12T09:00", 1},
                 {"open", "ALL", "2022-11-12T09:00", 1},
                 {"received", "ALL", NULL, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = counted(s, cases[i].counter, cases[i].unit, "2022-11-15T15:00", cases[i].known);
        if (value != cases[i].value)
            fail_msg("%s of %s known at %s is %lld, not %lld", cases[i].counter, cases[i].unit,
                     cases[i].known, (long long)value, (long long)cases[i].value);
    }
    store_close(s);
}

/* --- upgrading --- */

static void command(const char *format, ...) PRINTF_LIKE(1, 2);
static void command(const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (system(text) != 0)
        fail_msg("%s", text);
}

/* A store made by the first release, with a changed dossier in it, is upgraded and then sampled. */
static void upgraded(const char *url)
{
    char folder[256];
    snprintf(folder, sizeof folder, "%s/old-XXXXXX", TEST_BINARY_DIR);
    assert_non_null(mkdtemp(folder));
    command("cp -r %s/schema %s/schema", TEST_SOURCE_DIR, folder);
    command("find %s/schema/sqlite %s/schema/postgres -name '0*' ! -name '0001*' -delete", folder, folder);
    assert_int_equal(setenv("MOTCUA_DATADIR", folder, 1), 0);
    struct store *s = open_store(url);
    struct error e = {0};
    const struct value none[1] = {{0}};
    assert_ok(
        store_write(s, "INSERT INTO source (id, name, knows) VALUES (7, 'a', -1)", none, 0, NULL, NULL, &e),
        e);
    assert_ok(store_write(s,
                          "INSERT INTO run (source_id, observed_at, started_at, outcome) VALUES (7, "
                          "1669000000, 1, 'complete')",
                          none, 0, NULL, NULL, &e),
              e);
    assert_ok(
        store_write(s, "INSERT INTO unit (code, kind) VALUES ('X.1', 'commune')", none, 0, NULL, NULL, &e),
        e);
    assert_ok(store_write(s, "INSERT INTO unit_source (source_id, unit, dossiers) VALUES (7, 'X.1', 1)", none,
                          0, NULL, NULL, &e),
              e);
    assert_ok(store_write(s,
                          "INSERT INTO dossier (source_id, key, unit, status, received_at, content_hash, "
                          "known_from, first_seen, run_id)"
                          " VALUES (7, 'k1', 'X.1', 4, 1669000000, 5, 1669000000, 1668000000, 1)",
                          none, 0, NULL, NULL, &e),
              e);
    assert_ok(
        store_write(s,
                    "INSERT INTO dossier_history (source_id, key, unit, status, content_hash, known_from, "
                    "first_seen, run_id,"
                    " replaced_at) VALUES (7, 'k1', 'X.1', 2, 4, 1668000000, 1668000000, 1, 1669000000)",
                    none, 0, NULL, NULL, &e),
        e);
    store_close(s);
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    s = open_store(url);
    expect_rows(s, "SELECT key, status, received_at, content_hash FROM dossier", "k1|4|1669000000|5;");
    expect_rows(s, "SELECT key, status, replaced_at FROM dossier_history", "k1|2|1669000000;");
    expect_rows(s, "SELECT sampled FROM run", "1;");
    struct dossier d = dossier_by_hand("k2", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", NULL);
    poll_of(s, "2022-11-22T09:00", &d, 1);
    write_samples(s, "2022-11-22T09:00", NULL);
    expect_rows(s,
                "SELECT value FROM count_sample WHERE unit = 'X.1' AND counter = 'received' AND period_kind "
                "= 'month'",
                "2;");
    d = dossier_by_hand("k1", "X.1", "2022-11-21T08:00", "2022-11-30T17:00", "2022-11-22T08:00");
    poll_of(s, "2022-11-22T09:10", &d, 1);
    write_samples(s, "2022-11-22T09:10", NULL);
    expect_all(s, "2022-11-22T09:10");
    store_close(s);
    command("rm -r %s", folder);
}

/* --- views --- */

static void views(const char *url)
{
    struct store *s = open_store(url);
    struct error e = {0};
    const struct unit_row kinds[] = {{.code = "X.1",
                                      .name = "Xã Một",
                                      .kind = "commune",
                                      .valid_from = MOMENT_NONE,
                                      .valid_to = MOMENT_NONE},
                                     {.code = "X.2",
                                      .name = "Xã Hai",
                                      .kind = "commune",
                                      .valid_from = MOMENT_NONE,
                                      .valid_to = MOMENT_NONE},
                                     {.code = "X.3",
                                      .name = "Phòng Ba",
                                      .kind = "department",
                                      .valid_from = MOMENT_NONE,
                                      .valid_to = MOMENT_NONE}};
    /* level 4, all online: 100 % against 85; X.2's third one came by hand: 2/3; open and overdue by 1, 5, 12
     * and 40 days */
    struct dossier d[] = {dossier_by_hand("k1", "X.1", "2022-11-02T08:00", "2022-11-20T17:00", NULL),
                          dossier_by_hand("k2", "X.2", "2022-11-02T08:00", "2022-11-13T17:00", NULL),
                          dossier_by_hand("k3", "X.2", "2022-11-02T08:00", "2022-11-24T17:00", NULL),
                          dossier_by_hand("k4", "X.2", "2022-11-03T08:00", "2022-11-30T17:00", NULL),
                          dossier_by_hand("k5", "X.3", "2022-10-03T08:00", "2022-10-16T17:00", NULL)};
    d[3].value[DOSSIER_CHANNEL] = value_number(1);
    assert_ok(store_units_put(s, kinds, 3, &e), e);
    poll_of(s, "2022-11-18T15:05", d, 3);
    write_samples(s, "2022-11-18T15:05", NULL);
    poll_of(s, "2022-11-25T15:00", d, 5);
    write_samples(s, "2022-11-25T15:00", NULL);
    expect_rows(s,
                "SELECT unit, numerator, denominator, kept, fix_existing, need_new FROM v_commitment WHERE "
                "metric = 'online_rate' ORDER BY unit",
                /* ALL: 3 of 4; 0.85 x 4 - 3 = 0.4: one; 3.4 - 3 over 0.15: 2.67: three. X.2: 0.55: one; 0.55
                   / 0.15: four */
                "ALL|3|4|no|1|3;X.1|1|1|yes|0|0;X.2|2|3|no|1|4;");
    expect_rows(s, "SELECT rank, unit, kept, judged, short_total FROM v_league ORDER BY rank",
                "1|X.1|1|2|1;2|X.2|0|2|4;");
    expect_rows(s,
                "SELECT unit, overdue, days_1_3, days_4_7, days_8_30, days_over_30, days_longest FROM "
                "v_overdue_ageing ORDER BY unit",
                "X.1|1|0|1|0|0|5;X.2|2|1|0|1|0|12;X.3|1|0|0|0|1|40;");
    expect_rows(s,
                "SELECT unit, numerator, denominator FROM v_metric_last_friday WHERE metric = 'online_rate' "
                "AND period_kind = 'month' ORDER BY unit",
                "ALL|3|3;X.1|1|1;X.2|2|2;");
    expect_rows(s,
                "SELECT unit, numerator, numerator_before, denominator, denominator_before FROM v_change "
                "WHERE metric = 'online_rate'"
                " AND period_kind = 'month' ORDER BY unit",
                "ALL|3|3|4|3;X.1|1|1|1|1;X.2|2|2|3|2;");
    expect_rows(s,
                "SELECT unit, numerator, denominator FROM v_metric_now WHERE metric = 'online_rate' AND "
                "period_kind = 'month' AND is_current"
                " ORDER BY unit",
                "ALL|3|4;X.1|1|1;X.2|2|3;X.3|0|0;");
    expect_rows(s, "SELECT source, outcome, expected FROM v_freshness", "a|complete|-;");
    expect_rows(s, "SELECT issue FROM v_quality", "");
    store_close(s);
}

/* A store that fails before anything is read (a server that goes away just then) is an error, no more. */
static void fails_at_once(const char *url)
{
    struct error e = {0};
    struct sample_summary out;
    struct store *s = open_store(url);
    assert_ok(store_write_begin(s, &e), e);
    assert_ok(store_write_end(
                  s, store_write(s, "ALTER TABLE unit RENAME TO unit_away", NULL, 0, NULL, NULL, &e), &e),
              e);
    assert_false(samples_write(s, &config, at_text("2022-11-25T15:00"), MOMENT_NONE, &out, &e));
    assert_int_not_equal(e.code, ERROR_NONE);
    store_close(s);
}

ON_BOTH(same_as_counted_anew)
ON_BOTH(rows_by_hand)
ON_BOTH(gaps)
ON_BOTH(late_edit)
ON_BOTH(replaced_in_time)
ON_BOTH(late_page)
ON_BOTH(pruned)
ON_BOTH(known_then)
ON_BOTH(upgraded)
ON_BOTH(views)
ON_BOTH(fails_at_once)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {BOTH(same_as_counted_anew),
                                       BOTH(rows_by_hand),
                                       BOTH(gaps),
                                       BOTH(late_edit),
                                       BOTH(replaced_in_time),
                                       BOTH(late_page),
                                       BOTH(pruned),
                                       BOTH(known_then),
                                       BOTH(upgraded),
                                       BOTH(views),
                                       BOTH(fails_at_once)};
    (void)argc;
    return RUN_WITH_SERVER(tests, argv);
}
