/* Vietnamese in the letters of old fonts: the bytes are sound UTF-8 (or Latin-1), but read "Mã hồ sơ" only under a
 * font such as .VnTime (TCVN3, also called ABC) or VNI-Times (VNI). Neither libiconv nor glibc has the two. Sources:
 * TCVN 5712:1993, table VN3 (8-bit letters 0xA1 to 0xFE); VNI: the published chart of VNI-Win, where a vowel is
 * followed by the letter that carries its marks ("hoà" for "hồ"). */
#ifndef MOTCUA_ADAPTERS_TABLE_LEGACY_TEXT_H
#define MOTCUA_ADAPTERS_TABLE_LEGACY_TEXT_H

#include <stddef.h>

enum legacy { LEGACY_NONE, LEGACY_TCVN3, LEGACY_VNI };

/* How many words with letters beyond ASCII are Vietnamese as they stand, and how many are not: letters that
 * the language does not have, or more than one tone. */
struct spelling {
    size_t sound, odd;
};
struct spelling spelling_of(const char *text, size_t n);

/* Which of the two a text is in; LEGACY_NONE where the text reads as Unicode, or neither font makes Vietnamese of
 * it. */
enum legacy legacy_find(const char *text, size_t n);
/* The text in Unicode, NFC; malloc'd, the caller frees; NULL: no memory. */
char *legacy_convert(enum legacy legacy, const char *text, size_t n);
const char *legacy_name(enum legacy legacy); /* the font's name, for messages */

#endif
