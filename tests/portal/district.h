/* An invented district: its communes and departments, their procedures, and how well each office does. All of
 * it is a pure function of the seed. Codes begin with H99.22; nothing in it exists. */
#ifndef PORTAL_DISTRICT_H
#define PORTAL_DISTRICT_H

#include "dice.h"

#include <stddef.h>

enum {
    DISTRICT_COMMUNES_MAX = 3900,
    DISTRICT_DEPARTMENTS_MAX = 40,
    UNIT_CODE_BYTES = 32,
    UNIT_NAME_BYTES = 96
};

struct field {
    const char *code;
    const char *name;
};

struct procedure {
    const char *code;
    const struct field *field;
    int level; /* 2, 3 or 4 */
    int fee;   /* VND, 0 = none */
    int days;  /* working days allowed; 0 = the same day */
};

struct unit {
    char code[UNIT_CODE_BYTES];
    char name[UNIT_NAME_BYTES];
    bool department;
    const struct procedure *procedures;
    uint32_t procedure_count;
    /* of 10,000: filed online where the level allows, paid online where a fee is due, digitised, electronic
     * result, late */
    int online, paid, digitized, electronic, late;
};

struct district {
    struct unit *units; /* communes first; owned */
    size_t count;
    uint16_t *slots; /* units by their volume: a busy one has more slots; owned */
    uint32_t slot_count;
};

bool district_open(struct district *d, uint64_t seed, size_t communes,
                   size_t departments); /* false: out of memory */
void district_close(struct district *d);

#endif
