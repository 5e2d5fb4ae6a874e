/* What a dossier's code tells: MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-XXXX, the identity of an office, the day, a number (TT
 * 03/2025/TT-VPCP Article 13); of services on a system of a ministry MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-AAXXXX, where AA are
 * the two digits of the system's owner (TT 04/2025/TT-VPCP, in force from 25/01/2026). M is a letter, G for
 * ministries and H for provinces (QĐ 20/2020/QĐ-TTg). */
#ifndef MOTCUA_ROWS_DOSSIER_CODE_H
#define MOTCUA_ROWS_DOSSIER_CODE_H

#include <stdbool.h>
#include <stddef.h>

enum {
    OWNER_UNTOLD = -1, /* the code tells nothing of the system; the dossier counts as the province's */
    OWNER_PROVINCE = 0,
    OWNER_MOST = 99
};

/* 1 to 99: the digits of the ministry on whose system the dossier is; OWNER_UNTOLD: the code does not tell. From
 * 25/01/2026 on, a number of six digits or more that does not begin with 00 has the owner in front, because a
 * province's own numbers of a day have fewer digits. A unit of a ministry (G..) is on its ministry's system. The
 * result is never OWNER_PROVINCE: only a portal tells that a system is the province's. */
int dossier_code_owner(const char *code, size_t n);

/* How many bytes of a unit's code name the office: 7 of H21.227.02, because Z1Z2 is a part of that office; else n. */
size_t unit_code_office(const char *unit, size_t n);
/* True if unit is a national identity of the form MX1X2.Y1Y2Y3, with or without .Z1Z2. */
bool unit_code_is_national(const char *unit, size_t n);

#endif
