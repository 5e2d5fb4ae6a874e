#include "adapters/table/web_archive.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adapters/table/text_file.h"
#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"

enum { BOUNDARIES = 8, BOUNDARY_BYTES = 128, WORD_BYTES = 128 };

/* The head of one part. */
struct part {
    char type[WORD_BYTES], encoding[WORD_BYTES], charset[WORD_BYTES];
};

struct archive {
    const char *file;
    char boundaries[BOUNDARIES][BOUNDARY_BYTES];
    size_t boundary_count;
    struct buffer page; /* the page made of all parts */
    size_t pages;
};

static const char *find_case(const char *text, size_t n, const char *wanted)
{
    size_t k = strlen(wanted);
    for (size_t i = 0; i + k <= n; i++)
        if (strncasecmp(text + i, wanted, k) == 0)
            return text + i;
    return NULL;
}

bool web_archive_suits(const char *head, size_t n)
{
    size_t skip = strspn(head, "\r\n\t ");
    const char *text = head + (skip < n ? skip : 0);
    return strncasecmp(text, "MIME-Version:", 13) == 0 ||
           strncasecmp(text, "Content-Type: multipart/", 24) == 0 ||
           ((strncasecmp(text, "From:", 5) == 0 || strncasecmp(text, "X-", 2) == 0 ||
             strncasecmp(text, "Date:", 5) == 0 || strncasecmp(text, "Subject:", 8) == 0) &&
            find_case(head, n, "MIME-Version:"));
}

bool frameset_suits(const char *head, size_t n)
{
    return find_case(head, n, "<frameset") && !find_case(head, n, "<table");
}

/* --- heads --- */

/* Reads the value behind a name and =, without quotes: charset="utf-8". */
static void parameter_read(const char *line, const char *name, char *out, size_t size)
{
    const char *at = find_case(line, strlen(line), name);
    if (!at)
        return;
    at += strlen(name);
    at += *at == '"';
    size_t n = strcspn(at, "\";\r\n \t");
    if (n < size)
        snprintf(out, size, "%.*s", (int)n, at);
}

/* Reads one line of a head, with its continuations joined. */
static void head_line(struct archive *a, struct part *p, const char *line)
{
    if (strncasecmp(line, "Content-Type:", 13) == 0) {
        parameter_read(line + 13 + strspn(line + 13, " \t"), "", p->type, sizeof p->type);
        parameter_read(line, "charset=", p->charset, sizeof p->charset);
        char boundary[BOUNDARY_BYTES] = "";
        parameter_read(line, "boundary=", boundary, sizeof boundary);
        if (*boundary && a->boundary_count < BOUNDARIES)
            memcpy(a->boundaries[a->boundary_count++], boundary, sizeof boundary);
    } else if (strncasecmp(line, "Content-Transfer-Encoding:", 26) == 0) {
        parameter_read(line + 26 + strspn(line + 26, " \t"), "", p->encoding, sizeof p->encoding);
    }
}

static size_t line_length(const char *at, size_t n)
{
    const char *end = memchr(at, '\n', n);
    return end ? (size_t)(end - at) + 1 : n;
}

/* Reads a head up to its blank line; returns how many bytes the head takes. */
static size_t head_read(struct archive *a, struct part *p, const char *at, size_t n)
{
    char line[1024];
    size_t used = 0, taken = 0;
    *p = (struct part){0};
    while (taken < n) {
        size_t k = line_length(at + taken, n - taken), text = k;
        while (text && strchr("\r\n", at[taken + text - 1]))
            text--;
        bool more = text && (at[taken] == ' ' || at[taken] == '\t');
        if (!more && used) {
            head_line(a, p, line);
            used = 0;
        }
        if (!text)
            return taken + k;
        int written =
            snprintf(line + used, sizeof line - used, "%.*s", (int)(text > 1000 ? 1000 : text), at + taken);
        used += written > 0 && used + (size_t)written < sizeof line ? (size_t)written : 0;
        taken += k;
    }
    return taken;
}

