#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/text.h"

/* "Đại Lộc" with its marks as letters of their own (NFD), and composed (NFC). */
#define NFD                                                                                                  \
    "\xC4\x90"                                                                                               \
    "a\xCC\xA3i Lo\xCC\xA3\xCC\x82"                                                                          \
    "c"
#define NFC                                                                                                  \
    "\xC4\x90\xE1\xBA\xA1i L\xE1\xBB\x99"                                                                    \
    "c"

/* Checks and frees. */
static void same(char *got, const char *expected)
{
    assert_non_null(got);
    assert_string_equal(got, expected);
    free(got);
}

static void test_language(void **state)
{
    (void)state;
    assert_true(text_language_set("en"));
    assert_string_equal(text_language(), "en");
    assert_false(text_language_set("fr"));
    assert_false(text_language_set("vie"));
    assert_false(text_language_set(""));
    assert_false(text_language_set(NULL));
    assert_string_equal(text_language(), "en");
    assert_true(text_language_set("vi"));
    assert_string_equal(text_language(), "vi");
}

/* A catalogue of one message, written by the format's definition: header, two tables of (length, offset), the
 * texts. */
static void catalogue_write(const char *file, const char *from, const char *to)
{
    static const char head[] = "Content-Type: text/plain; charset=UTF-8\n";
    uint32_t n = (uint32_t)strlen(from), head_n = sizeof head - 1, at = 28 + 32;
    const uint32_t words[] = {0x950412de,
                              0,
                              2,
                              28,
                              44,
                              0,
                              60, /* magic, revision, count, tables, no hash */
                              0,
                              at,
                              n,
                              at + 1, /* "" and the message */
                              head_n,
                              at + 1 + n + 1, /* what they become */
                              (uint32_t)strlen(to),
                              at + 1 + n + 1 + head_n + 1};
    FILE *f = fopen(file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(words, sizeof *words, 15, f), 15);
    assert_int_equal(fwrite("", 1, 1, f), 1);
    assert_int_equal(fwrite(from, 1, n + 1, f), n + 1);
    assert_int_equal(fwrite(head, 1, head_n + 1, f), head_n + 1);
    assert_int_equal(fwrite(to, 1, strlen(to) + 1, f), strlen(to) + 1);
    assert_int_equal(fclose(f), 0);
}

