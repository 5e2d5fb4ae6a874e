#include "deliver/letter.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"

enum {
    LINE_BYTES = 57, /* 76 letters of base64 */
    WORD_BYTES = 42  /* 56 letters, in an encoded word of 75 at most */
};

bool letter_address_ok(const char *address)
{
    static const char local[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~.-";
    const char *at = strchr(address, '@');
    size_t n = strlen(address);
    if (!at || at == address || n > LIMIT_ADDRESS_BYTES || strspn(address, local) != (size_t)(at - address))
        return false;
    size_t domain = strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    return domain && domain == strlen(at + 1) && address[0] != '.' && address[0] != '-' && at[-1] != '.' &&
           at[1] != '.' && at[1] != '-' && !strstr(address, "..") && address[n - 1] != '.';
}

static void base64_put(struct buffer *out, const void *bytes, size_t n)
{
    unsigned char line[2 * LINE_BYTES];
    for (size_t i = 0; i < n && !out->failed; i += LINE_BYTES) {
        size_t some = n - i < LINE_BYTES ? n - i : LINE_BYTES;
        int length = EVP_EncodeBlock(line, (const unsigned char *)bytes + i, (int)some);
        buffer_append(out, line, (size_t)length);
        buffer_text(out, "\r\n");
    }
}

/* --- heads --- */

static bool is_plain(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -";
    return strlen(text) <= WORD_BYTES && text[strspn(text, letters)] == '\0';
}

/* Writes a head's text as encoded words (RFC 2047), cut between whole letters, each on a line of its own. */
static void words_put(struct buffer *out, const char *text, struct error *e, bool *ok)
{
    unsigned char word[2 * WORD_BYTES];
    char *clean = text_printable(text);
    *ok = *ok && (clean || error_memory(e, "mail"));
    if (clean && is_plain(clean)) {
        buffer_text(out, clean);
    } else if (clean) {
        for (size_t i = 0, n = strlen(clean); i < n && !out->failed;) {
            size_t some = n - i < WORD_BYTES ? n - i : WORD_BYTES;
            while (i + some < n && ((unsigned char)clean[i + some] & 0xC0) == 0x80)
                some--;
            EVP_EncodeBlock(word, (const unsigned char *)clean + i, (int)some);
            buffer_printf(out, "%s=?UTF-8?B?%s?=", i ? "\r\n " : "", (const char *)word);
            i += some;
        }
    }
    free(clean);
}

static bool address_put(struct buffer *out, const char *head, const char *name, const char *address,
                        struct error *e)
{
    bool ok = true;
    if (!letter_address_ok(address))
        return error_set(e, ERROR_DATA, head, _("Write it as name@domain, in plain letters."),
                         _("not an address of mail"));
    buffer_printf(out, "%s: ", head);
    if (name && *name) {
        words_put(out, name, e, &ok);
        buffer_text(out, "\r\n ");
    }
    buffer_printf(out, "<%s>\r\n", address);
    return ok;
}

static void date_put(struct buffer *out, moment at)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct wall w = moment_wall(at);
    if (w.month) /* zero outside the years that moments have */
        buffer_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0700\r\n", days[w.weekday - 1], w.day,
                      months[w.month - 1], w.year, w.hour, w.minute, w.second);
}

/* --- parts --- */

static bool text_put(struct buffer *out, const char *text, struct error *e)
{
    struct buffer lines;
    char *clean = text_printable_lines(text);
    if (!clean)
        return error_memory(e, "mail");
    buffer_init(&lines, LIMIT_REPORT_BYTES);
    for (const char *p = clean, *end; *p; p = *end ? end + 1 : end) {
        end = strchrnul(p, '\n');
        buffer_append(&lines, p, (size_t)(end - p));
        buffer_text(&lines, "\r\n");
    }
    buffer_text(out, "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    base64_put(out, buffer_string(&lines), lines.used);
    bool ok = !lines.failed || error_memory(e, "mail");
    buffer_free(&lines);
    free(clean);
    return ok;
}

static bool file_put(struct buffer *out, const struct letter_file *f, struct error *e)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    char *name = text_printable(f->name);
    if (!name)
        return error_memory(e, "mail");
    buffer_printf(out, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n", f->type);
    buffer_text(out, "Content-Disposition: attachment;\r\n filename=\"");
    for (const char *p = name; *p; p++)
        if (((unsigned char)*p & 0xC0) != 0x80) /* one ASCII letter replaces each letter */
            buffer_printf(out, "%c", strchr(safe, *p) ? *p : '_');
    buffer_text(out, "\"");
    if (name[strspn(name, safe)]) {
        buffer_text(out, ";\r\n filename*=UTF-8''");
        for (const char *p = name; *p; p++)
            buffer_printf(out, strchr(safe, *p) ? "%c" : "%%%02X", (unsigned char)*p);
    }
    buffer_text(out, "\r\n\r\n");
    base64_put(out, f->bytes, f->n);
    free(name);
    return true;
}

bool letter_write(const struct letter *l, struct buffer *out, struct error *e)
{
    static const char boundary[] = "=_motcua"; /* base64 has no '_', so no line of a part can be a boundary */
    bool ok = letter_address_ok(l->id) || error_set(e, ERROR_DATA, "Message-ID", NULL, _("not an identity"));
    if (!ok)
        return false;
    date_put(out, l->at);
    ok = address_put(out, "From", l->from_name, l->from, e) && address_put(out, "To", l->to_name, l->to, e);
    if (ok) {
        buffer_text(out, "Subject: ");
        words_put(out, l->subject, e, &ok);
        buffer_printf(out, "\r\nMessage-ID: <%s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n",
                      l->id);
        buffer_printf(out, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n", boundary,
                      boundary);
    }
    ok = ok && text_put(out, l->text, e);
    for (size_t i = 0; ok && i < l->file_count; i++) {
        buffer_printf(out, "--%s\r\n", boundary);
        ok = file_put(out, &l->files[i], e);
    }
    buffer_printf(out, "--%s--\r\n", boundary);
    return ok && (!out->failed || error_set(e, ERROR_INTERNAL, "mail", NULL, _("the mail is too long")));
}
