#include "import/supplement_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/tabular.h"
#include "base/progress.h"
#include "base/text.h"
#include "import/known_file.h"
#include "store/supplement.h"

struct supplement_file {
    const char *file, *source;
    struct store *store;
    int64_t target; /* id of the source that is supplemented */
    struct table_manifest *manifest;
    struct sheet *sheet;
    struct page *page;
    struct run run;
    struct known_file known;
    uint64_t fields; /* fields of the columns so far, by bit */
    int64_t rows, rejected;
};

static bool target_find(struct supplement_file *f, struct error *e)
{
    const struct value name = value_text(f->source);
    return store_query(f->store, "SELECT id FROM source WHERE name = $1", &name, 1, value_number_row,
                       &f->target, e) &&
           (f->target || error_set(e, ERROR_USAGE, f->source, _("'motcua sources' lists them."),
                                   _("no such source in the store")));
}

static bool run_begin(struct supplement_file *f, moment observed, struct error *e)
{
    char name[LIMIT_NAME_BYTES + 16];
    const char *slash = strrchr(f->file, '/');
    snprintf(name, sizeof name, "%.50s.supplement", f->source);
    f->run = (struct run){.observed = observed == MOMENT_NONE ? moment_now() : observed,
                          .started = moment_now(),
                          .expected = -1,
                          .newest = MOMENT_NONE,
                          .outcome = "failed"};
    if (!known_file_find(f->store, name, f->file, &f->known, e))
        return false;
    f->run.file = slash ? slash + 1 : f->file;
    f->run.sha256 = *f->known.sha256 ? f->known.sha256 : NULL;
    return store_source_put(f->store, name, name, "supplement", f->fields, &f->run.source, e) &&
           store_source_count_set(f->store, f->run.source, false, e) && store_run_begin(f->store, &f->run, e);
}

static const char *no_unit(void *context, const char *name)
{
    (void)context;
    (void)name;
    return "";
}

/* Reads the rows of a table; rows that add nothing are no fault. */
static bool table_read(struct supplement_file *f, struct tabular *t, struct error *e)
{
    const struct tabular_use use = {.source = f->source, .now = f->run.observed, .unit_code = no_unit};
    bool done = false, ok = true;
    while (ok && !done) {
        page_reset(f->page);
        ok = tabular_fill(t, &use, f->page, &done, e);
        f->rows += (int64_t)f->page->record_count;
        f->rejected += (int64_t)f->page->reject_count;
        for (size_t i = 0; ok && i < f->page->dossier_count; i++)
            ok = supplement_put(f->store, f->target, &f->run, &f->page->dossiers[i], e);
    }
    return ok;
}

static bool nothing_there(const struct supplement_file *f, struct error *e)
{
    return error_set(
        e, ERROR_DATA, f->file,
        _("It has the column Mã hồ sơ and at least one of: Ngày xin lỗi, Tài khoản công dân, Liên "
          "thông, Số hóa, Kết quả điện tử."),
        _("no table with dossier codes and something to add"));
}

static bool tables_read(struct supplement_file *f, moment observed, struct error *e)
{
    bool ok = true;
    for (size_t at = 0; ok && at < sheet_tables(f->sheet); at++) {
        struct tabular_miss miss = {0};
        struct tabular *t = NULL;
        if (sheet_table_hidden(f->sheet, at))
            continue;
        ok = tabular_open(f->sheet, at, &f->manifest, 1, &t, &miss, e);
        uint64_t fields = t ? tabular_knows(t) & supplement_fields() : 0;
        if (ok && fields) {
            f->fields |= fields;
            ok = (f->run.id || run_begin(f, observed, e)) && store_write_begin(f->store, e);
            if (ok) {
                ok = table_read(f, t, e) && supplement_known(f->store, f->target, fields, e);
                ok = store_write_end(f->store, ok, e);
            }
        }
        tabular_close(t);
    }
    return ok && (f->run.id || nothing_there(f, e));
}

static bool code_row(void *context, const struct value *columns, int count, struct error *e)
{
    const char **between = context;
    char *code = text_printable(columns[0].text);
    (void)count;
    (void)e;
    fprintf(stderr, "%s%s", *between, code ? code : "");
    free(code);
    *between = ", ";
    return true;
}

static bool codes_tell(const struct supplement_file *f, int64_t without, struct error *e)
{
    const struct value params[] = {value_number(f->target), value_number(f->run.id),
                                   value_number(LIMIT_IMPORT_TOLD)};
    const char *between = "";
    char n[TEXT_NUMBER_BYTES];
    if (!without)
        return true;
    fprintf(stderr,
            P_("  %s code is not in the source yet: ", "  %s codes are not in the source yet: ", without),
            text_count(without, n));
    bool ok = store_query(f->store,
                          "SELECT same FROM supplement WHERE source_id = $1 AND run_id = $2 AND key IS NULL"
                          " ORDER BY same LIMIT $3",
                          params, 3, code_row, &between, e);
    fputs(without > LIMIT_IMPORT_TOLD ? " ...\n" : "\n", stderr);
    return ok;
}

static bool state_tell(struct supplement_file *f, struct error *e)
{
    struct supplement_state state;
    char n[TEXT_NUMBER_BYTES], m[TEXT_NUMBER_BYTES], r[TEXT_NUMBER_BYTES], rows[64];
    if (!supplement_state_get(f->store, f->target, f->run.id, &state, e))
        return false;
    snprintf(rows, sizeof rows, P_("%s row", "%s rows", f->rows), text_count(f->rows, n));
    fprintf(stderr,
            P_("%s: %s, %s dossier of the source %s supplemented, rejected %s\n",
               "%s: %s, %s dossiers of the source %s supplemented, rejected %s\n", state.found),
            f->file, rows, text_count(state.found, m), f->source, text_count(f->rejected, r));
    if (state.overruled)
        fprintf(stderr,
                P_("  %s dossier: the portal itself says otherwise, and that stands\n",
                   "  %s dossiers: the portal itself says otherwise, and that stands\n", state.overruled),
                text_count(state.overruled, n));
    f->run.got = state.found;
    f->run.new_rows = 0;
    f->run.changed = state.found;
    if (!codes_tell(f, state.without, e))
        return false;
    return state.found ||
           error_set(e, ERROR_DATA, f->file, _("Is --source the right one? 'motcua sources' lists them."),
                     _("none of its codes is in the source %s"), f->source);
}

bool supplement_import(const char *file, const char *source, struct store *s, moment observed,
                       struct error *e)
{
    struct supplement_file f = {.file = file, .source = source, .store = s};
    struct error late = {0};
    int64_t clock = progress_clock();
    f.manifest = table_manifest_load("supplement", e);
    f.page = page_new();
    f.sheet = f.manifest ? sheet_open(file, e) : NULL;
    bool ok = f.manifest && f.sheet && (f.page || error_memory(e, file)) && target_find(&f, e);
    ok = ok && tables_read(&f, observed, e) && supplement_apply(s, e) && state_tell(&f, e);
    if (f.run.id) {
        f.run.outcome = ok ? "complete" : "failed";
        f.run.message = ok ? NULL : e->what;
        f.run.expected = f.rows;
        f.run.rejected = f.rejected;
        f.run.ended = moment_now();
        f.run.milliseconds = progress_clock() - clock;
        if (!store_run_end(s, &f.run, &late) && ok) {
            *e = late;
            ok = false;
        }
    }
    page_free(f.page);
    sheet_close(f.sheet);
    table_manifest_free(f.manifest);
    return ok;
}
