/* Titles that say the same in another form than the manifest: with their English beside them ("Mã hồ sơ / Dossier
 * code"), or as a program's name for a column ("maHoSo", "MAHOSO"; "ma_ho_so" is words already, base/words.h). */
#ifndef MOTCUA_ADAPTERS_TABLE_TITLE_WORDS_H
#define MOTCUA_ADAPTERS_TABLE_TITLE_WORDS_H

#include <stdbool.h>

/* The words (base/words.h) without a number before them and without the English words at their beginning and end; "" where all are English. malloc'd,
 * the caller frees; NULL: no memory. */
char *title_vietnamese(const char *words);
/* Are the words of a column's title those of the manifest's title? One word alone is also equal to several words of
 * the manifest's that are written together. */
bool title_same(const char *title, const char *words);

/* Do columns below a heading of these words hold another time or a plan ("Lũy kế từ đầu năm", "Cùng kỳ năm trước")? */
bool title_is_aside(const char *words);
/* Does a heading say no more than that its columns are of the table's own time ("Trong tháng", "Kỳ này")? */
bool title_is_own_time(const char *words);

#endif
