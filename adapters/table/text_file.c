#include "adapters/table/text_file.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "adapters/table/legacy_text.h"
#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"

enum { CHUNK = 64 * 1024, PROBE = 4096, CHARSET_BYTES = 40 };

/* What the bytes look like. */
struct look {
    size_t sound, bad; /* sequences of UTF-8 beyond ASCII; bytes that belong to no sequence */
    size_t zeros[2];   /* NULs among the first PROBE bytes, at even and odd places */
    size_t probed;
    unsigned char rest[4]; /* the beginning of a sequence that goes on in the next chunk */
    size_t rest_count;
};

/* The length of a sequence that begins with this byte; 0: no sequence begins so. */
static size_t sequence_length(unsigned char c)
{
    return c < 0x80                ? 1
           : c >= 0xC2 && c < 0xE0 ? 2
           : c >= 0xE0 && c < 0xF0 ? 3
           : c >= 0xF0 && c < 0xF5 ? 4
                                   : 0;
}

/* How many bytes a sound sequence takes here; 0: there is none. Surrogates and overlong sequences are not sound. */
static size_t sequence_sound(const unsigned char *at, size_t n)
{
    size_t k = sequence_length(*at);
    if (!k || k > n)
        return 0;
    for (size_t i = 1; i < k; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xF0 && at[1] < 0x90),
         outside = (at[0] == 0xED && at[1] >= 0xA0) || (at[0] == 0xF4 && at[1] >= 0x90);
    return overlong || outside ? 0 : k;
}

static void zeros_count(struct look *l, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n && l->probed < PROBE; i++, l->probed++)
        l->zeros[l->probed & 1] += bytes[i] == 0;
}

/* Looks at n bytes, the last chunk or not; returns how many of them wait for the next chunk. */
static size_t look_at(struct look *l, const unsigned char *bytes, size_t n, bool last)
{
    zeros_count(l, bytes, n);
    for (size_t at = 0; at < n;) {
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t k = sequence_sound(bytes + at, n - at);
        if (!k && !last && n - at < sequence_length(bytes[at]))
            return n - at;
        l->sound += k > 0;
        l->bad += k == 0;
        at += k ? k : 1;
    }
    return 0;
}

static bool file_look(FILE *f, struct look *l)
{
    unsigned char bytes[CHUNK + 4] = {0};
    size_t kept = 0, n;
    while ((n = fread(bytes + kept, 1, CHUNK, f)) > 0) {
        size_t have = kept + n;
        kept = look_at(l, bytes, have, false);
        memmove(bytes, bytes + have - kept, kept);
    }
    look_at(l, bytes, kept, true);
    explicit_bzero(bytes, sizeof bytes);
    return !ferror(f);
}

/* --- which letters a file is in --- */

/* The charset of the byte order mark that text may begin with; *skip: the mark's length. */
static const char *mark_charset(const char *bytes, size_t n, size_t *skip)
{
    static const struct {
        const char *mark;
        size_t length;
        const char *charset;
    } marks[] = {{"\xFF\xFE\0\0", 4, "UTF-32LE"},
                 {"\0\0\xFE\xFF", 4, "UTF-32BE"},
                 {"\xFF\xFE", 2, "UTF-16LE"},
                 {"\xFE\xFF", 2, "UTF-16BE"},
                 {"\xEF\xBB\xBF", 3, "UTF-8"}};
    *skip = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (n >= marks[i].length && memcmp(bytes, marks[i].mark, marks[i].length) == 0) {
            *skip = marks[i].length;
            return marks[i].charset;
        }
    return NULL;
}

/* The charset of UTF-16 without a mark: most of its pairs have a NUL, for titles, digits and tags are ASCII. */
static const char *zeros_charset(const struct look *l)
{
    size_t pairs = l->probed / 2;
    if (pairs && l->zeros[1] * 3 > pairs && l->zeros[0] * 8 < l->zeros[1])
        return "UTF-16LE";
    return pairs && l->zeros[0] * 3 > pairs && l->zeros[1] * 8 < l->zeros[0] ? "UTF-16BE" : NULL;
}

