/* Dates as people, portals and spreadsheets write them: which parts stand there, and which moments they may
 * mean. A text that reads both as day/month and as month/day, and a number that a spreadsheet may have made of
 * such a text, keep both readings: the column that they stand in decides (survey.h). */
#ifndef MOTCUA_DATE_TEXT_H
#define MOTCUA_DATE_TEXT_H

#include "base/moment.h"

enum date_form {
    DATE_NOT,     /* no date by any of the forms */
    DATE_NONE,    /* it says that there is no date: 1900-01-01, 00/00/0000, NULL, "-", "chưa có" */
    DATE_WRITTEN, /* 03/11/2022: whose first number is the day or the month */
    DATE_MACHINE, /* 2022-11-03, 20221103, a serial number: whose month and day a spreadsheet may have swapped */
    DATE_SURE     /* it reads one way only: ngày 03 tháng 11 năm 2022, 03-Nov-2022, milliseconds of 1970 */
};

struct date_text {
    enum date_form form;
    /* as_is: day first (written), as it stands (machine); swapped: the other way round. MOMENT_NONE: there is no
     * such date; the one that is not MOMENT_NONE is then the only reading. */
    moment as_is, swapped;
    bool whole_day; /* no hour was written */
};

/* Reads n bytes. number: the file says that it is a number; from_1904: its serial dates count from 1904. */
void date_text_read(const char *text, size_t n, bool number, bool from_1904, struct date_text *out);

/* How a column's dates are to be read: the readings of those that are written, and of those of the machine. */
enum date_turn {
    DATE_AS_IS,
    DATE_SWAPPED,  /* all of them the other way round */
    DATE_UNCERTAIN /* both kinds are in the column: each by the dossier's other dates, or not at all */
};
struct date_order {
    enum date_turn written, machine;
};
/* The moment that it means there. from..to: where the dossier's other dates say that it must lie, MOMENT_NONE:
 * they say nothing. MOMENT_NONE: no date, or of two readings neither can be told to be the right one. */
moment date_text_moment(const struct date_text *d, const struct date_order *order, moment from, moment to);

/* A day that stands for "no date" in databases and spreadsheets: before 1902, 1970-01-01, after 2098. */
bool date_is_none(moment m);

#endif
