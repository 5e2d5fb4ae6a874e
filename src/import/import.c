#include "import/import_inner.h"

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
#include "import/known_file.h"
#include "import/reading_report.h"
#include "import/section_sum.h"
#include "import/table_notes.h"
#include "import/unit_names.h"

/* --- the file --- */

static bool nothing_fits(const struct import *i, const struct tabular_miss *miss, struct error *e)
{
    char hint[LIMIT_HINT_BYTES];
    if (miss->matched && *miss->unused)
        snprintf(
            hint, sizeof hint,
            _("The nearest table lacks these columns: %s. Its titles that are not known: %.200s. --column "
              "'TITLE=%.*s' tells that one of them is it."),
            miss->missing, miss->unused, (int)strcspn(miss->missing, ","), miss->missing);
    else if (miss->matched)
        snprintf(hint, sizeof hint, _("The nearest table lacks these columns: %s."), miss->missing);
    else
        snprintf(hint, sizeof hint, "%s",
                 _("A list of dossiers has at least the columns Mã hồ sơ and Ngày tiếp nhận."));
    return error_set(e, ERROR_DATA, i->file, hint, _("no table with a heading that is known"));
}

/* Goes to the next table that fits, from place.at on; i->table is NULL where no table is left. */
static bool table_find(struct import *i, struct tabular_miss *miss, struct error *e)
{
    if (i->table)
        table_notes_read(i->notes, i->table);
    tabular_close(i->table);
    i->table = NULL;
    for (; !i->table && i->place.at < sheet_tables(i->sheet); i->place.at++) {
        struct tabular_miss one = {0};
        bool hidden = sheet_table_hidden(i->sheet, i->place.at);
        if (!hidden && !tabular_open_below(i->sheet, i->place.at, i->manifests->items, i->manifests->count,
                                           &i->place.heading, &i->table, &one, e)) {
            if (e && !*e->where)
                snprintf(e->where, sizeof e->where, "%.200s", i->file);
            return false;
        }
        if (i->table && tabular_continues(i->table) &&
            !table_notes_continue(i->notes, sheet_table_name(i->sheet, i->place.at), i->place.at))
            return error_memory(e, i->file);
        if (!i->table &&
            !table_notes_add(i->notes, sheet_table_name(i->sheet, i->place.at), i->place.at, hidden, &one))
            return error_memory(e, i->file);
        if (one.matched > miss->matched)
            *miss = one;
    }
    return true;
}

struct import *import_open(const char *file, const struct import_manifests *m, struct error *e)
{
    struct tabular_miss miss = {0};
    return import_open_told(file, m, &miss, e);
}