static void test_translation(void **state)
{
    char folder[] = "/tmp/motcua-text-XXXXXX", path[128];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/vi", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/vi/LC_MESSAGES", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/vi/LC_MESSAGES/motcua.mo", folder);
    catalogue_write(path, "a test of dossiers", "thử hồ sơ");
    setenv("MOTCUA_LOCALEDIR", folder, 1);
    setenv("LANGUAGE", "de", 1); /* what the caller's shell had does not matter */
    text_language_set("vi");
    assert_string_equal(_("a test of dossiers"), "thử hồ sơ");
    text_language_set("en");
    assert_string_equal(_("a test of dossiers"), "a test of dossiers");
    text_language_set("vi");
    assert_string_equal(_("a test of dossiers"), "thử hồ sơ");
    char number[16];
    snprintf(number, sizeof number, "%.1f", 0.5);
    assert_string_equal(number, "0.5"); /* C numbers in every language */
    unlink(path);
    snprintf(path, sizeof path, "%s/vi/LC_MESSAGES", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/vi", folder);
    rmdir(path);
    rmdir(folder);
    unsetenv("MOTCUA_LOCALEDIR");
    text_language_set("vi");
}

static void test_normalize(void **state)
{
    (void)state;
    same(text_normalize(NFD, strlen(NFD)), NFC);
    same(text_normalize(NFC, strlen(NFC)), NFC);
    same(text_normalize("", 0), "");
    same(text_normalize(NULL, 0), "");
    same(text_normalize("abcdef", 3), "abc");
    assert_null(text_normalize("\xC3\x28", 2));
    assert_null(text_normalize("\xFF", 1));
    assert_null(text_normalize("\xED\xA0\x80", 3)); /* half of a surrogate pair */
    assert_null(text_normalize("\xC0\x80", 2));     /* overlong */
    assert_null(text_normalize("\xE1\xBB", 2));     /* cut */
    assert_null(text_normalize("a\0b", 3));
}

static size_t letter_put(char *out, unsigned letter)
{
    size_t n = letter < 0x80 ? 1 : letter < 0x800 ? 2 : 3;
    if (n == 1)
        out[0] = (char)letter;
    for (size_t i = n; n > 1 && i-- > 1; letter >>= 6)
        out[i] = (char)(0x80 | (letter & 0x3F));
    if (n > 1)
        out[0] = (char)((n == 2 ? 0xC0 : 0xE0) | letter);
    return n;
}

/* What the quick look takes for composed is left as it is by those who know Unicode. */
static void test_composed(void **state)
{
    uint64_t seed = 1945;
    int composed = 0;
    (void)state;
    for (int round = 0; round < 40000; round++) {
        static const unsigned first[] = {1, 'a', 0xC0, 0x300, 0x1E00, 0x100, 'A'},
                              many[] = {127, 26, 576, 64, 256, 600, 40};
        char text[128];
        size_t n = 0;
        for (int i = 0; i < 1 + round % 20; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
            unsigned kind = (unsigned)(seed >> 33) % (round % 3 ? 7 : 60);
            kind = kind < 7 ? kind : 1;
            n += letter_put(text + n, first[kind] + (unsigned)(seed >> 40) % many[kind]);
        }
        if (round % 7 == 0)
            text[(seed >> 20) % n] = (char)(seed >> 12); /* no UTF-8, or another letter */
        if (!text_is_composed(text, n))
            continue;
        utf8proc_uint8_t *out = NULL;
        utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &out,
                                               UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        assert_int_equal(length, n);
        assert_memory_equal(out, text, n);
        free(out);
        composed++;
    }
    assert_true(composed > 10000);
    assert_true(text_is_composed(NFC, strlen(NFC)));
    assert_false(text_is_composed(NFD, strlen(NFD)));
    assert_false(text_is_composed("abcdefgh\0ij", 11));
    assert_false(text_is_composed("\0", 1));
}

static void test_width(void **state)
{
    (void)state;
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("Xã Đại Lộc"), 10);
    assert_int_equal(text_width(NFD), 7);
    assert_int_equal(text_width(NFC), 7);
    assert_int_equal(text_width("●▲–…"), 4);
    assert_int_equal(text_width("\xE4\xB8\xAD"), 2); /* a wide character */
    assert_int_equal(text_width("a\xFFz"), 3);
}

static void test_fold(void **state)
{
    (void)state;
    same(text_fold("Xã Đại Lộc"), "xa dai loc");
    same(text_fold(NFD), "dai loc");
    same(text_fold("ƯỠ ưỡ ÀẢÃÁẠ"), "uo uo aaaaa");
    same(text_fold("\xC3\x90\xC4\x91"), "dd"); /* U+00D0 stands in for Đ in old files */
    same(text_fold(""), "");
    same(text_fold("\xFF!"), "\xFF!");
}

static void test_distance(void **state)
{
    char a[200], b[200];
    (void)state;
    assert_int_equal(text_distance("comitments", "commitments"), 1);
    assert_int_equal(text_distance("commitments", "comitments"), 1);
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("abc", ""), 3);
    assert_int_equal(text_distance("same", "same"), 0);
    assert_int_equal(text_distance("xã", "xa"), 1); /* letters, not bytes */
    memset(a, 'a', sizeof a - 1);
    a[sizeof a - 1] = '\0';
    memcpy(b, a, sizeof b);
    assert_int_equal(text_distance(a, b), 0);
    b[0] = 'b';
    assert_true(text_distance(a, b) > 3);
    assert_true(text_distance(a, "a") > 3);
}

