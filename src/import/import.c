#include "import/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adapters/json/record_file.h"
#include "adapters/table/tabular.h"
#include "base/buffer.h"
#include "base/key_set.h"
#include "base/progress.h"
#include "base/stop.h"
#include "base/text.h"
#include "import/import_manifests.h"
#include "import/reading_report.h"
#include "import/table_notes.h"
#include "import/unit_names.h"
#include "store/run_issue.h"

/* Tables of counts: their figures wait until all are read. */
struct import_counts {
    struct table_manifests headings; /* what headings are told by */
    struct figure_ledger *ledger;
    int64_t records, rejects;
    int64_t sums; /* that do not fit: kept as rejects, but nothing is lost by them */
    bool now;     /* such a table is read */
    bool only;    /* the file holds no others */
    bool assumed; /* nothing says the period */
};

struct import {
    char *file;
    const struct import_manifests *manifests;
    struct record_file *json; /* JSON; else NULL, and a sheet: */
    struct sheet *sheet;
    struct tabular *table; /* the one that is read */
    size_t table_at;
    struct table_notes *notes; /* tables that were not read, and why */
    /* the run */
    struct store *store;
    const struct import_options *options;
    struct unit_names *names;
    struct page *page;
    struct key_set seen; /* keys of dossiers */
    struct reading_report report;
    struct misgiving_list issues;
    struct buffer new_units; /* the first of them, for people */
    struct run run;
    uint64_t knows;
    int64_t records, keyless, figures, skipped, breaks;
    struct import_counts counts;
    bool interrupted;
    char message[LIMIT_MESSAGE_BYTES];
};

/* --- the file --- */

static bool nothing_fits(const struct import *i, const struct tabular_miss *miss, struct error *e)
{
    char hint[400];
    if (miss->matched)
        snprintf(hint, sizeof hint, _("The nearest table lacks these columns: %s."), miss->missing);
    else
        snprintf(hint, sizeof hint, "%s",
                 _("A list of dossiers has at least the columns Mã hồ sơ and Ngày tiếp nhận."));
    return error_set(e, ERROR_DATA, i->file, hint, _("no table with a heading that is known"));
}

/* Goes to the next table that fits, from table_at on; i->table NULL: there is none. */
static bool table_find(struct import *i, struct tabular_miss *miss, struct error *e)
{
    if (i->table)
        table_notes_read(i->notes, i->table);
    tabular_close(i->table);
    i->table = NULL;
    for (; !i->table && i->table_at < sheet_tables(i->sheet); i->table_at++) {
        struct tabular_miss one = {0};
        bool hidden = sheet_table_hidden(i->sheet, i->table_at);
        if (!hidden && !tabular_open(i->sheet, i->table_at, i->manifests->items, i->manifests->count,
                                     &i->table, &one, e)) {
            if (e && !*e->where)
                snprintf(e->where, sizeof e->where, "%.200s", i->file);
            return false;
        }
        if (!i->table &&
            !table_notes_add(i->notes, sheet_table_name(i->sheet, i->table_at), i->table_at, hidden, &one))
            return error_memory(e, i->file);
        if (one.matched > miss->matched)
            *miss = one;
    }
    return true;
}

struct import *import_open(const char *file, const struct import_manifests *m, struct error *e)
{
    struct tabular_miss miss = {0};
    struct import *i = calloc(1, sizeof *i);
    if (i)
        i->file = strdup(file);
    if (!i || !i->file) {
        free(i);
        error_memory(e, file);
        return NULL;
    }
    i->manifests = m;
    reading_report_init(&i->report);
    buffer_init(&i->new_units, LIMIT_IMPORT_TOLD * (LIMIT_VALUE_BYTES + 2));
    if (m->records && record_file_suits(file)) {
        i->json = record_file_open(file, m->records, e);
        if (i->json)
            return i;
    } else {
        i->sheet = sheet_open(file, e);
        i->notes = table_notes_new();
        i->counts.headings = (struct table_manifests){m->items, m->count};
        if (i->sheet)
            sheet_judge(i->sheet, table_heading_judge, &i->counts.headings);
        if (i->sheet && i->notes && table_find(i, &miss, e) && (i->table || nothing_fits(i, &miss, e)))
            return i;
    }
    import_close(i);
    return NULL;
}

