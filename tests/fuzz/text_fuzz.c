/* The small readers: dates, numbers, codes, names, addresses, periods, cursors. What is read and written again is read as the
 * same; what is folded twice stays. */
#include <utf8proc.h>

#include "base/date_text.h"
#include "base/decimal.h"
#include "base/number.h"
#include "base/period.h"
#include "base/plain_text.h"
#include "base/remark.h"
#include "base/text.h"
#include "base/unit_key.h"
#include "fuzz.h"
#include "poll/address.h"
#include "rows/cursor.h"
#include "rows/dossier_code.h"
#include "serve/listen.h"
#include "serve/request.h"
#include "store/statement.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static bool is_utf8(const char *text)
{
    utf8proc_int32_t letter;
    for (size_t at = 0, size = strlen(text); at < size;) {
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(size - at), &letter);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static void dates(const char *text, size_t n)
{
    struct date_text d, same;
    moment m, again;
    char written[MOMENT_TEXT_BYTES];
    struct period p;
    date_text_read(text, n, false, false, &d);
    date_text_read(text, n, true, true, &same);
    HOLDS(d.form <= DATE_SURE);
    char *own = fuzz_string(text, n);
    if (moment_read(own, &m)) {
        HOLDS(moment_read(moment_write(m, "yyyy-MM-dd'T'HH:mm:ss", written), &again) ? again == m
                                                                                     : strlen(own) > 0);
    }
    if (period_told(own, 15 * 60, &p))
        HOLDS(p.from < p.to);
    struct cursor c, back;
    char place[512];
    cursor_read(own, &c);
    cursor_write(&c, place);
    cursor_read(place, &back);
    char second[512];
    HOLDS(strcmp(cursor_write(&back, second), place) == 0);
    free(own);
}

static void numbers(const char *text, size_t n)
{
    int64_t value;
    decimal d;
    char out[NUMBER_TEXT_BYTES];
    (void)scalar_number(text, n, 2, true, &value);
    (void)decimal_read(text, n, &d);
    if (number_read(text, n, false, out))
        HOLDS(*out && strspn(out, "0123456789.-%") == strlen(out));
    (void)number_code_read(text, n, true, out);
}

static void words(const char *text, size_t n)
{
    char *own = fuzz_string(text, n), *twice = fuzz_string(text, n);
    bool letters = is_utf8(own) &&
                   memchr(text, 0, n) == NULL; /* other bytes stay, and may become letters side by side */
    size_t used = plain_text(own, n);
    HOLDS(used <= n);
    HOLDS(!letters || plain_text(own, used) == used);
    used = plain_code(twice, n);
    HOLDS(used <= n && (!letters || plain_code(twice, used) == used));
    free(own);
    free(twice);
    own = fuzz_string(text, n);
    char *safe = text_printable(own), *again = safe ? text_printable(safe) : NULL;
    HOLDS(safe && again && strcmp(safe, again) == 0 && is_utf8(safe));
    for (const char *p = safe; *p; p++)
        HOLDS((unsigned char)*p >= 0x20 && *p != 0x7F);
    HOLDS(!strstr(safe, "\u202e") && !strstr(safe, "\u2066") && text_width(safe) >= 0);
    char *fold = text_fold(safe), *folded = fold ? text_fold(fold) : NULL;
    HOLDS(fold && folded && strcmp(fold, folded) == 0);
    char said[REMARK_BYTES];
    HOLDS(strlen(remark_clean(text, n, said)) < REMARK_BYTES);
    struct unit_key key = {0};
    if (unit_key_make(safe, &key))
        unit_key_free(&key);
    (void)dossier_code_owner(text, n);
    (void)unit_code_office(text, n);
    (void)text_is_formula(safe);
    free(fold);
    free(folded);
    free(safe);
    free(again);
    free(own);
}

static void addresses(const char *text, size_t n)
{
    char *own = fuzz_string(text, n), out[LIMIT_ADDRESS_BYTES], *resolved;
    struct sockaddr_storage listening;
    struct error e = {0};
    if (address_of(own, out)) {
        char same[LIMIT_ADDRESS_BYTES];
        HOLDS(address_of(out, same) && strcmp(out, same) == 0);
    }
    free((resolved = address_resolve("https://portal.example.vn:8443/a/b?c=1", own)));
    (void)address_same("https://portal.example.vn/", own);
    fuzz_told(listen_read(own, &listening, &e), &e);
    struct request *r = request_new(own);
    HOLDS(r);
    if (!r->refused)
        for (size_t i = 0; i < r->segment_count; i++)
            HOLDS(is_utf8(r->segments[i]) && strcmp(r->segments[i], "..") != 0 && *r->segments[i]);
    buffer_append(&r->body, text, n);
    if (request_form_read(r))
        for (size_t i = 0; i < r->form.count; i++)
            HOLDS(is_utf8(r->form.items[i].value) && is_utf8(r->form.items[i].name));
    request_free(r);
    const char *rest = own, *begin;
    size_t length;
    while (statement_next(&rest, &begin, &length))
        HOLDS(begin >= own && begin + length <= own + n);
    free(own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 2000)
        return 0;
    char *own = fuzz_copy(data, size);
    dates(own, size);
    numbers(own, size);
    words(own, size);
    addresses(own, size);
    free(own);
    return 0;
}
