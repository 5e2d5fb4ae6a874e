/* The moment that a title states: "Tính đến 15 giờ 00 ngày 25/11/2022", "Ngày xuất: 25/11/2022 15:30", "Ý Yên, ngày
 * 25 tháng 11 năm 2022". Dates of decrees and circulars do not count. */
#ifndef MOTCUA_ADAPTERS_TABLE_TITLE_MOMENT_H
#define MOTCUA_ADAPTERS_TABLE_TITLE_MOMENT_H

#include "base/moment.h"

/* The latest date of the text, at its last second where the text gives no hour. *span: the text names several dates,
 * as "Từ ngày 01/11/2022 đến ngày 30/11/2022" does. MOMENT_NONE: the text states no date. */
moment title_moment(const char *text, bool *span);

#endif