void import_close(struct import *i)
{
    if (!i)
        return;
    record_file_close(i->json);
    tabular_close(i->table);
    sheet_close(i->sheet);
    table_notes_free(i->notes);
    figure_ledger_free(i->counts.ledger);
    unit_names_free(i->names);
    page_free(i->page);
    key_set_clear(&i->seen);
    reading_report_free(&i->report);
    buffer_free(&i->new_units);
    misgiving_list_free(&i->issues);
    free(i->file);
    free(i);
}

static const struct stream *stream_of(const struct import *i)
{
    return i->json ? record_file_stream(i->json) : tabular_stream(i->table);
}

static const char *manifest_of(const struct import *i)
{
    return i->json ? i->manifests->records->name : tabular_manifest(i->table)->manifest->name;
}

/* --- what is told while it runs --- */

static void told_printable(const char *text)
{
    char *safe = text_printable(text);
    fputs(safe ? safe : "", stderr);
    free(safe);
}

static void break_tell(void *context, const struct tabular_break *b)
{
    struct import *i = context;
    char text[200], left[TEXT_NUMBER_BYTES], right[TEXT_NUMBER_BYTES], difference[TEXT_NUMBER_BYTES];
    if (++i->breaks > LIMIT_IMPORT_TOLD)
        return;
    fprintf(stderr, _("%s: does not add up: "), i->file);
    told_printable(b->unit);
    fprintf(stderr, "%s%s: ", *b->group ? " " : "", b->group);
    fprintf(stderr, _("%s: %s against %s, difference %s\n"),
            table_identity_text(b->identity, text, sizeof text), text_count(b->left, left),
            text_count(b->right, right), text_count(b->left - b->right, difference));
}

static void issue_tell(void *context, const struct count_issue *issue)
{
    struct import *i = context;
    char one[TEXT_NUMBER_BYTES], other[TEXT_NUMBER_BYTES];
    i->counts.sums += issue->kind == COUNT_SUM;
    if (++i->breaks > LIMIT_IMPORT_TOLD)
        return;
    fprintf(stderr, "%s:%zu: ", i->file, issue->line);
    told_printable(issue->label);
    fprintf(stderr,
            issue->kind == COUNT_SUM
                ? _(": the sum does not fit its parts: %s is %s, its parts make %s\n")
                : _(": stands twice in one table: %s is %s and %s; neither is believed\n"),
            issue->metric, text_count(issue->one, one), text_count(issue->other, other));
}

/* Told once for each unit and group. */
static void differ_tell(void *context, const char *unit, const char *group, const char *metric, int64_t a,
                        int64_t b)
{
    struct import *i = context;
    char one[TEXT_NUMBER_BYTES], other[TEXT_NUMBER_BYTES];
    if (++i->breaks > LIMIT_IMPORT_TOLD)
        return;
    fprintf(stderr, _("%s: two tables differ in "), i->file);
    told_printable(unit);
    fprintf(stderr, _("%s%s: %s is %s and %s; neither is believed\n"), *group ? " " : "", group, metric,
            text_count(a, one), text_count(b, other));
}

static const char *unit_code(void *context, const char *name)
{
    struct import *i = context;
    const char *code = unit_names_code(i->names, name);
    if (code && !*code && !misgiving_add(&i->issues, MISGIVING_UNIT, "unit", name, strlen(name), 1))
        return NULL;
    return code;
}

