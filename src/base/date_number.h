/* Dates that are numbers: of spreadsheets, of 1970, of .NET. Each false: the text is none of that kind. */
#ifndef MOTCUA_BASE_DATE_NUMBER_H
#define MOTCUA_BASE_DATE_NUMBER_H

#include "base/date_text.h"

/* Days since 1899-12-30 with the part of a day behind the point; years 1990 to 2099. */
bool date_serial_read(const char *text, size_t n, bool from_1904, struct date_text *out);
/* Milliseconds or seconds since 1970, of the years 2001 on. */
bool date_epoch_read(const char *text, size_t n, struct date_text *out);
/* "/Date(1667459100000+0700)/" in small letters, as .NET writes a moment; before 1902: none. */
bool date_net_read(const char *text, struct date_text *out);

#endif
