#include "adapters/table/legacy_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/text.h"

/* --- spelling --- */

/* The letters of the language beyond ASCII, lower case, NFC; the first seven carry no tone. */
static const char letters[] = "ăâđêôơư"
                              "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ";

enum letter_kind { LETTER_PLAIN, LETTER_MARKED, LETTER_TONED, LETTER_STRANGE };

static enum letter_kind letter_kind(utf8proc_int32_t letter)
{
    utf8proc_uint8_t bytes[5] = {0};
    if (letter < 0x80)
        return LETTER_PLAIN;
    utf8proc_encode_char(utf8proc_tolower(letter), bytes);
    const char *at = strstr(letters, (const char *)bytes);
    if (!at)
        return LETTER_STRANGE;
    return at - letters < 7 * 2 ? LETTER_MARKED : LETTER_TONED; /* seven letters of two bytes */
}

static bool is_gap(utf8proc_int32_t letter)
{
    return letter < 0x80 && !((letter | 32) >= 'a' && (letter | 32) <= 'z');
}

static void word_judge(size_t marked, size_t toned, size_t strange, struct spelling *out)
{
    if (strange || toned > 1)
        out->odd++;
    else if (marked || toned)
        out->sound++;
}

struct spelling spelling_of(const char *text, size_t n)
{
    struct spelling out = {0};
    size_t marked = 0, toned = 0, strange = 0;
    for (size_t at = 0; at < n;) {
        utf8proc_int32_t letter;
        utf8proc_ssize_t bytes =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &letter);
        if (bytes <= 0) {
            bytes = 1;
            letter = 0xFFFD;
        }
        at += (size_t)bytes;
        if (letter >= 0x2000 && letter < 0x2070) /* dashes and quotes */
            letter = ' ';
        if (letter == 0xA0)
            letter = ' ';
        if (is_gap(letter)) {
            word_judge(marked, toned, strange, &out);
            marked = toned = strange = 0;
            continue;
        }
        enum letter_kind kind = letter_kind(letter);
        marked += kind == LETTER_MARKED;
        toned += kind == LETTER_TONED;
        strange += kind == LETTER_STRANGE;
    }
    word_judge(marked, toned, strange, &out);
    return out;
}

/* --- TCVN3 --- */

/* TCVN 5712:1993, VN3: from 0xA1 on; "" where the set has no letter. The set has no capitals with tones: their font
 * shows small letters as capitals. */
static const char *const tcvn3[] = {
    "Ă", "Â", "Ê", "Ô", "Ơ", "Ư", "Đ", "ă", "â", "ê", "ô", "ơ", "ư", "đ", "",  "",  "",  "",  "",
    "",  "à", "ả", "ã", "á", "ạ", "",  "ằ", "ẳ", "ẵ", "ắ", "",  "",  "",  "",  "",  "",  "",  "ặ",
    "ầ", "ẩ", "ẫ", "ấ", "ậ", "è", "",  "ẻ", "ẽ", "é", "ẹ", "ề", "ể", "ễ", "ế", "ệ", "ì", "ỉ", "",
    "",  "",  "ĩ", "í", "ị", "ò", "",  "ỏ", "õ", "ó", "ọ", "ồ", "ổ", "ỗ", "ố", "ộ", "ờ", "ở", "ỡ",
    "ớ", "ợ", "ù", "",  "ủ", "ũ", "ú", "ụ", "ừ", "ử", "ữ", "ứ", "ự", "ỳ", "ỷ", "ỹ", "ý", "ỵ", "",
};

static bool tcvn3_letter(utf8proc_int32_t letter, struct buffer *out)
{
    const char *to = letter >= 0xA1 && letter <= 0xFF ? tcvn3[letter - 0xA1] : "";
    return *to && buffer_text(out, to);
}

/* --- VNI --- */

/* Longest first: a vowel and the letter of its marks, and behind these the letters that stand alone. Capitals as
 * well; a capital vowel may be followed by a small letter. */