/* <meta charset=...>, <meta ... content="text/html; charset=...">, <?xml encoding="..."?> */
static const char *page_charset(const char *bytes, size_t n, char out[CHARSET_BYTES])
{
    static const char *const names[] = {"charset=", "encoding="};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0, m = strlen(names[k]); i + m < n && i < PROBE; i++) {
            size_t used = 0;
            if (strncasecmp(bytes + i, names[k], m) != 0)
                continue;
            for (size_t at = i + m; at < n && used + 1 < CHARSET_BYTES; at++) {
                if ((bytes[at] == '"' || bytes[at] == '\'' || bytes[at] == ' ') && !used)
                    continue;
                if (!bytes[at] ||
                    !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:.", bytes[at]))
                    break;
                out[used++] = bytes[at];
            }
            out[used] = '\0';
            return used ? out : NULL;
        }
    return NULL;
}

static bool is_named(const char *charset, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp(charset, *names) == 0)
            return true;
    return false;
}

/* --- conversion --- */

/* Makes every byte a letter of Latin-1, as a browser does; no Vietnamese font uses the bytes 0x80 to 0x9F. */
static char *latin_convert(const char *bytes, size_t n)
{
    char *out = malloc(n * 2 + 1), *to = out;
    for (size_t i = 0; out && i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x80) {
            *to++ = bytes[i];
        } else {
            *to++ = (char)(0xC0 | c >> 6);
            *to++ = (char)(0x80 | (c & 0x3F));
        }
    }
    if (to)
        *to = '\0';
    return out;
}

/* NULL: the text is not in this charset, or there is no such charset. Bytes that cannot be read become U+FFFD. */
static char *charset_convert(const char *charset, const char *bytes, size_t n)
{
    iconv_t conversion = iconv_open("UTF-8", charset);
    if (conversion == (iconv_t)-1)
        return NULL;
    size_t size = n * 3 + 16, room = size - 1, left = n;
    char *out = malloc(size), *to = out, *from = (char *)(uintptr_t)bytes;
    while (out && left && room > 4) {
        if (iconv(conversion, &from, &left, &to, &room) != (size_t)-1)
            break;
        if (errno == E2BIG || room < 4)
            break;
        memcpy(to, "\xEF\xBF\xBD", 3);
        to += 3;
        room -= 3;
        from++;
        left--;
    }
    if (out && room > 4)
        iconv(conversion, NULL, NULL, &to, &room);
    iconv_close(conversion);
    if (to)
        *to = '\0';
    char *normal =
        /* windows-1258 writes tones apart from their letters */
        out ? text_normalize(out, (size_t)(to - out)) : NULL;
    if (!normal)
        return out;
    explicit_bzero(out, size);
    free(out);
    return normal;
}

/* UTF-8 with U+FFFD for each bad byte. */
static char *bytes_mend(const char *bytes, size_t n)
{
    char *out = malloc(n * 3 + 1), *to = out;
    for (size_t at = 0; out && at < n;) {
        size_t k = sequence_sound((const unsigned char *)bytes + at, n - at);
        memcpy(to, k ? bytes + at : "\xEF\xBF\xBD", k ? k : 3);
        to += k ? k : 3;
        at += k ? k : 1;
    }
    if (to)
        *to = '\0';
    return out;
}

static bool reads_well(const char *text)
{
    struct spelling s = text ? spelling_of(text, strlen(text)) : (struct spelling){0};
    return text && s.sound > 4 * s.odd;
}

/* Reads bytes that are not UTF-8: by the declared charset, if they read so; as windows-1258, if they read so; as the
 * letters of an old font, if they read so. */
