#include "base/date_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/date_number.h"
#include "base/digit.h"
#include "base/number.h"
#include "base/plain_text.h"
#include "base/text.h"

enum { TEXT_MAX = 96, TOKENS = 24, DAY_END = 86399 };

/* The parts of a date as they were found in the text; -1: the text lacks the part. */
struct parts {
    int year, first, second; /* DATE_WRITTEN: the two numbers in their order; DATE_MACHINE: month and day */
    enum date_form form;
    int hour, minute, second_of_minute;
    int half;      /* of the day: 0 not told, 1 before noon, 2 after noon */
    bool offset;   /* the text tells the offset from UTC */
    int from_utc;  /* minutes */
    bool next_day; /* 24:00 */
    int year_at; /* the token of a year that stands behind the time: "Thu Nov 03 14:05:00 ICT 2022"; 0: none */
};

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* --- the text reduced to small ASCII letters, digits, marks and single spaces --- */

static size_t reduce(const char *text, size_t n, char out[TEXT_MAX])
{
    char copy[TEXT_MAX];
    size_t used = 0;
    if (n >= TEXT_MAX)
        return 0;
    memcpy(copy, text, n);
    n = plain_text(copy, n);
    copy[n] = '\0';
    bool plain = true;
    for (size_t i = 0; i < n; i++)
        plain = plain && (signed char)copy[i] > 0;
    char *folded = plain ? NULL : text_fold(copy);
    const char *from = folded ? folded : copy;
    for (size_t length, left = strlen(from); left && used + 1 < TEXT_MAX; from += length, left -= length) {
        int c = plain_letter(from, from + left, &length);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        if (plain_dash(c))
            c = '-';
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        out[used++] = c > 0 && c < 0x80 ? (char)c : '?'; /* '?': a letter of no form */
    }
    free(folded);
    out[used] = '\0';
    return used;
}

/* --- "no date" --- */