/* --- bodies --- */

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static size_t quoted_read(const char *in, size_t n, char *out)
{
    char *to = out;
    for (size_t i = 0; i < n; i++) {
        int high = in[i] == '=' && i + 2 < n ? hex(in[i + 1]) : -1, low = high >= 0 ? hex(in[i + 2]) : -1;
        if (low >= 0) {
            *to++ = (char)(high * 16 + low);
            i += 2;
        } else if (in[i] == '=' && i + 1 < n && (in[i + 1] == '\n' || in[i + 1] == '\r')) {
            i += in[i + 1] == '\r' && i + 2 < n && in[i + 2] == '\n' ? 2 : 1;
        } else {
            *to++ = in[i];
        }
    }
    return (size_t)(to - out);
}

static size_t base64_read(const char *in, size_t n, char *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int have = 0;
    char *to = out;
    for (size_t i = 0; i < n && in[i] != '='; i++) {
        const char *at = in[i] ? strchr(letters, in[i]) : NULL;
        if (!at)
            continue;
        bits = bits << 6 | (uint32_t)(at - letters);
        have += 6;
        if (have >= 8) {
            have -= 8;
            *to++ = (char)(bits >> have & 0xFF);
        }
    }
    return (size_t)(to - out);
}

static bool page_add(struct archive *a, const char *bytes, size_t n, const char *charset, struct error *e)
{
    char *text;
    size_t length;
    if (!text_file_of(bytes, n, charset && *charset ? charset : NULL, &text, &length, e))
        return false;
    bool ok = buffer_append(&a->page, text, length) && buffer_append(&a->page, "\n", 1);
    explicit_bzero(text, length);
    free(text);
    a->pages++;
    return ok || error_set(e, ERROR_DATA, a->file, _("Save only the table that matters."),
                           _("the page is larger than %d bytes"), LIMIT_HTML_BYTES);
}

static bool body_add(struct archive *a, const struct part *p, const char *body, size_t n, struct error *e)
{
    if (*p->type && strcasecmp(p->type, "text/html") != 0 &&
        strcasecmp(p->type, "application/vnd.ms-excel") != 0)
        return true;
    char *plain = malloc(n + 1);
    if (!plain)
        return error_memory(e, a->file);
    size_t k = n;
    if (strcasecmp(p->encoding, "quoted-printable") == 0)
        k = quoted_read(body, n, plain);
    else if (strcasecmp(p->encoding, "base64") == 0)
        k = base64_read(body, n, plain);
    else
        memcpy(plain, body, n);
    bool ok = page_add(a, plain, k, p->charset, e);
    explicit_bzero(plain, n);
    free(plain);
    return ok;
}

/* Does the line begin the next part, or end the parts? */
static bool is_boundary(const struct archive *a, const char *line, size_t n)
{
    for (size_t i = 0; i < a->boundary_count; i++) {
        size_t k = strlen(a->boundaries[i]);
        if (n >= k + 2 && memcmp(line, "--", 2) == 0 && memcmp(line + 2, a->boundaries[i], k) == 0)
            return true;
    }
    return false;
}

static bool parts_read(struct archive *a, const char *bytes, size_t n, struct error *e)
{
    struct part p;
    size_t at = strspn(bytes, "\r\n\t ");
    while (at < n) {
        at += head_read(a, &p, bytes + at, n - at);
        size_t start = at, k = 0;
        for (; at < n && (k = line_length(bytes + at, n - at)) && !is_boundary(a, bytes + at, k); at += k)
            continue;
        bool body = strncasecmp(p.type, "multipart/", 10) != 0 && at > start;
        if (body && !body_add(a, &p, bytes + start, at - start, e))
            return false;
        at += at < n ? k : 0;
    }
    return true;
}

/* --- files --- */

bool html_file_read(const char *file, struct buffer *out, struct error *e)
{
    char chunk[64 * 1024];
    size_t n;
    FILE *f = fopen(file, "rbe");
    while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0 && buffer_append(out, chunk, n))
        continue;
    bool ok = f && !ferror(f) && !out->failed;
    if (!ok && out->failed)
        error_set(e, ERROR_DATA, file, _("Save only the table that matters."),
                  _("the page is larger than %d bytes"), LIMIT_HTML_BYTES);
    else if (!ok)
        error_set(e, ERROR_DATA, file, _("Check the name and its permissions."), "%s", strerror(errno));
    if (f)
        fclose(f);
    return ok;
}

static void buffer_wipe(struct buffer *b)
{
    if (b->data)
        explicit_bzero(b->data, b->size);
    buffer_free(b);
}

