#include "adapters/table/table_reply.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "adapters/table/table_manifest.h"
#include "adapters/table/tabular.h"
#include "base/text.h"
#include "base/unit_key.h"

struct reply_name {
    char *code, *apart; /* owned: the code made of the name, and the code where other names share the first */
    bool shared;
};

/* What the format keeps for a poll; also the reader of the reply under way. */
struct table_reply {
    struct table_manifest *manifest;
    struct reader_order order;
    struct buffer body;
    struct figure_ledger *ledger; /* takes the figures of the reply under way */
    struct reply_name *names;     /* owned: units of the reply that have only a name */
    size_t name_count;
    char charset[32]; /* charset in the reply's header, or "" */
};

static void body_wipe(struct table_reply *t)
{
    if (t->body.data)
        explicit_bzero(t->body.data, t->body.size);
    buffer_reset(&t->body);
}

static void table_drop(struct reader_kept *kept);

static struct reader_kept *table_keep(const struct manifest *manifest, struct error *e)
{
    struct table_reply *t = calloc(1, sizeof *t);
    if (!t) {
        error_memory(e, manifest->name);
        return NULL;
    }
    buffer_init(&t->body, (size_t)LIMIT_HTML_BYTES);
    t->manifest = table_manifest_of(manifest, e);
    if (t->manifest)
        return (struct reader_kept *)t;
    table_drop((struct reader_kept *)t);
    return NULL;
}

static void names_clear(struct table_reply *t)
{
    for (size_t i = 0; i < t->name_count; i++) {
        free(t->names[i].code);
        free(t->names[i].apart);
    }
    free(t->names);
    t->names = NULL;
    t->name_count = 0;
}

static void table_drop(struct reader_kept *kept)
{
    struct table_reply *t = (struct table_reply *)kept;
    if (!t)
        return;
    body_wipe(t);
    buffer_free(&t->body);
    figure_ledger_free(t->ledger);
    table_manifest_free(t->manifest);
    names_clear(t);
    free(t);
}

static void charset_take(struct table_reply *t, const char *content_type)
{
    const char *at = content_type ? strcasestr(content_type, "charset=") : NULL;
    size_t n = 0;
    if (at) {
        at += strlen("charset=");
        at += *at == '"' || *at == '\'';
        n = strcspn(at, "\"'; \t");
    }
    snprintf(t->charset, sizeof t->charset, "%.*s", n < sizeof t->charset ? (int)n : 0, at ? at : "");
}

/* A poll has one reply at a time: what the poll keeps is that reply's reader. */
static struct reader *table_open(const struct reader_order *order, struct error *e)
{
    struct table_reply *t = (struct table_reply *)order->kept;
    (void)e;
    body_wipe(t);
    t->order = *order;
    charset_take(t, order->content_type);
    return (struct reader *)t;
}

static void table_close(struct reader *r)
{
    if (r)
        body_wipe((struct table_reply *)r);
}

static bool table_feed(struct reader *r, const char *bytes, size_t n, struct error *e)
{
    struct table_reply *t = (struct table_reply *)r;
    return buffer_append(&t->body, bytes, n) ||
           error_set(e, ERROR_DATA, "", _("Look at what the portal answers; ask for less of it at a time."),
                     _("the page is larger than %d bytes"), LIMIT_HTML_BYTES);
}

/* The name's place in the list, added where it is new; NULL: no memory, or more than LIMIT_UNITS. */
static struct reply_name *name_find(struct table_reply *t, const struct unit_key *key)
{
    char *code = unit_key_code(key, false), *apart = unit_key_code(key, true);
    struct reply_name *found = NULL;
    for (size_t i = 0; code && apart && i < t->name_count; i++)
        if (strcmp(t->names[i].apart, apart) == 0)
            found = &t->names[i];
    struct reply_name *more = NULL;
    if (code && apart && !found && t->name_count < LIMIT_UNITS)
        more = reallocarray(t->names, t->name_count + 1, sizeof *more);
    if (!more) {
        free(code);
        free(apart);
        return found;
    }
    t->names = more;
    found = &t->names[t->name_count++];
    *found = (struct reply_name){.code = code, .apart = apart};
    for (size_t i = 0; i + 1 < t->name_count; i++)
        if (strcmp(t->names[i].code, code) == 0)
            found->shared = t->names[i].shared = true;
    return found;
}