static bool none_told(const char *text)
{
    static const char *const words[] = {"khong",
                                        "khong co",
                                        "chua",
                                        "chua co",
                                        "chua tra",
                                        "chua xac dinh",
                                        "chua ket thuc",
                                        "chua hoan thanh",
                                        "chua co ket qua",
                                        "khong xac dinh",
                                        "khong thoi han",
                                        "khong co han",
                                        "invalid date",
                                        "#value!",
                                        "#ref!",
                                        "dd/mm/yyyy",
                                        "0",
                                        "0.0",
                                        "0,0"};
    bool marks = true; /* the text has zeros and marks alone: 00/00/0000 00:00:00, __/__/____ */
    for (const char *at = text; *at; at++)
        marks = marks && !letter(*at) && (*at == '0' || !digit(*at)) && *at != '?';
    if (marks && (strlen(text) > 3 || !strchr(text, '0')))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

bool date_is_none(moment m)
{
    /* Moments, each the beginning of a day in Viet Nam: a comparison is quick, and every date of every dossier needs
     * one. */
    static const moment y1902 = INT64_C(-2145942000), y2099 = INT64_C(4070883600), zero = -MOMENT_OFFSET;
    return m < y1902 || m >= y2099 || (m >= zero - MOMENT_DAY && m < zero + 2 * MOMENT_DAY);
}

/* --- tokens --- */

struct token {
    enum { TOKEN_NUMBER, TOKEN_WORD, TOKEN_MARK } kind;
    int value, digits;
    char mark;
    bool blank; /* a blank stands before the token */
    const char *text;
    size_t length;
};

struct tokens {
    struct token all[TOKENS];
    int count;
};

static bool tokens_read(const char *at, struct tokens *t)
{
    for (t->count = 0; *at;) {
        struct token *one = &t->all[t->count];
        bool blank = *at == ' ';
        at += blank;
        if (!*at)
            break;
        if (t->count++ == TOKENS)
            return false;
        *one = (struct token){.blank = blank, .text = at, .kind = TOKEN_MARK, .mark = *at, .length = 1};
        if (digit(*at)) {
            one->kind = TOKEN_NUMBER;
            for (one->length = 0; digit(at[one->length]); one->length++)
                one->value = one->value % 100000000 * 10 + (at[one->length] - '0');
            one->digits = (int)one->length;
        } else if (letter(*at)) {
            one->kind = TOKEN_WORD;
            for (one->length = 0; letter(at[one->length]); one->length++)
                continue;
        }
        at += one->length;
    }
    return true;
}

static const struct token *token_at(const struct tokens *t, int i)
{
    static const struct token end = {.kind = TOKEN_MARK, .mark = '\0'};
    return i >= 0 && i < t->count ? &t->all[i] : &end;
}

static bool is_number(const struct tokens *t, int i, int least, int most)
{
    const struct token *one = token_at(t, i);
    return one->kind == TOKEN_NUMBER && one->digits >= least && one->digits <= most;
}

static bool is_mark(const struct tokens *t, int i, const char *marks)
{
    const struct token *one = token_at(t, i);
    return one->kind == TOKEN_MARK && one->mark && strchr(marks, one->mark);
}

static bool is_word(const struct tokens *t, int i, const char *const *words)
{
    const struct token *one = token_at(t, i);
    for (; one->kind == TOKEN_WORD && *words; words++)
        if (strlen(*words) == one->length && memcmp(*words, one->text, one->length) == 0)
            return true;
    return false;
}

#define IS_WORD(t, i, ...) is_word(t, i, (const char *const[]){__VA_ARGS__, NULL})

/* jan january, thg11 ("11-thg 11-2022" is written by Vietnamese spreadsheets as a word and a number) */
static int month_named(const struct token *one)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    static const char *const whole[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (int i = 0; one->kind == TOKEN_WORD && i < 12; i++)
        if ((one->length == 3 && memcmp(one->text, names[i], 3) == 0) ||
            (one->length == strlen(whole[i]) && memcmp(one->text, whole[i], one->length) == 0))
            return i + 1;
    return 0;
}

/* --- the parts: each function returns the token at which the text goes on, or -1 --- */

static int year_of(const struct token *one)
{
    if (one->digits == 2)
        return one->value < 80 ? 2000 + one->value : 1900 + one->value;
    return one->value;
}

static bool is_year(const struct tokens *t, int i)
{
    return is_number(t, i, 4, 4) || is_number(t, i, 2, 2);
}

/* 03/11/2022, 3-11-22, 2022.11.03; 03-Nov-2022; Nov 3, 2022 */
static int date_parted(const struct tokens *t, int i, struct parts *p)
{
    const char *marks = "/-.,";
    bool m1 = is_mark(t, i + 1, marks), m2 = is_mark(t, i + 3, marks);
    if (m1 && m2 && is_number(t, i, 4, 4) && is_number(t, i + 2, 1, 2) && is_number(t, i + 4, 1, 2)) {
        *p = (struct parts){.year = token_at(t, i)->value,
                            .first = token_at(t, i + 2)->value,
                            .second = token_at(t, i + 4)->value,
                            .form = DATE_MACHINE};
        return i + 5;
    }
    if (m1 && m2 && is_number(t, i, 1, 2) && is_number(t, i + 2, 1, 2) && is_year(t, i + 4)) {
        *p = (struct parts){.year = year_of(token_at(t, i + 4)),
                            .first = token_at(t, i)->value,
                            .second = token_at(t, i + 2)->value,
                            .form = DATE_WRITTEN};
        return i + 5;
    }
    return -1;
}

static int mark_skip(const struct tokens *t, int i, const char *marks)
{
    return i + is_mark(t, i, marks);
}

/* 03-Nov-2022, 3 Nov 2022, Nov 3, 2022, 03-thg 11-2022 */
static int date_named(const struct tokens *t, int i, struct parts *p)
{
    int day = i, month = mark_skip(t, i + 1, "-/. "), named = month_named(token_at(t, month));
    int next = month + 1;
    if (!named && month_named(token_at(t, i))) {
        named = month_named(token_at(t, i));
        day = mark_skip(t, i + 1, ".");
        next = day + 1;
    } else if (!named && IS_WORD(t, month, "thg", "thang", "th")) {
        named = is_number(t, mark_skip(t, month + 1, "-"), 1, 2)
                    ? token_at(t, mark_skip(t, month + 1, "-"))->value
                    : 0;
        next = mark_skip(t, month + 1, "-") + 1;
    }
    bool last = named && day != i && is_number(t, day, 1, 2) && is_number(t, next, 1, 2) &&
                is_mark(t, next + 1, ":") && is_number(t, t->count - 1, 4, 4);
    if (last) { /* C and Java write the year behind the time */
        *p = (struct parts){.year = token_at(t, t->count - 1)->value,
                            .first = token_at(t, day)->value,
                            .second = named,
                            .form = DATE_SURE,
                            .year_at = t->count - 1};
        return next;
    }
    next = mark_skip(t, next, "-/.,");
    next += IS_WORD(t, next, "nam");
    if (!named || !is_number(t, day, 1, 2) || !is_year(t, next))
        return -1;
    *p = (struct parts){.year = year_of(token_at(t, next)),
                        .first = token_at(t, day)->value,
                        .second = named,
                        .form = DATE_SURE};
    return next + 1;
}

/* 20221103, 03112022, 20221103083000 */
static int date_run(const struct tokens *t, int i, struct parts *p)
{
    const struct token *one = token_at(t, i);
    int d[14];
    if (one->kind != TOKEN_NUMBER || (one->digits != 8 && one->digits != 12 && one->digits != 14))
        return -1;
    for (int k = 0; k < one->digits; k++)
        d[k] = one->text[k] - '0';
    int year = d[0] * 1000 + d[1] * 100 + d[2] * 10 + d[3],
        last = d[4] * 1000 + d[5] * 100 + d[6] * 10 + d[7];
    bool front = year >= 1900 && year < 2200;
    if (!front && (one->digits != 8 || last < 1900 || last >= 2200))
        return -1;
    *p = front
             ? (struct parts){.year = year,
                              .first = d[4] * 10 + d[5],
                              .second = d[6] * 10 + d[7],
                              .form = DATE_MACHINE}
             : (struct parts){
                   .year = last, .first = d[0] * 10 + d[1], .second = d[2] * 10 + d[3], .form = DATE_WRITTEN};
    p->hour = p->minute = p->second_of_minute = -1;
    if (one->digits > 8) {
        p->hour = d[8] * 10 + d[9];
        p->minute = d[10] * 10 + d[11];
        p->second_of_minute = one->digits == 14 ? d[12] * 10 + d[13] : 0;
    }
    return i + 1;
}

static int date_take(const struct tokens *t, int i, struct parts *p)
{
    struct parts found = {0};
    i += IS_WORD(t, i, "ngay"); /* ngày 03 tháng 11 năm 2022, ngày 03/11/2022 */
    int next = date_parted(t, i, &found);
    bool run = false;
    if (next < 0)
        next = date_named(t, i, &found);
    if (next < 0)
        run = (next = date_run(t, i, &found)) >= 0;
    if (next < 0)
        return -1;
    p->year = found.year;
    p->first = found.first;
    p->second = found.second;
    p->form = found.form;
    p->year_at = found.year_at;
    if (run && found.hour >= 0) {
        p->hour = found.hour;
        p->minute = found.minute;
        p->second_of_minute = found.second_of_minute;
    }
    return next;
}

/* SA, CH, AM, p.m., sáng, chiều */
static int half_take(const struct tokens *t, int i, struct parts *p)
{
    bool dotted = IS_WORD(t, i, "a", "p") && is_mark(t, i + 1, ".") && IS_WORD(t, i + 2, "m");
    bool before = IS_WORD(t, i, "sa", "am", "sang") || (dotted && IS_WORD(t, i, "a"));
    bool after = IS_WORD(t, i, "ch", "pm", "chieu", "toi", "trua") || (dotted && IS_WORD(t, i, "p"));
    if (!before && !after)
        return i;
    p->half = before ? 1 : 2;
    return dotted ? mark_skip(t, i + 3, ".") : i + 1;
}

/* 8:00, 08:00:30.123, 15h30, 15g30, 15 giờ 30 phút, 8h, 8 SA; after a date also 08.30 */
static int time_take(const struct tokens *t, int i, bool after_date, struct parts *p)
{
    bool worded = IS_WORD(t, i + 1, "h", "g", "gio");
    bool parted = is_mark(t, i + 1, after_date ? ":." : ":") && is_number(t, i + 2, 1, 2);
    bool half = IS_WORD(t, i + 1, "sa", "ch", "am", "pm");
    if (!is_number(t, i, 1, 2) || (!worded && !parted && !half))
        return -1;
    p->hour = token_at(t, i)->value;
    p->minute = p->second_of_minute = 0;
    i += half ? 1 : 2;
    if (half)
        return half_take(t, i, p);
    if (is_number(t, i, 1, 2) && !(worded && is_mark(t, i + 1, "/-"))) {
        p->minute = token_at(t, i++)->value;
        i += IS_WORD(t, i, "phut", "p", "ph", "m") && !is_mark(t, i + 1, ".");
    }
    if ((is_mark(t, i, ":") || (parted && is_mark(t, i, "."))) && is_number(t, i + 1, 1, 2)) {
        p->second_of_minute = token_at(t, i + 1)->value;
        i += 2;
    } else if (worded && is_number(t, i, 1, 2) && IS_WORD(t, i + 1, "giay", "s")) {
        p->second_of_minute = token_at(t, i)->value;
        i += 2;
    }
    if (is_mark(t, i, ".,") && is_number(t, i + 1, 1, 9) && !token_at(t, i + 1)->blank &&
        parted) /* parts of a second */
        i += 2;
    return half_take(t, i, p);
}

/* Z, +07:00, +0700, GMT+7, UTC */
static int offset_take(const struct tokens *t, int i, struct parts *p)
{
    bool named = IS_WORD(t, i, "z", "utc", "gmt");
    if (IS_WORD(t, i, "ict")) { /* Indochina time */
        p->offset = true;
        p->from_utc = 7 * 60;
        return i + 1;
    }
    i += named;
    int sign = is_mark(t, i, "+") ? 1 : is_mark(t, i, "-") ? -1 : 0;
    p->offset = named || sign;
    if (!sign)
        return named ? i : -1;
    if (is_number(t, i + 1, 4, 4)) {
        p->from_utc = sign * (token_at(t, i + 1)->value / 100 * 60 + token_at(t, i + 1)->value % 100);
        return i + 2;
    }
    if (!is_number(t, i + 1, 1, 2))
        return -1;
    int minutes = token_at(t, i + 1)->value * 60;
    bool more = is_mark(t, i + 2, ":") && is_number(t, i + 3, 2, 2);
    p->from_utc = sign * (minutes + (more ? token_at(t, i + 3)->value : 0));
    return i + (more ? 4 : 2);
}

/* 20221103T140500: the hour without marks. */
static int time_run(const struct tokens *t, int i, struct parts *p)
{
    const struct token *one = token_at(t, i + 1);
    if (!IS_WORD(t, i, "t") || (!is_number(t, i + 1, 6, 6) && !is_number(t, i + 1, 4, 4)))
        return -1;
    p->hour = (one->text[0] - '0') * 10 + one->text[1] - '0';
    p->minute = (one->text[2] - '0') * 10 + one->text[3] - '0';
    p->second_of_minute = one->digits == 6 ? (one->text[4] - '0') * 10 + one->text[5] - '0' : 0;
    i += 2;
    return i + (is_mark(t, i, ".,") && is_number(t, i + 1, 1, 9) ? 2 : 0);
}

/* "Thứ hai,", "Thứ 2", "T2", "CN", "Chủ nhật", "lúc", "vào hồi", and the marks between the parts. */
static int filler_skip(const struct tokens *t, int i)
{
    static const char *const days[] = {"hai", "ba", "tu", "nam", "sau", "bay", NULL};
    static const char *const english[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
    if (IS_WORD(t, i, "thu") && (is_number(t, i + 1, 1, 1) || is_word(t, i + 1, days)))
        return i + 2;
    if (IS_WORD(t, i, "chu") && IS_WORD(t, i + 1, "nhat"))
        return i + 2;
    if (IS_WORD(t, i, "cn") ||
        (i == 0 && IS_WORD(t, i, "t") && is_number(t, 1, 1, 1) && !is_mark(t, 2, ":/-.")))
        return i + 1 + is_number(t, i + 1, 1, 1);
    if (IS_WORD(t, i, "indochina", "time", "gio", "dong", "duong")) /* (Indochina Time) */
        return i + 1;
    if (is_word(t, i, english) || IS_WORD(t, i, "luc", "hoi", "vao", "t", "date") || is_mark(t, i, ",-;|()'"))
        return i + 1;
    return -1;
}

static bool parts_read(const struct tokens *t, struct parts *p)
{
    bool date = false, time = false;
    *p = (struct parts){.hour = -1};
    for (int i = 0; i < t->count;) {
        int next = -1;
        if (!date && (next = date_take(t, i, p)) >= 0) {
            date = true;
            time = p->hour >= 0;
        } else if (p->year_at && i == p->year_at) {
            next = i + 1;
        } else if (!time && ((next = time_take(t, i, date, p)) >= 0 || (next = time_run(t, i, p)) >= 0)) {
            time = true;
        } else if (!(date && time && !p->offset && (next = offset_take(t, i, p)) >= 0)) {
            next = filler_skip(t, i);
        }
        if (next < 0)
            return false;
        i = next;
    }
    return date;
}

/* --- moments --- */

static moment moment_made(const struct parts *p, int month, int day)
{
    int hour = p->hour < 0 ? 0 : p->hour;
    bool end = hour == 24 && p->minute == 0 && p->second_of_minute == 0;
    if (p->half == 2 && hour < 12)
        hour += 12;
    if (p->half == 1 && hour == 12)
        hour = 0;
    moment m = moment_of(p->year, month, day, end ? 0 : hour, p->hour < 0 ? 0 : p->minute,
                         p->hour < 0 ? 0 : p->second_of_minute);
    if (m != MOMENT_NONE && end) /* 24:00 is the end of the day that the text names */
        m += DAY_END;
    if (m != MOMENT_NONE && p->offset)
        m += MOMENT_OFFSET - (moment)p->from_utc * 60;
    return m;
}

static void date_give(const struct parts *p, struct date_text *out)
{
    bool written = p->form != DATE_MACHINE;
    int month = written ? p->second : p->first, day = written ? p->first : p->second;
    out->form = p->form;
    out->whole_day = p->hour < 0;
    if (p->year < 1900 || p->year > 2199) {
        out->form = p->year <= 1901 || p->year >= 9000 ? DATE_NONE : DATE_NOT;
        return;
    }
    out->as_is = moment_made(p, month, day);
    if (p->form != DATE_SURE)
        out->swapped = moment_made(p, day, month);
    if (out->as_is == MOMENT_NONE && out->swapped == MOMENT_NONE)
        out->form = DATE_NOT;
    else if (date_is_none(out->as_is != MOMENT_NONE ? out->as_is : out->swapped))
        out->form = DATE_NONE;
}

/* Reads the form that most exports have, quickly: dd/MM/yyyy or yyyy-MM-dd, with or without HH:mm(:ss). */
static bool usual_read(const char *text, size_t n, struct date_text *out)
{
    static const char written[] = "99/99/9999 99:99:99", machine[] = "9999-99-99 99:99:99";
    if (n != 10 && n != 16 && n != 19)
        return false;
    bool is_machine = text[4] == '-';
    const char *form = is_machine ? machine : written;
    for (size_t i = 0; i < n; i++)
        if (form[i] == '9' ? !digit(text[i]) : text[i] != form[i])
            return false;
#define PAIR(at) ((text[at] - '0') * 10 + (text[(at) + 1] - '0'))
    struct parts p = {.form = is_machine ? DATE_MACHINE : DATE_WRITTEN,
                      .year = is_machine ? PAIR(0) * 100 + PAIR(2) : PAIR(6) * 100 + PAIR(8),
                      .first = is_machine ? PAIR(5) : PAIR(0),
                      .second = is_machine ? PAIR(8) : PAIR(3),
                      .hour = n > 10 ? PAIR(11) : -1,
                      .minute = n > 10 ? PAIR(14) : 0,
                      .second_of_minute = n > 16 ? PAIR(17) : 0};
#undef PAIR
    if (p.year < 1903 || p.first == 0 || p.second == 0)
        return false; /* parts_read() knows the meaning of such a date */
    date_give(&p, out);
    return true;
}

void date_text_read(const char *text, size_t n, bool number, bool from_1904, struct date_text *out)
{
    char reduced[TEXT_MAX];
    struct tokens tokens;
    struct parts parts;
    *out = (struct date_text){.as_is = MOMENT_NONE, .swapped = MOMENT_NONE};
    if (!number && usual_read(text, n, out))
        return;
    if (plain_nothing(text, n)) {
        out->form = DATE_NONE;
        return;
    }
    size_t used = reduce(text, n, reduced);
    if (!used)
        return;
    bool none = none_told(reduced);
    if (!none && !date_net_read(reduced, out) && !date_epoch_read(reduced, used, out) &&
        !date_serial_read(reduced, used, from_1904, out) && tokens_read(reduced, &tokens) &&
        parts_read(&tokens, &parts))
        date_give(&parts, out);
    else if (!none && out->form == DATE_NOT)
        none = number && used <= 2; /* 1 to 99: days of 1900, which empty cells become */
    if (none)
        out->form = DATE_NONE;
}

/* The one of the two readings that lies in from..to; MOMENT_NONE: both readings do, or neither. */
static moment reading_near(const struct date_text *d, moment from, moment to)
{
    bool as_is = d->as_is >= from && d->as_is <= to, swapped = d->swapped >= from && d->swapped <= to;
    if (from == MOMENT_NONE || as_is == swapped)
        return d->as_is == d->swapped ? d->as_is : MOMENT_NONE;
    return as_is ? d->as_is : d->swapped;
}

moment date_text_moment(const struct date_text *d, const struct date_order *order, moment from, moment to)
{
    enum date_turn turn = d->form == DATE_WRITTEN ? order->written : order->machine;
    if (d->form <= DATE_NONE)
        return MOMENT_NONE;
    if (d->as_is == MOMENT_NONE || d->swapped == MOMENT_NONE)
        return d->as_is != MOMENT_NONE ? d->as_is : d->swapped;
    if (turn == DATE_UNCERTAIN)
        return reading_near(d, from, to);
    return turn == DATE_SWAPPED ? d->swapped : d->as_is;
}
