#include "adapters/json/record_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/json/json_reader.h"
#include "adapters/json/reply.h"
#include "base/text.h"

enum { CHUNK_BYTES = 65536, PIECE_BYTES = 8192 };

struct record_file {
    const char *name; /* for messages */
    int fd;
    const struct stream *stream;
    struct reply *reply;
    int64_t bytes, records; /* bytes parsed; records of the pages before */
    bool lines;             /* records follow one another: a broken record need not cost the next record */
    bool line_begins;       /* the next byte is the first of a line */
    bool skipping;          /* bytes are skipped up to the next line that begins a record */
    bool over;              /* the end of the file was read */
    size_t at, used;        /* place and end of the unread bytes in the chunk */
    char chunk[CHUNK_BYTES];
};

/* The place of the first byte behind a byte order mark and blanks. */
static size_t begin_of(const char *head, size_t n)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t at = n >= 3 && memcmp(head, mark, 3) == 0 ? 3 : 0;
    while (at < n && head[at] && strchr(" \t\r\n", head[at]))
        at++;
    return at;
}

bool record_file_suits(const char *file)
{
    char head[256];
    struct stat about;
    if (strcmp(file, RECORD_FILE_STDIN) == 0)
        return true;
    if (stat(file, &about) != 0 || S_ISDIR(about.st_mode))
        return false;
    if (!S_ISREG(about.st_mode)) /* a look would take bytes out of a pipe */
        return true;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;
    if (fd >= 0)
        close(fd);
    size_t at = n > 0 ? begin_of(head, (size_t)n) : 0;
    return n > 0 && at < (size_t)n && (head[at] == '[' || head[at] == '{');
}

/* --- which shape the file has --- */

struct look {
    const struct plan *plan;
    size_t depth;
    bool wrapped;
};

static bool look_in(void *context)
{
    struct look *l = context;
    return ++l->depth <= LIMIT_DEPTH;
}

static bool look_out(void *context)
{
    struct look *l = context;
    return --l->depth > 0; /* the first value tells the shape */
}

static bool leads_to_records(const struct plan *p, const struct member_node *node)
{
    const struct member_node *at = &p->tree.nodes[p->records[0]];
    while (at != node && at != p->tree.nodes)
        at = &p->tree.nodes[at->parent];
    return at == node && node != p->tree.nodes;
}

/* The first object is a wrapper if a member of it leads to the records, and a record if the member is a record's. */
static bool look_key(void *context, const char *name, size_t n)
{
    struct look *l = context;
    const struct member_tree *t = &l->plan->tree;
    if (l->depth != 1)
        return true;
    const struct member_node *outer = member_tree_find(t, t->nodes, name, n);
    l->wrapped = outer && leads_to_records(l->plan, outer);
    return !l->wrapped && !member_tree_find(t, &t->nodes[l->plan->records[0]], name, n);
}

static bool wrapped_tell(const struct record_file *f)
{
    static const struct json_events events = {
        .object = look_in, .key = look_key, .object_end = look_out, .list = look_in, .list_end = look_out};
    struct look look = {.plan = f->stream->plan};
    if (f->chunk[f->at] != '{' || look.plan->records[0] == 0)
        return false;
    struct json_reader *parser = json_reader_open(&events, &look, false);
    if (parser)
        (void)json_reader_feed(parser, f->chunk + f->at, f->used - f->at);
    json_reader_close(parser);
    return look.wrapped;
}

/* --- reading --- */

static bool file_fault(const struct record_file *f, struct error *e)
{
    return error_set(e, ERROR_DATA, f->name, _("Check the name and its permissions."), "%s", strerror(errno));
}

/* Fills the chunk with the bytes that come at once. A signal ends the wait: *stopped. */
static bool chunk_read(struct record_file *f, bool *stopped, struct error *e)
{
    ssize_t n = read(f->fd, f->chunk + f->used, CHUNK_BYTES - f->used);
    *stopped = n < 0 && errno == EINTR;
    if (n < 0 && !*stopped)
        return file_fault(f, e);
    f->used += n > 0 ? (size_t)n : 0;
    f->over = n == 0;
    return true;
}

/* Reads a whole chunk, for a pipe gives few bytes at a time and the shape is told from many. */
static bool head_read(struct record_file *f, struct error *e)
{
    bool stopped;
    while (!f->over && f->used < CHUNK_BYTES)
        if (!chunk_read(f, &stopped, e))
            return false;
    f->at = begin_of(f->chunk, f->used);
    f->bytes = (int64_t)f->at;
    f->line_begins = true;
    return f->at < f->used ||
           error_set(e, ERROR_DATA, f->name, _("Export it again."), _("the file is empty"));
}

