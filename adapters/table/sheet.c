#include "adapters/table/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "adapters/table/file_kind.h"
#include "adapters/table/legacy_text.h"
#include "adapters/table/sheet_tape.h"
#include "adapters/table/text_file.h"
#include "adapters/table/web_archive.h"
#include "base/text.h"

enum { HEAD_BYTES = 64 * 1024, LETTER_ROWS = 60, LETTER_BYTES = 64 * 1024 };

struct sheet {
    const struct sheet_format *format;
    void *handle;
    char *file;    /* the file's name, as people know it */
    char path[32]; /* "": the file itself is read; else the path of a file in memory that was made of it */
    int fd;        /* of the file in memory; -1: none */
    enum legacy legacy; /* letters of the selected table */
    struct sheet_blocks blocks;
    struct sheet_row raw; /* a row before its letters are read */
    struct sheet_tape tape;
};

/* The formats in the order in which they are tried: the last takes all text. */
static const struct sheet_format *const formats[] = {&sheet_ods, &sheet_xlsx, &sheet_xml2003, &sheet_html,
                                                     &sheet_csv};

static bool head_read(const char *file, char *head, size_t size, size_t *n, struct error *e)
{
    FILE *f = fopen(file, "rbe");
    *n = f ? fread(head, 1, size, f) : 0;
    bool ok = f && !ferror(f);
    if (!ok)
        error_set(e, ERROR_DATA, file, _("Check the name and its permissions."), "%s", strerror(errno));
    else if (*n == 0)
        ok = error_set(e, ERROR_DATA, file, _("Export it again."), _("the file is empty"));
    if (f)
        fclose(f);
    return ok;
}

/* From now on the file in memory is read in place of the file. */
static void file_replace(struct sheet *s, int fd)
{
    if (fd < 0)
        return;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = fd;
    snprintf(s->path, sizeof s->path, "/proc/self/fd/%d", fd);
}

static const char *path_of(const struct sheet *s)
{
    return *s->path ? s->path : s->file;
}

/* Puts the file's name into the error in place of the path in memory, which people do not know. */
static void place_mend(const struct sheet *s, struct error *e)
{
    char rest[sizeof e->where];
    size_t n = strlen(s->path);
    if (!e || !n || strncmp(e->where, s->path, n) != 0)
        return;
    snprintf(rest, sizeof rest, "%s", e->where + n);
    snprintf(e->where, sizeof e->where, "%.200s%.50s", s->file, rest);
}

/* Text in other letters becomes UTF-8, pages in pieces become one page; head becomes the first bytes of the result. */
static bool file_prepare(struct sheet *s, const char *charset, char head[HEAD_BYTES + 1], size_t *n,
                         struct error *e)
{
    int fd = -1;
    bool archive = web_archive_suits(head, *n);
    if (archive)
        fd = web_archive_open(path_of(s), e);
    if (archive ? fd < 0 : !text_file_open(path_of(s), charset, &fd, e))
        return false;
    file_replace(s, fd);
    if (fd >= 0 && !head_read(path_of(s), head, HEAD_BYTES, n, e))
        return false;
    head[*n] = '\0';
    if (archive || !sheet_html.suits(head, *n) || !frameset_suits(head, *n))
        return true;
    fd = frameset_open(path_of(s), s->file, e);
    file_replace(s, fd);
    return fd >= 0 && head_read(path_of(s), head, HEAD_BYTES, n, e);
}

/* Where the archive begins in a file that begins with something else: a program wrote a blank line, a byte order mark or
 * a warning before it. 0: at the front, or nowhere. */
static size_t archive_find(const char *head, size_t n)
{
    enum { BEFORE = 4096 };
    static const char mark[] = "PK\x03\x04", *const parts[] = {"[Content_Types].xml", "_rels/", "docProps/",
                                                               "xl/", "mimetype"};
    const char *at = memmem(head, n < BEFORE ? n : BEFORE, mark, sizeof mark - 1);
    size_t before = at ? (size_t)(at - head) : 0, left = n - before;
    for (size_t i = 0; before && i < sizeof parts / sizeof *parts; i++)
        if (memmem(at, left < 256 ? left : 256, parts[i], strlen(parts[i])))
            return before;
    return 0;
}

