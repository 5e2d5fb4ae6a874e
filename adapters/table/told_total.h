/* How many rows a list of dossiers says that it has: "Tổng số: 120 hồ sơ", "Hiển thị 1 - 10 trong tổng số 120 bản ghi",
 * above it, below it, or for each of its sections. A list that was saved page by page, or cut, tells so by itself. */
#ifndef MOTCUA_ADAPTERS_TABLE_TOLD_TOTAL_H
#define MOTCUA_ADAPTERS_TABLE_TOLD_TOTAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOLD_TOTALS = 32, TOLD_BOUNDS = 256 };

struct told_total {
    struct {
        size_t at; /* records before it */
        int64_t total;
    } told[TOLD_TOTALS];
    size_t count;
    size_t bounds[TOLD_BOUNDS]; /* records before each row that is none: sections lie between them */
    size_t bound_count;
    bool many; /* more than these: nothing is judged */
};

/* The number in words that tell how many dossiers or rows there are; false: they tell none. A sum of money, and a number
 * of those of one kind ("Tổng số hồ sơ quá hạn: 12"), is none. */
bool told_total_read(const char *text, int64_t *total);
/* A row that is no record, behind so many that are. */
void told_total_see(struct told_total *t, size_t records, const char *text);
/* The largest number that no run of the table's records has, and that is larger than all of them; 0: there is none. */
int64_t told_total_unmet(const struct told_total *t, size_t records);

#endif