/* Units that the store did not know, by their codes; some codes are made of names. */
static bool units_note(struct import *i, struct error *e)
{
    for (size_t k = 0; k < i->page->unit_count; k++) {
        struct unit_seen *u = &i->page->units[k];
        bool known = unit_names_known(i->names, u->code), first;
        if (known && unit_names_named(i->names, u->code))
            u->name = NULL; /* as a file writes it: that is no new name */
        if (!reading_report_unit(&i->report, u->code, known, &first))
            return error_memory(e, i->file);
        if (known || !first || i->report.fresh.count > LIMIT_IMPORT_TOLD)
            continue;
        buffer_printf(&i->new_units, "%s%s", i->report.fresh.count > 1 ? ", " : "", u->code);
    }
    return !i->new_units.failed || error_memory(e, i->file);
}

/* --- the run --- */

struct source_now {
    bool there, dossiers, tables;
    uint64_t knows;
    const struct import_manifests *manifests;
};

/* manifest, knows, one dossier's moment */
static bool source_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct source_now *now = context;
    (void)count;
    (void)e;
    now->there = true;
    now->knows = (uint64_t)columns[1].number;
    now->dossiers = columns[2].known;
    for (size_t i = 0; columns[0].known && i < now->manifests->count; i++)
        now->tables |= strcmp(now->manifests->items[i]->manifest->name, columns[0].text) == 0;
    now->tables |= columns[0].known && now->manifests->records &&
                   strcmp(now->manifests->records->name, columns[0].text) == 0;
    return true;
}

/* What a source can know is what all its files can: rows of a file without a column would else count as "no".
 */
static bool source_put(struct import *i, struct error *e)
{
    struct source_now now = {.manifests = i->manifests};
    const char *name = i->options->source;
    const struct value params[] = {value_text(name)};
    if (!store_query(i->store,
                     "SELECT s.manifest, s.knows, (SELECT d.known_from FROM dossier d WHERE d.source_id = "
                     "s.id LIMIT 1)"
                     " FROM source s WHERE s.name = $1",
                     params, 1, source_row, &now, e))
        return false;
    if (now.there && !now.tables)
        return error_set(e, ERROR_USAGE, name, _("Choose another name with --source."),
                         _("this source is polled; files do not go into it"));
    uint64_t knows = i->json ? plan_knows(stream_of(i)->plan) : tabular_knows(i->table);
    if (stream_of(i)->kind != STREAM_DOSSIER)
        knows = now.there ? now.knows : 0;
    else if (now.there && now.dossiers)
        knows &= now.knows;
    if (now.dossiers && knows != now.knows)
        fprintf(stderr,
                _("%s: has fewer columns than what was imported before into the source %s: what they say is "
                  "unknown from now on\n"),
                i->file, name);
    i->knows = knows;
    return i->options->explain ||
           store_source_put(i->store, name, name, manifest_of(i), knows, &i->run.source, e);
}

/* A page of the table that is read; figures of counts go in later, with their periods. */
static void place_fill(const struct import *i, struct page_place *place)
{
    *place = (struct page_place){.source = i->run.source,
                                 .run = i->run.id,
                                 .stream = stream_of(i)->name,
                                 .observed = i->run.observed,
                                 .cursor = ""};
}

static bool page_see(struct import *i, struct error *e)
{
    const struct page *p = i->page;
    bool ok = true;
    for (size_t k = 0; ok && k < p->dossier_count; k++) {
        const struct value *key = &p->dossiers[k].value[DOSSIER_KEY];
        ok = key_set_add(&i->seen, key->text, key->length);
    }
    for (size_t k = 0; ok && k < p->reject_count; k++) {
        const char *key = p->rejects[k].key;
        ok = !key || i->counts.now || key_set_add(&i->seen, key, strlen(key));
        i->keyless += !key && !i->counts.now;
        i->counts.rejects += i->counts.now;
    }
    i->figures += (int64_t)p->figure_count;
    moment newest = page_newest(p, i->run.observed);
    i->run.newest = newest > i->run.newest ? newest : i->run.newest;
    ok = ok && misgiving_join(&i->issues, &p->issues);
    reading_report_page(&i->report, p, i->run.observed);
    return ok || error_memory(e, i->file);
}

