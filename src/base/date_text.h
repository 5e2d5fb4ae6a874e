/* Dates as people, portals and spreadsheets write them, and the moments that they may mean. A text that reads both as
 * day/month and as month/day keeps both readings, and so does a number that a spreadsheet may have made of such a text:
 * the other dates of the column decide between the two (struct date_order). */
#ifndef MOTCUA_DATE_TEXT_H
#define MOTCUA_DATE_TEXT_H

#include "base/moment.h"

enum date_form {
    DATE_NOT,     /* the text has none of the forms of a date */
    DATE_NONE,    /* the text says that there is no date: 1900-01-01, 00/00/0000, NULL, "-", "chưa có" */
    DATE_WRITTEN, /* 03/11/2022: the first number is the day or the month */
    DATE_MACHINE, /* 2022-11-03, 20221103, a serial number: a spreadsheet may have swapped month and day */
    DATE_SURE /* the text reads one way only: ngày 03 tháng 11 năm 2022, 03-Nov-2022, milliseconds of 1970 */
};

struct date_text {
    enum date_form form;
    /* as_is: the day first (DATE_WRITTEN), the order of the text (DATE_MACHINE); swapped: month and day exchanged.
     * MOMENT_NONE: the calendar has no such date, so that the other member is the only reading. */
    moment as_is, swapped;
    bool whole_day; /* the text has no hour */
};

/* Reads n bytes of text; a text that is no date gives DATE_NOT or DATE_NONE. number: the file keeps the cell as a
 * number; from_1904: the file's serial dates count from 1904. */
void date_text_read(const char *text, size_t n, bool number, bool from_1904, struct date_text *out);

/* How the dates of one column are read: a turn for its DATE_WRITTEN texts and one for its DATE_MACHINE texts. */
enum date_turn {
    DATE_AS_IS,
    DATE_SWAPPED, /* month and day of every date are exchanged */
    DATE_UNCERTAIN /* the column mixes both orders: a date is read by the dossier's other dates, or stays unknown */
};
struct date_order {
    enum date_turn written, machine;
};
/* The moment that d means in a column of that order. from..to: the span in which the dossier's other dates say that the
 * moment lies (from MOMENT_NONE: they say nothing). Returns MOMENT_NONE for no date, and where neither of two readings
 * can be told to be the right one. */
moment date_text_moment(const struct date_text *d, const struct date_order *order, moment from, moment to);

/* A day that stands for "no date" in databases and spreadsheets: before 1902, 1970-01-01, after 2098. */
bool date_is_none(moment m);

#endif