struct import *import_open_told(const char *file, const struct import_manifests *m, struct tabular_miss *miss,
                                struct error *e)
{
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
        if (i->sheet && i->notes && table_find(i, miss, e) && (i->table || nothing_fits(i, miss, e)))
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
    head_free(i->place.heading);
    sheet_close(i->sheet);
    table_notes_free(i->notes);
    figure_ledger_free(i->counts.ledger);
    unit_names_free(i->names);
    page_free(i->page);
    row_choice_clear(&i->rows);
    reject_names_clear(&i->reject_names);
    reading_report_free(&i->report);
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

static const char *unit_code(void *context, const char *name)
{
    struct import *i = context;
    const char *code = unit_names_code(i->names, name);
    if (code && !*code && !misgiving_add(&i->issues, MISGIVING_UNIT, "unit", name, strlen(name), 1))
        return NULL;
    const char *doubt = unit_names_doubt(i->names);
    if (doubt && !misgiving_add(&i->issues, MISGIVING_MEANT, "unit", doubt, strlen(doubt), 1))
        return NULL;
    return code;
}

/* Notes units that the store did not know, by their codes; some codes are made of names. */
static bool units_note(struct import *i, struct error *e)
{
    for (size_t k = 0; k < i->page->unit_count; k++) {
        struct unit_seen *u = &i->page->units[k];
        bool known = unit_names_known(i->names, u->code), first;
        if (known && unit_names_named(i->names, u->code))
            u->name = NULL; /* the store has the unit's name: a file's spelling is no new name */
        if (!reading_report_unit(&i->report, u->code, known, &first))
            return error_memory(e, i->file);
        if (known || !first || i->report.fresh.count > LIMIT_IMPORT_TOLD)
            continue;
        buffer_printf(&i->report.fresh_names, "%s%s", i->report.fresh.count > 1 ? ", " : "", u->code);
    }
    return !i->report.fresh_names.failed || error_memory(e, i->file);
}

/* --- the run --- */

struct source_now {
    bool there, dossiers, tables;
    uint64_t knows;
    const struct import_manifests *manifests;
};

/* columns: manifest, knows, the moment of a dossier */
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

/* A source can know only what all its files can: rows of a file without a column would otherwise count as "no". */
static bool source_put(struct import *i, struct error *e)
{
    struct source_now now = {.manifests = i->manifests};
    const char *name = i->options->source;
    const struct value params[] = {value_text(name)};
    if (!store_query(i->store,
                     "WITH one_row AS MATERIALIZED (SELECT d.known_from FROM dossier d WHERE d.source_id ="
                     " (SELECT id FROM source WHERE name = $1) LIMIT 1)"
                     " SELECT s.manifest, s.knows, (SELECT known_from FROM one_row)"
                     " FROM source s WHERE s.name = $1",
                     params, 1, source_row, &now, e))
        return false;
    if (now.there && !now.tables)
        return error_set(e, ERROR_USAGE, name, _("Choose another name with --source."),
                         _("this source is polled; files do not go into it"));
    uint64_t knows = i->json ? plan_knows(stream_of(i)->plan) : tabular_knows(i->table);
    uint64_t told = i->json ? knows : knows & ~tabular_empty(i->table);
    if (stream_of(i)->kind == STREAM_DOSSIER)
        reading_report_knows(&i->report, told);
    if (!now.there || !now.dossiers) /* an empty column takes nothing from what other files tell */
        knows = told;
    if (stream_of(i)->kind != STREAM_DOSSIER)
        knows = now.there ? now.knows : 0;
    else if (now.there && now.dossiers)
        knows &= now.knows;
    if (now.dossiers && knows != now.knows && !i->options->quiet)
        fprintf(stderr,
                _("%s: has fewer columns than what was imported before into the source %s: what they say is "
                  "unknown from now on\n"),
                i->file, name);
    const char *title = i->options->title ? i->options->title : name;
    return i->options->explain ||
           (store_source_put(i->store, name, title, manifest_of(i), knows, &i->run.source, e) &&
            (!i->options->compared || store_source_count_set(i->store, i->run.source, false, e)));
}

/* Fills the place of a page of the table that is being read; figures of counts are stored later, with their periods. */
static void place_fill(const struct import *i, struct page_place *place)
{
    *place = (struct page_place){.source = i->run.source,
                                 .run = i->run.id,
                                 .stream = stream_of(i)->name,
                                 .observed = i->run.observed,
                                 .cursor = ""};
}

/* Of rows of one code only rows that count more than the rows before go into the store. */
static bool rows_choose(struct import *i)
{
    struct page *p = i->page;
    size_t kept = 0;
    for (size_t k = 0; k < p->dossier_count; k++) {
        bool counts;
        if (!row_choice_add(&i->rows, &p->dossiers[k], &counts))
            return false;
        if (counts && kept != k)
            p->dossiers[kept] = p->dossiers[k];
        kept += counts;
    }
    p->dossier_count = kept;
    return true;
}

static bool page_see(struct import *i, struct error *e)
{
    const struct page *p = i->page;
    bool ok = rows_choose(i);
    for (size_t k = 0; ok && k < p->reject_count; k++) {
        const char *key = p->rejects[k].key;
        ok = !key || i->counts.now || row_choice_reject(&i->rows, key);
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

/* Refuses rows of units that the caller's account may not write. */
static bool units_may(const struct import *i, struct error *e)
{
    const struct import_options *o = i->options;
    const char *bad = NULL;
    if (!o->unit_may)
        return true;
    for (size_t k = 0; !bad && k < i->page->dossier_count; k++) {
        const struct value *unit = &i->page->dossiers[k].value[DOSSIER_UNIT];
        if (unit->known && !o->unit_may(o->unit_context, unit->text))
            bad = unit->text;
    }
    for (size_t k = 0; !bad && k < i->page->figure_count; k++)
        if (!o->unit_may(o->unit_context, i->page->figures[k].unit))
            bad = i->page->figures[k].unit;
    return !bad ||
           error_set(e, ERROR_USAGE, bad, _("Leave out the rows of other units, or ask who may write them."),
                     _("the file has rows of a unit that this account may not write"));
}

/* Names the rejects of the page by the place where they stand. */
static bool rejects_name(struct import *i, struct error *e)
{
    char number[24] = "";
    const char *name = i->table && i->place.at ? sheet_table_name(i->sheet, i->place.at - 1) : "";
    if (i->table && !*name && i->place.at > 1)
        snprintf(number, sizeof number, "%zu", i->place.at);
    return reject_names_give(&i->reject_names, i->page, i->run.file, *name ? name : number, i->counts.now) ||
           error_memory(e, i->file);
}

static bool page_put(struct import *i, const struct page_place *place, struct error *e)
{
    struct page_outcome outcome = {0};
    if (!units_may(i, e) || !page_see(i, e) || !units_note(i, e) || !rejects_name(i, e) ||
        (!i->options->explain && !store_page_put(i->store, place, i->page, &outcome, e)))
        return false;
    i->run.new_rows += outcome.new_rows;
    i->run.changed += outcome.changed;
    i->run.unchanged += outcome.unchanged;
    i->run.rejected += (int64_t)i->page->reject_count;
    i->run.pages++;
    return true;
}

/* Fills the page with rows. Of a page of JSON records the rows before a fault are stored all the same. */
static bool rows_fill(struct import *i, bool *done, struct error *e)
{
    const struct tabular_use use = {.cutoff = i->options->cutoff,
                                    .unit = i->options->unit,
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
    if (i->table && !reading_report_table(&i->report, sheet_table_name(i->sheet, i->place.at - 1), i->table))
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
    reading_report_end(&i->report, i->json ? NULL : i->table);
    return ok;
}

static bool period_assume(void *context, const char *stream, enum period_kind *kind, moment *from)
{
    const struct import *i = context;
    struct period p;
    struct error none = {0};
    const char *name = import_manifests_period(i->manifests, stream);
    if (!period_kind_read(name, kind) ||
        !period_make(*kind, NULL, i->run.observed, i->options->cutoff, &p, &none))
        return false;
    *from = p.from;
    return true;
}

/* Stores the page's figures, with what other files said of other sections of the same figures. */
static bool sections_put(struct import *i, const struct page_place *place, struct error *e)
{
    const struct row_words *words = import_manifests_words(i->manifests, place->stream);
    struct page *late = page_new(), *page = i->page;
    struct page_place later = *place;
    bool ok = late || error_memory(e, i->file);
    ok = ok &&
         (!words || i->options->explain ||
          section_sum(i->store, words, place, page, late, &later.observed, e)) &&
         page_put(i, place, e);
    if (ok && late->figure_count) {
        i->page = late;
        ok = page_put(i, &later, e);
        i->page = page;
    }
    page_free(late);
    return ok;
}

/* Stores what all tables said, each figure under its period. */
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
        if (!given.given && where.from > i->run.observed)
            i->counts.ahead = where.from;
        moment newest = figures_newest(place.period_kind, where.from, i->run.observed);
        i->run.newest = newest > i->run.newest ? newest : i->run.newest;
        int days = figures_fresh_days(place.period_kind);
        i->run.why.fresh_days = days > i->run.why.fresh_days ? days : i->run.why.fresh_days;
        ok = sections_put(i, &place, e);
    }
    return false;
}

/* Imports every table of the file. Pages before a fault are stored all the same, and so are the figures. */
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

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* Finds the moment of the export. Where the file has several tables they are looked through first, because already
 * the first row is stored as of the moment of all tables. */
static bool moment_find(struct import *i, moment file, moment *out, struct error *e)
{
    struct export_moment m;
    struct tabular_miss miss = {0};
    struct head *heading = NULL;
    bool ok = true;
    moment now = moment_now();
    export_moment_begin(&m);
    if (i->table)
        export_moment_table(&m, i->table, now);
    bool more = i->table && i->place.at < sheet_tables(i->sheet);
    if (more)
        heading = tabular_heading(i->table);
    for (size_t at = i->place.at; ok && more && at < sheet_tables(i->sheet); at++) {
        struct tabular *t = NULL;
        struct tabular_miss one = {0};
        if (sheet_table_hidden(i->sheet, at))
            continue;
        ok =
            tabular_open_below(i->sheet, at, i->manifests->items, i->manifests->count, &heading, &t, &one, e);
        if (t)
            export_moment_table(&m, t, now);
        tabular_close(t);
    }
    head_free(heading);
    *out = export_moment_end(&m, file, now, &i->past.moment_of);
    i->past.ahead = m.ahead;
    if (!ok || !more)
        return ok;
    tabular_close(i->table);
    i->table = NULL;
    i->place.at--;
    return tabular_open_below(i->sheet, i->place.at++, i->manifests->items, i->manifests->count,
                              &i->place.heading, &i->table, &miss, e);
}

/* Finds the moment of the newest export of this source that was imported before, if it is newer than this export. */
static bool later_find(struct import *i, struct error *e)
{
    const struct value params[] = {value_text(i->options->source), value_number(i->run.observed)};
    int64_t later = 0;
    bool ok =
        store_query(i->store,
                    "SELECT COALESCE(MAX(r.observed_at), 0) FROM run r JOIN source s ON s.id = r.source_id"
                    " WHERE s.name = $1 AND r.observed_at > $2 AND r.outcome IN ('complete', 'partial')",
                    params, 2, value_number_row, &later, e);
    i->past.later = later ? later : MOMENT_NONE;
    return ok;
}

static bool run_begin(struct import *i, struct store *s, const struct import_options *o, struct error *e)
{
    struct stat file;
    bool there = stat(i->file, &file) == 0 && S_ISREG(file.st_mode);
    i->store = s;
    i->options = o;
    i->run = (struct run){.observed = o->observed,
                          .started = moment_now(),
                          .expected = -1,
                          .newest = MOMENT_NONE,
                          .bytes = there ? (int64_t)file.st_size : 0};
    if (o->observed == MOMENT_NONE &&
        !moment_find(i, there ? (moment)file.st_mtime : MOMENT_NONE, &i->run.observed, e))
        return false;
    if (!later_find(i, e))
        return false;
    if (!known_file_find(s, o->source, i->file, &i->past.known, e))
        return false;
    i->run.file = o->name ? o->name : file_name(i->file);
    i->run.sha256 = *i->past.known.sha256 ? i->past.known.sha256 : NULL;
    i->names = unit_names_load(s, i->run.observed, e);
    i->counts.ledger = figure_ledger_new(e);
    i->page = page_new();
    if (!i->page)
        return error_memory(e, i->file);
    return i->names && i->counts.ledger && source_put(i, e) && (o->explain || store_run_begin(s, &i->run, e));
}

/* Judges the run complete, partial or failed, by what came and what did not. false and fault: the run is not
 * complete. */
static bool run_judge(struct import *i, bool ok, struct error *fault)
{
    struct outcome *why = &i->run.why;
    why->came = i->records;
    why->read = i->records > i->run.rejected ? i->records - i->run.rejected : 0;
    if (!why->read) /* figures count too, of which some are not believed */
        why->read = i->run.new_rows + i->run.changed + i->run.unchanged > 0;
    why->count[OUTCOME_REJECTED] = i->run.rejected;
    if (i->notes)
        why->count[OUTCOME_TABLES] = table_notes_lost(i->notes) + table_notes_cells(i->notes);
    why->count[OUTCOME_SHORT] = i->notes ? table_notes_short(i->notes) : 0;
    why->count[OUTCOME_TWICE] = i->rows.twice;
    why->count[OUTCOME_BROKEN] += !ok && !i->interrupted;
    why->reject_limit = i->options->reject_limit;
    why->fresh_days = i->options->fresh_days ? i->options->fresh_days : why->fresh_days;
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
    i->run.got = (int64_t)i->rows.count + i->keyless;
    if (i->counts.records > i->counts.rejects)
        i->run.got += i->counts.records - i->counts.rejects;
    ok = run_judge(i, ok, &fault);
    i->run.expected = i->records + i->run.why.count[OUTCOME_SHORT];
    if (i->rows.differ &&
        !misgiving_add(&i->issues, MISGIVING_TWICE, dossier_fields[DOSSIER_CODE].name, "", 0, i->rows.differ))
        ok = error_memory(&fault, i->file);
    char *issues = i->issues.count ? misgiving_list_write(&i->issues) : NULL;
    i->run.issues = issues;
    bool ended = o->explain || store_run_end(s, &i->run, &end);
    i->run.issues = NULL;
    free(issues);
    if (e && !ok)
        *e = fault;
    else if (e && !ended)
        *e = end;
    if (!o->quiet)
        import_tell(i);
    else
        misgiving_list_sort(&i->issues);
    return ok && ended;
}
