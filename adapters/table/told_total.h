/* How many rows a list of dossiers says that it has: "Tổng số: 120 hồ sơ", "Hiển thị 1 - 10 trong tổng số 120 bản
 * ghi", above the list, below it, or for each of its sections. So a list that was saved page by page, or cut, is
 * found out. */
#ifndef MOTCUA_ADAPTERS_TABLE_TOLD_TOTAL_H
#define MOTCUA_ADAPTERS_TABLE_TOLD_TOTAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOLD_TOTALS = 32, TOLD_BOUNDS = 256 };

struct told_total {
    struct {
        size_t at; /* records before the place where the total stands */
        int64_t total;
    } told[TOLD_TOTALS];
    size_t count;
    /* records before each row that is no record: sections lie between these rows */
    size_t bounds[TOLD_BOUNDS];
    size_t bound_count;
    bool many; /* there are more totals or bounds than room: nothing is judged */
};

/* The number in words that tell how many dossiers or rows there are; false: the text tells no such number. A sum of
 * money, or a number of dossiers of one kind ("Tổng số hồ sơ quá hạn: 12"), does not count. */
bool told_total_read(const char *text, int64_t *total);
/* Notes a row that is no record and stands behind `records` records. */
void told_total_see(struct told_total *t, size_t records, const char *text);
/* The largest total that exceeds the number of all records and fits no run of them; 0: there is no such total. */
int64_t told_total_unmet(const struct told_total *t, size_t records);

#endif