/* Makes a code as unit_names_code() does where the store knows no such name. The reply is read twice, so that names
 * which would share a code (Tân Thành, Tân Thạnh) are known before the first of them is kept, and the order of the
 * rows does not matter. */
static const char *unit_code(void *context, const char *name)
{
    struct table_reply *t = context;
    struct unit_key key;
    if (!unit_key_make(name, &key))
        return NULL;
    const struct reply_name *found = name_find(t, &key);
    unit_key_free(&key);
    return !found ? NULL : found->shared ? found->apart : found->code;
}

/* Writes the reply into a file in memory, for the readers of tables read files. */
static int body_file(const struct table_reply *t, struct error *e)
{
    int fd = memfd_create("motcua-reply", MFD_CLOEXEC);
    size_t at = 0;
    while (fd >= 0 && at < t->body.used) {
        ssize_t n = write(fd, t->body.data + at, t->body.used - at);
        if (n <= 0) {
            close(fd);
            fd = -1;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    if (fd < 0)
        error_memory(e, "");
    return fd;
}

static bool table_miss(const struct tabular_miss *miss, struct error *e)
{
    char hint[LIMIT_HINT_BYTES];
    if (miss->matched)
        snprintf(hint, sizeof hint, _("The nearest table lacks these columns: %s."), miss->missing);
    else
        snprintf(hint, sizeof hint, "%s",
                 _("Look at the address and the vars of this source, and at the columns in its manifest."));
    return error_set(e, ERROR_DATA, "", hint, _("no table with a heading that is known"));
}

/* Reads a whole table: a reply is one page, however many rows of an imported file go into a page. */
static bool table_read(struct tabular *table, const struct tabular_use *use, struct page *page,
                       struct error *e)
{
    bool done = false, ok = true;
    size_t records = page->record_count;
    while (ok && !done) {
        size_t before = tabular_records(table);
        page->record_count = 0;
        ok = tabular_fill(table, use, page, &done, e);
        if (ok && !done && tabular_records(table) == before)
            ok = error_set(e, ERROR_DATA, "",
                           _("Look at what the portal answers; ask for less of it at a time."),
                           _("more than %d figures"), LIMIT_PAGE_ROWS);
    }
    page->record_count = records + tabular_records(table);
    return ok;
}

/* Tells of a table whose rows are not in the figures: the reply is not whole, or, where people do not see the table,
 * holds more than is read. */
static void table_tell(const struct sheet *s, size_t table, bool hidden, const char *missing,
                       struct page *page)
{
    char place[32], name[64];
    size_t used = strlen(page->reply.words);
    snprintf(place, sizeof place, _("table %zu"), table + 1);
    snprintf(name, sizeof name, "%.60s", *sheet_table_name(s, table) ? sheet_table_name(s, table) : place);
    page->reply.tables += !hidden;
    if (hidden)
        snprintf(page->reply.words + used, sizeof page->reply.words - used, _("%snot read: %s: it is hidden"),
                 used ? "; " : "", name);
    else
        snprintf(page->reply.words + used, sizeof page->reply.words - used,
                 _("%snot read: %s: it lacks these columns: %.100s"), used ? "; " : "", name, missing);
}

/* Reads all tables of the reply that fit the stream; tables that people do not see are no answer. */
static bool tables_read(struct table_reply *t, struct sheet *s, const char *stream,
                        const struct tabular_use *use, struct page *page, struct error *e)
{
    struct tabular_miss miss = {0};
    size_t read = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < sheet_tables(s); i++) {
        struct tabular *table = NULL;
        struct tabular_miss one = {0};
        bool hidden = sheet_table_hidden(s, i);
        ok = tabular_open(s, i, &t->manifest, 1, &table, &one, e);
        bool fits = ok && table && strcmp(tabular_stream(table)->name, stream) == 0;
        if (fits && !hidden) {
            ok = table_read(table, use, page, e);
            read++;
        } else if (fits ||
                   (!hidden && !table && one.needed && one.matched && one.needed_there * 2 >= one.needed)) {
            table_tell(s, i, hidden, one.missing, page);
        }
        if (one.matched > miss.matched)
            miss = one;
        tabular_close(table);
    }
    return ok && (read || table_miss(&miss, e));
}

/* Gives any period: the page has the period of the request, whatever the tables state. */
static bool period_any(void *context, const char *stream, enum period_kind *kind, moment *from)
{
    (void)context;
    (void)stream;
    *kind = PERIOD_MONTH;
    *from = 0;
    return true;
}

/* Tells nobody: figure_ledger_fill() makes a reject where tables differ. */
static void differ_pass(void *context, const char *unit, const char *group, const char *metric, int64_t one,
                        int64_t other)
{
    (void)context;
    (void)unit;
    (void)group;
    (void)metric;
    (void)one;
    (void)other;
}

static bool figures_put(struct table_reply *t, struct page *page, struct error *e)
{
    const struct ledger_given given = {.given = true, .assume = period_any, .differ = differ_pass};
    struct ledger_place place = {.stream = ""};
    bool assumed, ok = figure_ledger_close(t->ledger, &given, &assumed, e);
    while (ok && place.stream)
        ok = figure_ledger_fill(t->ledger, page, &place, e);
    return ok;
}

static bool sheet_read(struct table_reply *t, struct sheet *s, const char *stream,
                       const struct tabular_use *use, struct page *page, struct error *e)
{
    const struct table_manifests manifests = {&t->manifest, 1};
    sheet_judge(s, table_heading_judge, (void *)(uintptr_t)&manifests);
    return tables_read(t, s, stream, use, page, e) && figures_put(t, page, e);
}

/* The first of two readings, which collects the names of units. */
static bool names_read(struct table_reply *t, struct sheet *s, const char *stream,
                       const struct tabular_use *real, struct error *e)
{
    struct tabular_use use = *real;
    struct page *page = page_new();
    struct figure_ledger *ledger = figure_ledger_new(e);
    const struct table_manifests manifests = {&t->manifest, 1};
    bool ok = ledger && (page || error_memory(e, ""));
    use.ledger = ledger;
    sheet_judge(s, table_heading_judge, (void *)(uintptr_t)&manifests);
    ok = ok && tables_read(t, s, stream, &use, page, e);
    figure_ledger_free(ledger);
    page_free(page);
    return ok;
}

static bool body_read(struct table_reply *t, struct error *e)
{
    const struct tabular_use use = {.unit = t->order.unit,
                                    .source = t->order.source,
                                    .now = MOMENT_NONE,
                                    .unit_code = unit_code,
                                    .ledger = t->ledger,
                                    .asked = true,
                                    .context = t};
    char path[64];
    int fd = body_file(t, e);
    if (fd < 0)
        return false;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct sheet *s = sheet_open_as(path, *t->charset ? t->charset : NULL, e);
    bool ok = s && names_read(t, s, t->order.stream, &use, e) &&
              sheet_read(t, s, t->order.stream, &use, t->order.page, e);
    names_clear(t);
    sheet_close(s);
    close(fd);
    return ok;
}

static bool table_end(struct reader *r, struct error *e)
{
    struct table_reply *t = (struct table_reply *)r;
    struct error inner = {0};
    figure_ledger_free(t->ledger);
    t->ledger = figure_ledger_new(e);
    if (!t->ledger)
        return false;
    bool ok = body_read(t, &inner);
    body_wipe(t);
    if (!ok)
        /* without the name of the file in memory */
        return error_set(e, inner.code, "", inner.hint, "%s", inner.what);
    const struct page *p = t->order.page;
    if (p->dossier_count || p->figure_count || p->reject_count || t->order.plan->empty == EMPTY_LIST)
        return true;
    return error_set(e, ERROR_DATA, t->order.stream,
                     _("Look at the page: does the portal have figures of this period? If an empty table is "
                       "an honest answer, write \"empty\": \"list\" into the manifest."),
                     _("the table has no row with figures"));
}

/* A reply with tables has no envelope. */
static const char *table_member(const struct reader *r, int slot, size_t *n)
{
    (void)r;
    (void)slot;
    *n = 0;
    return NULL;
}

const struct reader_format reader_table = {.driver = "tabular",
                                           .login = "rest_json",
                                           .pages = true,
                                           .keep = table_keep,
                                           .drop = table_drop,
                                           .open = table_open,
                                           .feed = table_feed,
                                           .end = table_end,
                                           .member = table_member,
                                           .close = table_close};