static void test_hidden(void **state)
{
    (void)state;
    same(text_printable("Xã\xE2\x80\x8B Mẫu"), "Xã Mẫu"); /* zero-width space */
    same(text_printable("\xEF\xBB\xBFH99"), "H99");       /* byte order mark */
    same(text_printable("H\xC2\xAD"
                        "99"),
         "H99");                                              /* soft hyphen */
    same(text_printable("a\xF3\xA0\x81\x81z"), "az");         /* a tag letter */
    same(text_printable("a\xE2\x80\x8Fz"), "a\xEF\xBF\xBDz"); /* right-to-left mark */
    same(text_printable("a\xE2\x81\xA7z"), "a\xEF\xBF\xBDz"); /* right-to-left isolate */
    same(text_printable("a\xD8\x9Cz"), "a\xEF\xBF\xBDz");     /* Arabic letter mark */
    same(text_printable("a\xE2\x80\xA8z"), "a z");            /* line separator */
    same(text_printable("Ủy ban – 100 %"), "Ủy ban – 100 %");
}

static void test_formula(void **state)
{
    (void)state;
    static const char *const formulas[] = {
        "=1+1",  "@SUM(A1)", "+cmd|' /C calc'!A0", "-cmd", "-1+cmd|'x'!A0", " =1", "\t=1", "\r=1",
        "＝1+1", "＋84x",    "+84(0)912"};
    static const char *const texts[] = {"",    "-",   "-5",     "+84912", "-1.234,5 %",
                                        "1=1", "a@b", "Xã Mẫu", "–",      "H99-="};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        if (!text_is_formula(formulas[i]))
            fail_msg("'%s' is one", formulas[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (text_is_formula(texts[i]))
            fail_msg("'%s' is none", texts[i]);
    assert_true(text_is_formula("--")); /* no number: to be on the safe side */
}

static void test_printable(void **state)
{
    (void)state;
    same(text_printable("Xã Mẫu\t01\n"), "Xã Mẫu 01 ");
    same(text_printable("\x1B[2J"), "\xEF\xBF\xBD[2J");
    same(text_printable("a\x7F\xC2\x9Bz"), "a\xEF\xBF\xBD\xEF\xBF\xBDz"); /* DEL, and the one-letter CSI */
    same(text_printable("a\xE2\x80\xAEz"), "a\xEF\xBF\xBDz");             /* right to left from here */
    same(text_printable("\xFF\xFE"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    same(text_printable(""), "");
}

static void test_count(void **state)
{
    static const struct {
        int64_t n;
        const char *vi, *en;
    } cases[] = {{0, "0", "0"},
                 {7, "7", "7"},
                 {999, "999", "999"},
                 {1000, "1.000", "1,000"},
                 {1234567, "1.234.567", "1,234,567"},
                 {-1000, "-1.000", "-1,000"},
                 {-999, "-999", "-999"},
                 {INT64_MAX, "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
                 {INT64_MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"}};
    char out[TEXT_NUMBER_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_language_set("vi");
        assert_string_equal(text_count(cases[i].n, out), cases[i].vi);
        text_language_set("en");
        assert_string_equal(text_count(cases[i].n, out), cases[i].en);
    }
    text_language_set("vi");
}

static void test_rate(void **state)
{
    static const struct {
        int64_t n, d;
        int decimals;
        const char *vi, *plain;
    } cases[] = {{19, 22, 2, "86,36", "86.36"},
                 {19, 23, 2, "82,61", "82.61"},
                 {30, 30, 2, "100,00", "100.00"},
                 {0, 5, 2, "0,00", "0.00"},
                 {2, 3, 0, "67", "67"},
                 {1, 3, 4, "33,3333", "33.3333"},
                 {1, 16, 1, "6,3", "6.3"},             /* 6.25: half goes up */
                 {12345, 100000, 2, "12,35", "12.35"}, /* 12.345 */
                 {12344999, 100000000, 2, "12,34", "12.34"},
                 {1005, 100000, 2, "1,01", "1.01"}, /* 1.005, which binary fractions have as 1.00499... */
                 {99995, 100000, 2, "100,00", "100.00"},
                 {-1, 16, 1, "-6,3", "-6.3"},
                 {-1, 1000000, 2, "0,00", "0.00"},
                 {123, 1, 2, "12.300,00", "12300.00"},
                 {INT64_MAX, INT64_MAX, 2, "100,00", "100.00"},
                 {INT64_MAX, 1, 4, "922.337.203.685.477.580.700,0000", "922337203685477580700.0000"},
                 {INT64_MIN, 1, 0, "-922.337.203.685.477.580.800", "-922337203685477580800"},
                 {1, 0, 2, "", ""},
                 {1, -1, 2, "", ""}};
    char out[TEXT_NUMBER_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(text_rate(cases[i].n, cases[i].d, cases[i].decimals, out), cases[i].vi);
        assert_string_equal(text_rate_plain(cases[i].n, cases[i].d, cases[i].decimals, out), cases[i].plain);
    }
    text_language_set("en");
    assert_string_equal(text_rate(123, 1, 2, out), "12,300.00");
    text_language_set("vi");
}

static void test_scaled(void **state)
{
    char out[TEXT_NUMBER_BYTES];
    (void)state;
    assert_string_equal(text_scaled(971700, 0, out), "97,17");
    assert_string_equal(text_scaled(971700, 2, out), "97,17");
    assert_string_equal(text_scaled(850000, 0, out), "85");
    assert_string_equal(text_scaled(850000, 2, out), "85,00");
    assert_string_equal(text_scaled(1, 0, out), "0,0001");
    assert_string_equal(text_scaled(-5000, 0, out), "-0,5");
    assert_string_equal(text_scaled(0, 0, out), "0");
    assert_string_equal(text_scaled(12345678900, 0, out), "1.234.567,89");
    assert_string_equal(text_scaled_plain(12345678900, 0, out), "1234567.89");
    assert_string_equal(text_scaled_plain(INT64_MIN, 0, out), "-922337203685477.5808");
}

static void test_unit_short(void **state)
{
    static const struct {
        const char *name, *expected;
    } cases[] = {{"UBND xã Mẫu 01", "Xã Mẫu 01"},
                 {"ubnd thị trấn Mẫu", "Thị trấn Mẫu"},
                 {"Ủy ban nhân dân xã Mẫu 01", "Xã Mẫu 01"},
                 {"UỶ BAN NHÂN DÂN phường An Bình", "Phường An Bình"},
                 {"Phòng Tư pháp", "Phòng Tư pháp"},
                 {"đội Quản lý thị trường", "Đội Quản lý thị trường"},
                 {"Sở Nội vụ - tỉnh Gia Lai", "Sở Nội vụ"},
                 {"Thanh tra tỉnh - tỉnh Gia Lai", "Thanh tra tỉnh"},
                 {"UBND xã Mẫu - Thành phố Huế", "Xã Mẫu"},
                 {"UBND xã Kông Bơ La - Gia Lai", "Xã Kông Bơ La - Gia Lai"},
                 {"Phòng Kế toán - Tính toán", "Phòng Kế toán - Tính toán"},
                 {"UBND tỉnh Gia Lai", "Tỉnh Gia Lai"},
                 {"UBND ", "UBND "},
                 {"UBND", "UBND"},
                 {"", ""},
                 {"H99.22.01", "H99.22.01"}};
    char out[128], small[9];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(text_unit_short(cases[i].name, out, sizeof out), cases[i].expected);
    /* "Xã Mẫu" is X c3 a3 space M e1 ba ab u: at 8 bytes the u falls away, at 7 the ẫ does, whole */
    assert_string_equal(text_unit_short("UBND xã Mẫu", small, 9), "Xã Mẫ");
    assert_string_equal(text_unit_short("UBND xã Mẫu", small, 8), "Xã M");
    assert_string_equal(text_unit_short("UBND xã Mẫu", small, 7), "Xã M");
    assert_string_equal(text_unit_short("UBND xã Mẫu", small, 3), "X");
    assert_string_equal(text_unit_short("UBND xã Mẫu", small, 1), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language), cmocka_unit_test(test_translation), cmocka_unit_test(test_normalize),
        cmocka_unit_test(test_composed), cmocka_unit_test(test_width),       cmocka_unit_test(test_fold),
        cmocka_unit_test(test_distance), cmocka_unit_test(test_printable),   cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_formula),  cmocka_unit_test(test_count),       cmocka_unit_test(test_rate),
        cmocka_unit_test(test_scaled),   cmocka_unit_test(test_unit_short)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