static const struct {
    const char *vni, *unicode;
} vni[] = {
    {"aø", "à"}, {"AØ", "À"}, {"Aø", "À"}, {"aù", "á"}, {"AÙ", "Á"}, {"Aù", "Á"}, {"aû", "ả"}, {"AÛ", "Ả"},
    {"Aû", "Ả"}, {"aõ", "ã"}, {"AÕ", "Ã"}, {"Aõ", "Ã"}, {"aï", "ạ"}, {"AÏ", "Ạ"}, {"Aï", "Ạ"}, {"eø", "è"},
    {"EØ", "È"}, {"Eø", "È"}, {"eù", "é"}, {"EÙ", "É"}, {"Eù", "É"}, {"eû", "ẻ"}, {"EÛ", "Ẻ"}, {"Eû", "Ẻ"},
    {"eõ", "ẽ"}, {"EÕ", "Ẽ"}, {"Eõ", "Ẽ"}, {"eï", "ẹ"}, {"EÏ", "Ẹ"}, {"Eï", "Ẹ"}, {"oø", "ò"}, {"OØ", "Ò"},
    {"Oø", "Ò"}, {"où", "ó"}, {"OÙ", "Ó"}, {"Où", "Ó"}, {"oû", "ỏ"}, {"OÛ", "Ỏ"}, {"Oû", "Ỏ"}, {"oõ", "õ"},
    {"OÕ", "Õ"}, {"Oõ", "Õ"}, {"oï", "ọ"}, {"OÏ", "Ọ"}, {"Oï", "Ọ"}, {"uø", "ù"}, {"UØ", "Ù"}, {"Uø", "Ù"},
    {"uù", "ú"}, {"UÙ", "Ú"}, {"Uù", "Ú"}, {"uû", "ủ"}, {"UÛ", "Ủ"}, {"Uû", "Ủ"}, {"uõ", "ũ"}, {"UÕ", "Ũ"},
    {"Uõ", "Ũ"}, {"uï", "ụ"}, {"UÏ", "Ụ"}, {"Uï", "Ụ"}, {"yø", "ỳ"}, {"YØ", "Ỳ"}, {"Yø", "Ỳ"}, {"yù", "ý"},
    {"YÙ", "Ý"}, {"Yù", "Ý"}, {"yû", "ỷ"}, {"YÛ", "Ỷ"}, {"Yû", "Ỷ"}, {"yõ", "ỹ"}, {"YÕ", "Ỹ"}, {"Yõ", "Ỹ"},
    {"yï", "ỵ"}, {"YÏ", "Ỵ"}, {"Yï", "Ỵ"}, {"ôø", "ờ"}, {"ÔØ", "Ờ"}, {"Ôø", "Ờ"}, {"ôù", "ớ"}, {"ÔÙ", "Ớ"},
    {"Ôù", "Ớ"}, {"ôû", "ở"}, {"ÔÛ", "Ở"}, {"Ôû", "Ở"}, {"ôõ", "ỡ"}, {"ÔÕ", "Ỡ"}, {"Ôõ", "Ỡ"}, {"ôï", "ợ"},
    {"ÔÏ", "Ợ"}, {"Ôï", "Ợ"}, {"öø", "ừ"}, {"ÖØ", "Ừ"}, {"Öø", "Ừ"}, {"öù", "ứ"}, {"ÖÙ", "Ứ"}, {"Öù", "Ứ"},
    {"öû", "ử"}, {"ÖÛ", "Ử"}, {"Öû", "Ử"}, {"öõ", "ữ"}, {"ÖÕ", "Ữ"}, {"Öõ", "Ữ"}, {"öï", "ự"}, {"ÖÏ", "Ự"},
    {"Öï", "Ự"}, {"aâ", "â"}, {"AÂ", "Â"}, {"Aâ", "Â"}, {"aà", "ầ"}, {"AÀ", "Ầ"}, {"Aà", "Ầ"}, {"aá", "ấ"},
    {"AÁ", "Ấ"}, {"Aá", "Ấ"}, {"aå", "ẩ"}, {"AÅ", "Ẩ"}, {"Aå", "Ẩ"}, {"aã", "ẫ"}, {"AÃ", "Ẫ"}, {"Aã", "Ẫ"},
    {"aä", "ậ"}, {"AÄ", "Ậ"}, {"Aä", "Ậ"}, {"eâ", "ê"}, {"EÂ", "Ê"}, {"Eâ", "Ê"}, {"eà", "ề"}, {"EÀ", "Ề"},
    {"Eà", "Ề"}, {"eá", "ế"}, {"EÁ", "Ế"}, {"Eá", "Ế"}, {"eå", "ể"}, {"EÅ", "Ể"}, {"Eå", "Ể"}, {"eã", "ễ"},
    {"EÃ", "Ễ"}, {"Eã", "Ễ"}, {"eä", "ệ"}, {"EÄ", "Ệ"}, {"Eä", "Ệ"}, {"oâ", "ô"}, {"OÂ", "Ô"}, {"Oâ", "Ô"},
    {"oà", "ồ"}, {"OÀ", "Ồ"}, {"Oà", "Ồ"}, {"oá", "ố"}, {"OÁ", "Ố"}, {"Oá", "Ố"}, {"oå", "ổ"}, {"OÅ", "Ổ"},
    {"Oå", "Ổ"}, {"oã", "ỗ"}, {"OÃ", "Ỗ"}, {"Oã", "Ỗ"}, {"oä", "ộ"}, {"OÄ", "Ộ"}, {"Oä", "Ộ"}, {"aê", "ă"},
    {"AÊ", "Ă"}, {"Aê", "Ă"}, {"aè", "ằ"}, {"AÈ", "Ằ"}, {"Aè", "Ằ"}, {"aé", "ắ"}, {"AÉ", "Ắ"}, {"Aé", "Ắ"},
    {"aú", "ẳ"}, {"AÚ", "Ẳ"}, {"Aú", "Ẳ"}, {"aü", "ẵ"}, {"AÜ", "Ẵ"}, {"Aü", "Ẵ"}, {"aë", "ặ"}, {"AË", "Ặ"},
    {"Aë", "Ặ"}, {"ô", "ơ"},  {"Ô", "Ơ"},  {"ö", "ư"},  {"Ö", "Ư"},  {"ñ", "đ"},  {"Ñ", "Đ"},  {"ì", "ì"},
    {"Ì", "Ì"},  {"í", "í"},  {"Í", "Í"},  {"æ", "ỉ"},  {"Æ", "Ỉ"},  {"ó", "ĩ"},  {"Ó", "Ĩ"},  {"ò", "ị"},
    {"Ò", "Ị"},  {"î", "ỵ"},  {"Î", "Ỵ"},
};