/* Copies the file without its first bytes into memory. */
static bool front_cut(struct sheet *s, size_t bytes, char head[HEAD_BYTES + 1], size_t *n, struct error *e)
{
    char chunk[64 * 1024];
    size_t got = 0, total = 0;
    int fd = memfd_create("motcua-archive", MFD_CLOEXEC);
    FILE *from = fopen(s->file, "rbe");
    bool ok = fd >= 0 && from && fseek(from, (long)bytes, SEEK_SET) == 0;
    while (ok && (got = fread(chunk, 1, sizeof chunk, from)) > 0) {
        total += got;
        ok = total <= LIMIT_CSV_BYTES && write(fd, chunk, got) == (ssize_t)got;
    }
    ok = ok && !ferror(from);
    if (!ok)
        error_set(e, ERROR_DATA, s->file, _("Copy or export the file again."),
                  _("the file is damaged: it is no whole ZIP archive"));
    if (from)
        fclose(from);
    file_replace(s, fd);
    return ok && head_read(path_of(s), head, HEAD_BYTES, n, e);
}

static bool format_open(struct sheet *s, const char *charset, struct error *e)
{
    char head[HEAD_BYTES + 1];
    size_t n, i = 0;
    if (!head_read(s->file, head, HEAD_BYTES, &n, e) || !file_kind_readable(s->file, head, n, e))
        return false;
    size_t before = archive_find(head, n);
    if (before && !front_cut(s, before, head, &n, e))
        return false;
    head[n] = '\0';
    if (!sheet_xlsx.suits(head, n) && !file_prepare(s, charset, head, &n, e))
        return false;
    while (i + 1 < sizeof formats / sizeof *formats && !formats[i]->suits(head, n))
        i++; /* the last format takes what no other takes */
    s->format = formats[i];
    s->handle = s->format->open(path_of(s), e);
    return s->handle && sheet_blocks_init(&s->blocks, s->format->tables(s->handle), e);
}

struct sheet *sheet_open_as(const char *file, const char *charset, struct error *e)
{
    struct sheet *s = calloc(1, sizeof *s);
    if (s)
        s->file = strdup(file);
    if (!s || !s->file) {
        free(s);
        error_memory(e, file);
        return NULL;
    }
    s->fd = -1;
    sheet_row_init(&s->raw);
    tape_init(&s->tape);
    if (format_open(s, charset, e))
        return s;
    place_mend(s, e);
    sheet_close(s);
    return NULL;
}

struct sheet *sheet_open(const char *file, struct error *e)
{
    return sheet_open_as(file, NULL, e);
}

void sheet_close(struct sheet *s)
{
    if (!s)
        return;
    if (s->handle)
        s->format->close(s->handle);
    if (s->fd >= 0)
        close(s->fd);
    sheet_row_free(&s->raw);
    tape_free(&s->tape);
    sheet_blocks_free(&s->blocks);
    free(s->file);
    free(s);
}

void sheet_judge(struct sheet *s, heading_judge *judge, void *context)
{
    s->blocks.judge = judge;
    s->blocks.context = context;
}

size_t sheet_tables(const struct sheet *s)
{
    return s->blocks.count;
}

/* The format's table that holds a block. */
static size_t table_of(const struct sheet *s, size_t block)
{
    return s->blocks.items[block].table;
}

const char *sheet_table_name(const struct sheet *s, size_t table)
{
    return s->format->name(s->handle, table_of(s, table));
}

bool sheet_table_hidden(const struct sheet *s, size_t table)
{
    return s->format->hidden && s->format->hidden(s->handle, table_of(s, table));
}

/* Text above a table stands above its first block. */
const char *sheet_table_title(const struct sheet *s, size_t table)
{
    bool first = s->blocks.items[table].first == 0;
    return s->format->title && first ? s->format->title(s->handle, table_of(s, table)) : "";
}

const char *sheet_table_after(const struct sheet *s, size_t table)
{
    return s->format->after ? s->format->after(s->handle, table_of(s, table)) : "";
}