static char *bytes_read(const char *bytes, size_t n, const char *declared)
{
    static const char *const unicode[] = {"utf-8", "utf8", NULL}, *const any[] = {
                                                                      "windows-1252", "iso-8859-1",
                                                                      "x-user-defined", "us-ascii", NULL};
    char *text = NULL;
    if (declared && !is_named(declared, unicode) && !is_named(declared, any))
        text = charset_convert(declared, bytes, n);
    if (reads_well(text))
        return text;
    free(text);
    text = charset_convert("WINDOWS-1258", bytes, n);
    if (reads_well(text))
        return text;
    free(text);
    text = latin_convert(bytes, n);
    if (text && (legacy_find(text, strlen(text)) != LEGACY_NONE || reads_well(text)))
        return text;
    free(text);
    return NULL;
}

static bool unreadable(struct error *e)
{
    return error_set(e, ERROR_DATA, "", _("Save it as .xlsx, or as \"CSV UTF-8\"."),
                     _("the text is not UTF-8, and neither UTF-16, Windows-1258, TCVN3 (ABC) nor VNI"));
}

bool text_file_of(const char *bytes, size_t n, const char *declared, char **out, size_t *length,
                  struct error *e)
{
    struct look l = {0};
    char charset[CHARSET_BYTES];
    size_t skip;
    const char *wide = mark_charset(bytes, n, &skip);
    look_at(&l, (const unsigned char *)bytes, n, true);
    if (!wide)
        wide = zeros_charset(&l);
    if (!declared)
        declared = page_charset(bytes, n, charset);
    if (wide && strcmp(wide, "UTF-8") != 0)
        *out = charset_convert(wide, bytes + skip, n - skip);
    else if (l.bad <= l.sound)
        *out = bytes_mend(bytes + skip, n - skip);
    else
        *out = bytes_read(bytes, n, declared);
    if (!*out)
        return unreadable(e);
    *length = strlen(*out);
    return true;
}

/* --- files --- */

int memory_file(const char *bytes, size_t n, struct error *e)
{
    int fd = memfd_create("motcua-text", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < n;) {
        ssize_t written = write(fd, bytes + at, n - at);
        if (written <= 0) {
            close(fd);
            fd = -1;
        }
        at += written > 0 ? (size_t)written : 0;
    }
    if (fd < 0)
        error_memory(e, "");
    return fd;
}

static bool file_convert(FILE *f, const char *file, const char *declared, int *fd, struct error *e)
{
    char chunk[CHUNK], *text = NULL;
    size_t n, length = 0;
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_HTML_BYTES);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0 && buffer_append(&bytes, chunk, n))
        continue;
    bool ok = !bytes.failed || error_set(e, ERROR_DATA, file, _("Save it as UTF-8, or split it."),
                                         _("larger than %d bytes, and not in UTF-8"), LIMIT_HTML_BYTES);
    ok = ok && text_file_of(buffer_string(&bytes), bytes.used, declared, &text, &length, e);
    if (ok) {
        *fd = memory_file(text, length, e);
        ok = *fd >= 0;
    }
    if (text)
        explicit_bzero(text, length);
    free(text);
    if (bytes.data)
        explicit_bzero(bytes.data, bytes.size);
    buffer_free(&bytes);
    if (!ok && e && !*e->where)
        snprintf(e->where, sizeof e->where, "%.240s", file);
    return ok;
}

bool text_file_open(const char *file, const char *declared, int *fd, struct error *e)
{
    struct look l = {0};
    char head[PROBE];
    FILE *f = fopen(file, "rbe");
    *fd = -1;
    if (!f)
        return error_set(e, ERROR_DATA, file, _("Check the name and its permissions."), "%s",
                         strerror(errno));
    size_t skip, n = fread(head, 1, sizeof head, f);
    const char *mark = mark_charset(head, n, &skip);
    rewind(f);
    bool ok = file_look(f, &l) ||
              error_set(e, ERROR_DATA, file, _("Copy it again."), _("cannot be read to its end"));
    bool wide = (mark && strcmp(mark, "UTF-8") != 0) || zeros_charset(&l);
    rewind(f);
    if (ok && (wide || l.bad))
        ok = file_convert(f, file, declared, fd, e);
    fclose(f);
    return ok;
}