/* How many bytes of text the entry takes; 0: the text does not begin with the entry. */
static size_t vni_bytes(const char *entry, const char *text, size_t n)
{
    size_t k = 0;
    while (entry[k] && k < n && entry[k] == text[k])
        k++;
    return entry[k] ? 0 : k;
}

/* How many bytes of text the fitting entry of the table takes; 0: no entry fits. Every entry has a letter beyond ASCII
 * as its first or second, so that most letters of a text need no look at the table. */
static size_t vni_letter(const char *text, size_t n, struct buffer *out)
{
    if ((unsigned char)text[0] < 0x80 && (n < 2 || (unsigned char)text[1] < 0x80))
        return 0;
    for (size_t i = 0; i < sizeof vni / sizeof *vni; i++) {
        size_t k = vni_bytes(vni[i].vni, text, n);
        if (k)
            return buffer_text(out, vni[i].unicode) ? k : 0;
    }
    return 0;
}

/* --- both fonts --- */

static size_t letter_convert(enum legacy legacy, const char *text, size_t n, struct buffer *out)
{
    utf8proc_int32_t letter;
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &letter);
    size_t taken = bytes > 0 ? (size_t)bytes : 1;
    if (legacy == LEGACY_TCVN3 && bytes > 0 && tcvn3_letter(letter, out))
        return taken;
    size_t pair = legacy == LEGACY_VNI ? vni_letter(text, n, out) : 0;
    if (pair)
        return pair;
    buffer_append(out, text, taken);
    return taken;
}

char *legacy_convert(enum legacy legacy, const char *text, size_t n)
{
    struct buffer out;
    buffer_init(&out, n * 3 + 16);
    buffer_text(&out, "");
    for (size_t at = 0; at < n;)
        at += letter_convert(legacy, text + at, n - at, &out);
    char *converted = out.failed ? NULL : strdup(buffer_string(&out));
    if (out.data)
        explicit_bzero(out.data, out.size);
    buffer_free(&out);
    return converted;
}

/* A heading alone has at least so many such words; one foreign name does not prove a font. */
enum { LEAST_WORDS = 3 };

enum legacy legacy_find(const char *text, size_t n)
{
    static const enum legacy candidates[] = {LEGACY_TCVN3, LEGACY_VNI};
    struct spelling best = spelling_of(text, n);
    enum legacy found = LEGACY_NONE;
    size_t odd = best.odd;
    for (size_t i = 0;
         odd >= LEAST_WORDS && best.sound < odd * 4 && i < sizeof candidates / sizeof *candidates; i++) {
        char *converted = legacy_convert(candidates[i], text, n);
        struct spelling s = converted ? spelling_of(converted, strlen(converted)) : (struct spelling){0, odd};
        free(converted);
        if (s.odd * 4 <= odd && s.sound > s.odd * 4 && s.odd < best.odd) {
            best = s;
            found = candidates[i];
        }
    }
    return found;
}

const char *legacy_name(enum legacy legacy)
{
    return legacy == LEGACY_TCVN3 ? "TCVN3 (ABC)" : legacy == LEGACY_VNI ? "VNI" : "Unicode";
}