static bool page_put(struct import *i, const struct page_place *place, struct error *e)
{
    struct page_outcome outcome = {0};
    if (!page_see(i, e) || !units_note(i, e) ||
        (!i->options->explain && !store_page_put(i->store, place, i->page, &outcome, e)))
        return false;
    i->run.new_rows += outcome.new_rows;
    i->run.changed += outcome.changed;
    i->run.unchanged += outcome.unchanged;
    i->run.rejected += (int64_t)i->page->reject_count;
    i->run.pages++;
    return true;
}

/* What could be read before a fault goes into the store all the same. */
static bool rows_fill(struct import *i, bool *done, struct error *e)
{
    const struct tabular_use use = {.unit = i->options->unit,
                                    .source = i->options->source,
                                    .now = i->run.observed,
                                    .unit_code = unit_code,
                                    .broken = break_tell,
                                    .issue = issue_tell,
                                    .ledger = i->counts.ledger,
                                    .context = i};
    return i->json ? record_file_fill(i->json, i->page, done, e)
                   : tabular_fill(i->table, &use, i->page, done, e);
}

static bool content_import(struct import *i, struct error *e)
{
    struct page_place place;
    bool done = false, ok = true;
    place_fill(i, &place);
    i->counts.now = stream_of(i)->kind != STREAM_DOSSIER;
    if (i->table && !reading_report_table(&i->report, sheet_table_name(i->sheet, i->table_at - 1), i->table))
        return error_memory(e, i->file);
    while (ok && !done) {
        i->interrupted = collect_stopping();
        if (i->interrupted)
            return error_set(e, ERROR_TEMPORARY, i->file,
                             _("Import the file again: what is there already costs little."),
                             _("interrupted"));
        page_reset(i->page);
        ok = rows_fill(i, &done, e);
        struct error late = {0};
        bool put = (ok || (i->json && i->page->record_count)) && page_put(i, &place, ok ? e : &late);
        ok = ok && put;
    }
    i->records += i->json ? record_file_records(i->json) : (int64_t)tabular_records(i->table);
    i->counts.records += i->counts.now ? (int64_t)tabular_records(i->table) : 0;
    i->skipped += i->json ? 0 : (int64_t)tabular_skipped(i->table);
    return ok;
}

static bool period_assume(void *context, const char *stream, enum period_kind *kind, moment *from)
{
    const struct import *i = context;
    struct period p;
    struct error none = {0};
    const char *name = "month";
    for (size_t m = 0; m < i->manifests->count; m++)
        for (size_t k = 0; k < i->manifests->items[m]->manifest->stream_count; k++)
            if (strcmp(i->manifests->items[m]->manifest->streams[k].name, stream) == 0)
                name = i->manifests->items[m]->manifest->streams[k].period;
    if (!period_kind_read(name, kind) || !period_make(*kind, NULL, i->run.observed, &p, &none))
        return false;
    *from = p.from;
    return true;
}

/* What all tables said, each figure under its period. */
static bool figures_import(struct import *i, struct error *e)
{
    const struct ledger_given given = {.given = i->options->period_given,
                                       .kind = i->options->kind,
                                       .from = i->options->from,
                                       .assume = period_assume,
                                       .differ = differ_tell,
                                       .context = i};
    struct ledger_place where = {0};
    bool ok = figure_ledger_close(i->counts.ledger, &given, &i->counts.assumed, e);
    i->counts.now = true;
    while (ok) {
        page_reset(i->page);
        ok = figure_ledger_fill(i->counts.ledger, i->page, &where, e);
        if (!ok || !where.stream)
            return ok;
        const struct page_place place = {.source = i->run.source,
                                         .run = i->run.id,
                                         .stream = where.stream,
                                         .observed = i->run.observed,
                                         .cursor = "",
                                         .period_kind = period_kind_name(where.kind),
                                         .period_from = where.from};
        moment newest = figures_newest(place.period_kind, where.from, i->run.observed);
        i->run.newest = newest > i->run.newest ? newest : i->run.newest;
        ok = page_put(i, &place, e);
    }
    return false;
}