static const struct stream *stream_find(const struct manifest *m)
{
    for (size_t i = 0; i < m->stream_count; i++)
        if (m->streams[i].kind == STREAM_DOSSIER)
            return &m->streams[i];
    return NULL;
}

struct record_file *record_file_open(const char *file, const struct manifest *m, struct error *e)
{
    struct record_file *f = calloc(1, sizeof *f);
    if (!f) {
        error_memory(e, file);
        return NULL;
    }
    bool input = strcmp(file, RECORD_FILE_STDIN) == 0;
    f->name = input ? "stdin" : file;
    f->stream = stream_find(m);
    f->fd = input ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC);
    bool ok = f->stream || error_set(e, ERROR_CONFIG, m->name,
                                     _("Choose a manifest that has a stream of dossiers: dvcqg_sync, igate."),
                                     _("no stream of dossiers"));
    ok = ok && (f->fd >= 0 || file_fault(f, e)) && head_read(f, e);
    bool wrapped = ok && wrapped_tell(f);
    if (ok) {
        f->lines = !wrapped && f->chunk[f->at] == '{';
        f->reply = reply_open_records(f->stream->plan, NULL, wrapped, e);
    }
    if (f->reply)
        return f;
    record_file_close(f);
    return NULL;
}

void record_file_close(struct record_file *f)
{
    if (!f)
        return;
    if (f->fd >= 0)
        close(f->fd);
    reply_close(f->reply);
    explicit_bzero(f, sizeof *f); /* the chunk holds whole records */
    free(f);
}

const struct stream *record_file_stream(const struct record_file *f)
{
    return f->stream;
}

int64_t record_file_records(const struct record_file *f)
{
    return f->records - reply_begun(f->reply);
}

/* --- records --- */

static bool text_fault(const struct record_file *f, const struct error *why, struct error *e)
{
    return error_set(
        e, ERROR_DATA, f->name,
        _("Get it again; records that stand one a line do not cost the others when one is broken."),
        _("not to be read from byte %lld on: %s"), (long long)f->bytes, why->what);
}

/* Takes one piece of a line. Where a line is broken, the record that the line began is a reject, and the next line
 * that begins a record goes on. That may be this same line, if the record before it has no end. */
static bool piece_take(struct record_file *f, const char *piece, size_t n, struct error *e)
{
    struct error why = {0};
    for (int tries = 0; tries < 2; tries++) {
        bool fresh = f->line_begins && *piece == '{', inside = reply_inside(f->reply);
        if (f->skipping && !fresh)
            return true;
        f->skipping = false;
        if (reply_records(f->reply, piece, n, &why))
            return true;
        if (!f->lines || why.code != ERROR_DATA)
            return why.code == ERROR_DATA ? text_fault(f, &why, e)
                                          : error_set(e, why.code, f->name, NULL, "%s", why.what);
        f->skipping = true;
        if (!reply_restart(f->reply, e) || !reply_reject(f->reply, N_("not JSON"), e))
            return false;
        if (!inside || !fresh)
            return true;
    }
    return true;
}

static bool chunk_take(struct record_file *f, const struct page *page, struct error *e)
{
    while (f->at < f->used && page->dossier_count + page->reject_count < LIMIT_IMPORT_ROWS) {
        const char *piece = f->chunk + f->at;
        size_t n = f->used - f->at < PIECE_BYTES ? f->used - f->at : PIECE_BYTES;
        const char *end = memchr(piece, '\n', n);
        if (end)
            n = (size_t)(end - piece) + 1;
        if (!piece_take(f, piece, n, e))
            return false;
        f->line_begins = end != NULL;
        f->at += n;
        f->bytes += (int64_t)n;
    }
    return true;
}

static bool end_take(struct record_file *f, struct error *e)
{
    return f->skipping || reply_whole(f->reply) ||
           error_set(e, ERROR_DATA, f->name, _("Get it again: the rest of it is missing."),
                     _("the file ends in the middle of a record or list, at byte %lld"), (long long)f->bytes);
}

bool record_file_fill(struct record_file *f, struct page *page, bool *done, struct error *e)
{
    bool stopped = false, ok = true;
    reply_turn(f->reply, page, f->records);
    *done = false;
    while (ok && !*done && !stopped && page->dossier_count + page->reject_count < LIMIT_IMPORT_ROWS) {
        if (f->at == f->used && !f->over) {
            f->at = f->used = 0;
            ok = chunk_read(f, &stopped, e);
        }
        ok = ok && chunk_take(f, page, e);
        *done = ok && f->over && f->at == f->used;
    }
    if (ok && *done)
        ok = end_take(f, e);
    f->records += (int64_t)page->record_count;
    return ok;
}
