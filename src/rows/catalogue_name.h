/* Names of procedures (TTHC) and fields (lĩnh vực), as portals write them beside their codes. A name is kept per
 * code, never per dossier, and what a portal puts there may be anything: some let a clerk write the applicant into
 * it. So a name from a portal or a file of dossiers is kept only if all of this holds:
 * - two different dossiers of one reply give the same name for the same code, because words about one person's
 *   matter are not repeated for another person's;
 * - its form is that of a title: not too long, one line, no address of mail or web;
 * - no run of digits as identity papers and telephones have them: at most five together, at most eight with blanks,
 *   dots or dashes between (numbers of decrees, dates with / and years fit);
 * - no person: a family name with given names behind, in capitals ("Nguyễn Văn A"), or ông, bà, anh, chị before a
 *   capital. Hồ Chí Minh is a place. A name that does not pass is kept nowhere, and people see the code. A wrong
 *   refusal costs a name, which 'motcua procedures import' gives; a wrong acceptance would cost a person. */
#ifndef MOTCUA_ROWS_CATALOGUE_NAME_H
#define MOTCUA_ROWS_CATALOGUE_NAME_H

#include <stdbool.h>
#include <stddef.h>

enum { CATALOGUE_NAME_LEAST = 4, CATALOGUE_NAME_MOST = 480 /* bytes */ };

/* True if text (n bytes of UTF-8) passes all of these rules but the first, which needs two dossiers. */
bool catalogue_name_fits(const char *text, size_t n);

#endif