/* Every table of the file. What was read before a fault goes into the store all the same. */
static bool tables_import(struct import *i, struct error *e)
{
    struct tabular_miss miss = {0};
    bool ok = true, counts = false;
    if (i->json)
        return content_import(i, e);
    i->counts.only = true;
    while (ok && i->table) {
        bool dossiers = tabular_stream(i->table)->kind == STREAM_DOSSIER;
        i->counts.only &= !dossiers;
        counts |= !dossiers;
        ok = content_import(i, e) && table_find(i, &miss, e);
        ok = ok && (!i->table || source_put(i, e));
    }
    struct error late = {0};
    bool put = !counts || figures_import(i, ok ? e : &late);
    return ok && put;
}

/* What is not whole, and what to do about it. */
static void outcome_print(const struct import *i)
{
    const struct outcome *why = &i->run.why;
    char line[LIMIT_MESSAGE_BYTES];
    if (*outcome_say(why, line, sizeof line))
        fprintf(stderr, "  %s\n", line);
    if (i->run.rejected || i->counts.sums)
        fprintf(stderr, "  %s\n", _("'motcua rejects' tells which rows were rejected, and why."));
}

/* What was not understood, the most rows first. */
static void issues_print(struct import *i)
{
    char line[LIMIT_LINE_BYTES], n[TEXT_NUMBER_BYTES];
    misgiving_list_sort(&i->issues);
    for (size_t k = 0; k < i->issues.count && k < LIMIT_FINDINGS; k++) {
        fputs("  ", stderr);
        told_printable(misgiving_say(&i->issues.items[k], line, sizeof line));
        fputs("\n", stderr);
    }
    if (i->issues.count > LIMIT_FINDINGS)
        fprintf(stderr, _("  and %s more of that kind\n"),
                text_count((int64_t)(i->issues.count - LIMIT_FINDINGS), n));
}

static void summary_print(const struct import *i)
{
    char got[TEXT_NUMBER_BYTES], added[TEXT_NUMBER_BYTES], changed[TEXT_NUMBER_BYTES],
        same[TEXT_NUMBER_BYTES], rejected[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES];
    const struct run *r = &i->run;
    if (i->options->explain)
        fprintf(stderr, _("%s: %s records read, %s rejected; nothing was stored\n"), i->file,
                text_count(i->records, n), text_count(r->rejected, rejected));
    else
        fprintf(stderr,
                i->counts.only ? _("%s: %s figures (new %s, changed %s, unchanged %s, rejected rows %s)\n")
                               : _("%s: %s dossiers (new %s, changed %s, unchanged %s, rejected %s)\n"),
                i->file, text_count(i->counts.only ? i->figures : (int64_t)i->seen.count + i->keyless, got),
                text_count(r->new_rows, added), text_count(r->changed, changed),
                text_count(r->unchanged, same), text_count(r->rejected, rejected));
    if (!i->counts.only && i->figures)
        fprintf(stderr, _("  and %s figures\n"), text_count(i->figures, n));
    if (i->skipped)
        fprintf(stderr, _("  %s rows with too few cells were passed over: titles, notes, signatures\n"),
                text_count(i->skipped, n));
    int64_t dossiers = i->records - i->counts.records, codes = (int64_t)i->seen.count + i->keyless;
    if (!i->counts.only && codes < dossiers)
        fprintf(stderr, _("  %s rows have the code of another row; of those the last counts\n"),
                text_count(dossiers - codes, n));
    if (i->breaks > LIMIT_IMPORT_TOLD)
        fprintf(stderr, _("  %s sums do not add up in all\n"), text_count(i->breaks, n));
    if (i->report.fresh.count) {
        fprintf(stderr, _("  %s units are new: "), text_count((int64_t)i->report.fresh.count, n));
        told_printable(buffer_string(&i->new_units));
        fputs(i->report.fresh.count > LIMIT_IMPORT_TOLD ? " ...\n" : "\n", stderr);
    }
    if (i->notes)
        table_notes_print(i->notes, i->file);
    if (i->counts.assumed)
        fprintf(stderr, "  %s\n",
                _("The titles state no period: the one that holds --at was taken; --period and --of say "
                  "another."));
    outcome_print(i);
}

