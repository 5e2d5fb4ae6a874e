#include "rows/dossier_code.h"

#include "base/digit.h"
#include "base/moment.h"

enum { LEVEL1 = 3, LEVEL2 = 7, LEVEL3 = 10, DAY_DIGITS = 6, NUMBER_LEAST = 6 };

static bool digits(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!digit(text[i]))
            return false;
    return true;
}

/* Bytes of the unit's code at the start of text: MX1X2, MX1X2.Y1Y2Y3 or MX1X2.Y1Y2Y3.Z1Z2; 0: text has no such code. */
static size_t unit_bytes(const char *text, size_t n)
{
    size_t end = 0;
    if (n < LEVEL1 || text[0] < 'A' || text[0] > 'Z' || !digits(text + 1, 2))
        return 0;
    for (end = LEVEL1; end < n && text[end] != '-'; end++)
        continue;
    bool second = end >= LEVEL2 && text[LEVEL1] == '.' && digits(text + LEVEL1 + 1, 3);
    bool third = end == LEVEL3 && second && text[LEVEL2] == '.' && digits(text + LEVEL2 + 1, 2);
    return end == LEVEL1 || (end == LEVEL2 && second) || third ? end : 0;
}

/* True for real days from 25/01/2026 on, when TT 04/2025/TT-VPCP came into force. */
static bool day_in_force(const char *yymmdd)
{
    int part[3];
    for (int i = 0; i < 3; i++)
        part[i] = (yymmdd[i * 2] - '0') * 10 + (yymmdd[i * 2 + 1] - '0');
    return moment_of(2000 + part[0], part[1], part[2], 0, 0, 0) != MOMENT_NONE &&
           part[0] * 10000 + part[1] * 100 + part[2] >= 260125;
}

int dossier_code_owner(const char *code, size_t n)
{
    size_t unit = unit_bytes(code, n);
    const char *day = code + unit + 1, *number = day + DAY_DIGITS + 1;
    if (!unit || n < unit + DAY_DIGITS + 3 || code[unit] != '-' || !digits(day, DAY_DIGITS) ||
        number[-1] != '-' || !digits(number, n - (size_t)(number - code)))
        return OWNER_UNTOLD;
    const char *owner = code[0] == 'G' ? code + 1 : number;
    bool told = code[0] == 'G' || (n - (size_t)(number - code) >= NUMBER_LEAST && day_in_force(day));
    int digits_of = (owner[0] - '0') * 10 + (owner[1] - '0');
    return told && digits_of > 0 ? digits_of : OWNER_UNTOLD;
}

bool unit_code_is_national(const char *unit, size_t n)
{
    return n >= LEVEL2 && unit_bytes(unit, n) == n;
}

size_t unit_code_office(const char *unit, size_t n)
{
    return n == LEVEL3 && unit_bytes(unit, n) == n ? LEVEL2 : n;
}