int web_archive_open(const char *file, struct error *e)
{
    struct archive a = {.file = file};
    struct buffer bytes;
    int fd = -1;
    buffer_init(&bytes, LIMIT_HTML_BYTES * 2);
    buffer_init(&a.page, LIMIT_HTML_BYTES);
    if (html_file_read(file, &bytes, e) && parts_read(&a, buffer_string(&bytes), bytes.used, e)) {
        if (a.pages)
            fd = memory_file(buffer_string(&a.page), a.page.used, e);
        else
            error_set(e, ERROR_DATA, file, _("Open it and save it as .xlsx."),
                      _("a web archive without a page in it"));
    }
    buffer_wipe(&bytes);
    buffer_wipe(&a.page);
    return fd;
}

/* The next address of a page in the folder beside: href="ho-so_files/sheet001.htm". An address that leads out of that
 * folder is passed over. */
static const char *frame_next(const char *at, const char *end, char *out, size_t size)
{
    for (; at < end; at++) {
        bool link = strncasecmp(at, "href=", 5) == 0, frame = strncasecmp(at, "src=", 4) == 0;
        if (!link && !frame)
            continue;
        const char *name = at + (link ? 5 : 4);
        name += *name == '"' || *name == '\'';
        size_t n = strcspn(name, "\"'> \t\r\n"), used = 0;
        for (size_t i = 0; i < n && used + 1 < size; i++) {
            int high = name[i] == '%' && i + 2 < n ? hex(name[i + 1]) : -1,
                low = high >= 0 ? hex(name[i + 2]) : -1;
            out[used++] = low >= 0 ? (char)(high * 16 + low) : name[i];
            i += low >= 0 ? 2 : 0;
        }
        out[used] = '\0';
        bool page =
            used > 4 && (strcasecmp(out + used - 4, ".htm") == 0 || strcasecmp(out + used - 5, ".html") == 0);
        if (page && n < size && *out != '/' && !strstr(out, "..") && !strchr(out, ':') && !strchr(out, '\\'))
            return name + n;
    }
    return NULL;
}

/* Has the page been read? A link and its frame may name one page. */
static bool frame_known(char names[][WORD_BYTES], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool frames_read(struct archive *a, const struct buffer *bytes, const char *beside, struct error *e)
{
    static const char tabs[] = "tabstrip.htm";
    char(*names)[WORD_BYTES] = calloc(LIMIT_SHEETS, sizeof *names), name[WORD_BYTES], path[LIMIT_FILE_BYTES];
    size_t count = 0;
    const char *at = buffer_string(bytes), *end = at + bytes->used, *slash = strrchr(beside, '/');
    bool ok = names || error_memory(e, a->file);
    while (ok && count < LIMIT_SHEETS && (at = frame_next(at, end, name, sizeof name)) != NULL) {
        struct buffer page;
        size_t n = strlen(name), k = sizeof tabs - 1;
        if (frame_known(names, count, name) || (n >= k && strcmp(name + n - k, tabs) == 0))
            continue;
        memcpy(names[count++], name, sizeof name);
        buffer_init(&page, LIMIT_HTML_BYTES);
        snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash - beside + 1) : 0, beside, name);
        ok = html_file_read(path, &page, e) && page_add(a, buffer_string(&page), page.used, NULL, e);
        if (!ok && !page.used)
            error_set(
                e, ERROR_DATA, a->file,
                _("Open it in the spreadsheet program and save it as .xlsx; or copy the folder beside it."),
                _("a web page in frames, whose sheets are in the file '%.100s', which is not there"), name);
        buffer_wipe(&page);
    }
    free(names);
    if (ok && !a->pages)
        return error_set(e, ERROR_DATA, a->file, _("Open it and save it as .xlsx."),
                         _("a web page in frames, without the pages"));
    return ok;
}

int frameset_open(const char *file, const char *beside, struct error *e)
{
    struct archive a = {.file = beside};
    struct buffer bytes;
    int fd = -1;
    buffer_init(&bytes, LIMIT_HTML_BYTES);
    buffer_init(&a.page, LIMIT_HTML_BYTES);
    if (html_file_read(file, &bytes, e) && frames_read(&a, &bytes, beside, e))
        fd = memory_file(buffer_string(&a.page), a.page.used, e);
    buffer_wipe(&bytes);
    buffer_wipe(&a.page);
    return fd;
}
