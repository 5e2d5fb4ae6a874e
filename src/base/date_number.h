/* Dates written as one number: serial numbers of spreadsheets, seconds since 1970, moments of .NET. Each function
 * returns false where the text is not a date of its kind. */
#ifndef MOTCUA_BASE_DATE_NUMBER_H
#define MOTCUA_BASE_DATE_NUMBER_H

#include "base/date_text.h"

/* A serial number: days since 1899-12-30 (from_1904: since 1904-01-01), the part of a day behind the point; years
 * 1990 to 2099. */
bool date_serial_read(const char *text, size_t n, bool from_1904, struct date_text *out);
/* Milliseconds or seconds since 1970 that name a moment from 2001 on. */
bool date_epoch_read(const char *text, size_t n, struct date_text *out);
/* "/Date(1667459100000+0700)/" in small letters, as .NET writes a moment; a moment before 1902 means "no date". */
bool date_net_read(const char *text, struct date_text *out);

#endif