static bool run_begin(struct import *i, struct store *s, const struct import_options *o, struct error *e)
{
    struct stat file;
    i->store = s;
    i->options = o;
    i->run = (struct run){.observed = o->observed == MOMENT_NONE ? moment_now() : o->observed,
                          .started = moment_now(),
                          .expected = -1,
                          .newest = MOMENT_NONE,
                          .bytes = stat(i->file, &file) == 0 ? (int64_t)file.st_size : 0};
    i->names = unit_names_load(s, i->run.observed, e);
    i->counts.ledger = figure_ledger_new(e);
    i->page = page_new();
    if (!i->page)
        return error_memory(e, i->file);
    return i->names && i->counts.ledger && source_put(i, e) && (o->explain || store_run_begin(s, &i->run, e));
}

/* Complete, partial or failed, by what came and what did not. false and fault: not complete. */
static bool run_judge(struct import *i, bool ok, struct error *fault)
{
    struct outcome *why = &i->run.why;
    i->run.rejected -= i->counts.sums;
    why->came = i->records;
    why->read = i->records > i->run.rejected ? i->records - i->run.rejected : 0;
    if (!why->read) /* a sum that does not fit is a reject beside the records */
        why->read = i->run.new_rows + i->run.changed + i->run.unchanged > 0;
    why->count[OUTCOME_REJECTED] = i->run.rejected;
    if (i->notes)
        why->count[OUTCOME_TABLES] = table_notes_lost(i->notes) + table_notes_cells(i->notes);
    why->count[OUTCOME_BROKEN] += !ok && !i->interrupted;
    why->reject_limit = i->options->reject_limit;
    enum outcome_verdict verdict = outcome_verdict(why);
    i->run.outcome = i->interrupted ? "interrupted" : outcome_verdict_name(verdict);
    if (ok && verdict == OUTCOME_FAILED && !i->records)
        ok = error_set(fault, ERROR_DATA, i->file, _("Look at the file: is it the right export?"),
                       _("no row below the heading could be read"));
    if (ok && verdict != OUTCOME_COMPLETE) {
        char line[LIMIT_MESSAGE_BYTES];
        ok = error_set(fault, outcome_code(why), i->file, outcome_hint(why), "%s",
                       outcome_say(why, line, sizeof line));
    }
    if (ok)
        outcome_say(why, i->message, sizeof i->message);
    else
        snprintf(i->message, sizeof i->message, "%.400s", fault->what);
    i->run.message = *i->message ? i->message : NULL;
    return ok;
}

bool import_run(struct import *i, struct store *s, const struct import_options *o, struct error *e)
{
    struct error fault = {0}, end = {0};
    int64_t clock = progress_clock();
    if (!run_begin(i, s, o, e))
        return false;
    bool ok = tables_import(i, &fault);
    i->run.ended = moment_now();
    i->run.milliseconds = progress_clock() - clock;
    i->run.expected = i->records;
    i->run.got = (int64_t)i->seen.count + i->keyless;
    if (i->counts.records > i->counts.rejects - i->counts.sums)
        i->run.got += i->counts.records - (i->counts.rejects - i->counts.sums);
    ok = run_judge(i, ok, &fault);
    bool kept = o->explain || run_issues_put(s, &i->run, &i->issues, &end);
    bool ended = (o->explain || store_run_end(s, &i->run, kept ? &end : NULL)) && kept;
    if (e && !ok)
        *e = fault;
    else if (e && !ended)
        *e = end;
    summary_print(i);
    issues_print(i);
    reading_report_print(&i->report, 0, 0);
    return ok && ended;
}

const struct reading_report *import_report(const struct import *i)
{
    return &i->report;
}