/* Finds out which letters the first rows are in. A fault in these rows is told when they are read for good. */
static void letters_find(struct sheet *s)
{
    struct error none = {0};
    struct buffer text;
    buffer_init(&text, LETTER_BYTES);
    s->legacy = LEGACY_NONE;
    s->raw.keep_raised = true;
    for (size_t i = 0; i < LETTER_ROWS && s->format->next(s->handle, &s->raw, &none) == SHEET_ROW; i++)
        for (size_t k = 0; k < s->raw.count; k++)
            if (s->raw.cells[k].length &&
                buffer_append(&text, s->raw.bytes.data + s->raw.cells[k].at, s->raw.cells[k].length))
                buffer_append(&text, "\n", 1);
    s->legacy = legacy_find(buffer_string(&text), text.used);
    s->raw.keep_raised = s->legacy != LEGACY_NONE;
    if (text.data)
        explicit_bzero(text.data, text.size);
    buffer_free(&text);
}

static bool table_select(struct sheet *s, size_t table, struct error *e)
{
    if (!s->format->select(s->handle, table, e))
        return false;
    letters_find(s);
    if (!s->format->select(s->handle, table, e))
        return false;
    if (s->format->costly)
        tape_begin(&s->tape, table);
    return true;
}

bool sheet_select(struct sheet *s, size_t block, struct error *e)
{
    size_t table = table_of(s, block);
    bool ok = tape_rewind(&s->tape, table) || table_select(s, table, e);
    for (size_t i = 0; ok && i < s->blocks.items[block].first; i++)
        ok = tape_next(&s->tape, s->format, s->handle, &s->raw, e) == SHEET_ROW;
    sheet_blocks_select(&s->blocks, block);
    if (!ok)
        place_mend(s, e);
    return ok;
}

const char *sheet_letters(const struct sheet *s)
{
    return s->legacy == LEGACY_NONE ? NULL : legacy_name(s->legacy);
}

/* Copies the raw row and reads its letters. */
static bool row_convert(struct sheet *s, struct sheet_row *row, struct error *e)
{
    sheet_row_begin(row, s->raw.line);
    for (size_t i = 0; i < s->raw.count; i++) {
        const struct sheet_cell *cell = &s->raw.cells[i];
        char *text = legacy_convert(s->legacy, s->raw.bytes.data + cell->at, cell->length);
        bool ok = text && (cell->length  ? sheet_row_put(row, i, text, strlen(text), cell->number, e)
                           : cell->fault ? sheet_row_fault(row, i, cell->fault, e)
                                         : true);
        if (text)
            explicit_bzero(text, strlen(text));
        free(text);
        if (!ok)
            return false;
    }
    return true;
}

/* The next row of the table, with its letters read. */
static enum sheet_result row_read(struct sheet *s, struct sheet_row *row, struct error *e)
{
    struct sheet_row *to = s->legacy == LEGACY_NONE ? row : &s->raw;
    enum sheet_result result = tape_next(&s->tape, s->format, s->handle, to, e);
    return result == SHEET_ROW && to != row && !row_convert(s, row, e) ? SHEET_FAILED : result;
}

static enum sheet_result block_read(struct sheet *s, struct sheet_row *row, struct error *e)
{
    for (;;) {
        enum block_step step = sheet_blocks_next(&s->blocks, row, e);
        if (step == BLOCK_MORE) {
            enum sheet_result result = row_read(s, row, e);
            if (result == SHEET_FAILED)
                return result;
            sheet_blocks_window(&s->blocks, row);
            step = sheet_blocks_take(&s->blocks, row, result == SHEET_END, e);
        }
        if (step != BLOCK_MORE)
            return step == BLOCK_ROW ? SHEET_ROW : step == BLOCK_END ? SHEET_END : SHEET_FAILED;
    }
}

/* A fault without a place gets the file and the row. */
enum sheet_result sheet_next(struct sheet *s, struct sheet_row *row, struct error *e)
{
    enum sheet_result result = block_read(s, row, e);
    if (result == SHEET_FAILED && e && !*e->where)
        snprintf(e->where, sizeof e->where, "%.200s:%zu", s->file, row->line);
    if (result == SHEET_FAILED)
        place_mend(s, e);
    return result;
}

bool sheet_row_moved(const struct sheet *s, const struct sheet_row *row, size_t width)
{
    bool beyond = false;
    for (size_t i = width; s->format->in_sequence && i < row->count; i++)
        beyond |= row->cells[i].length > 0;
    return beyond;
}

bool sheet_from_1904(const struct sheet *s)
{
    return s->format->from_1904(s->handle);
}
