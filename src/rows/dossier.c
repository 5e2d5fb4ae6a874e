#include "rows/dossier.h"
#include "rows/dossier_code.h"

#include <string.h>
#include <xxhash.h>

const struct dossier_field_info dossier_fields[DOSSIER_FIELD_COUNT] = {
#define X(id, column, type, what) {column, type, what},
    DOSSIER_FIELDS(X)
#undef X
};

int dossier_field_find(const char *name)
{
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        if (strcmp(dossier_fields[i].name, name) == 0)
            return i;
    return -1;
}

bool dossier_number_fits(int field, int64_t number)
{
    static const struct {
        int field;
        int64_t min, max;
    } ranges[] = {{DOSSIER_CHANNEL, 1, 3},
                  {DOSSIER_LEVEL, 0, 4},
                  {DOSSIER_STATUS, STATUS_NEW, STATUS_RETURNED},
                  {DOSSIER_SYSTEM_OWNER, OWNER_PROVINCE, OWNER_MOST}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].field == field)
            return number >= ranges[i].min && number <= ranges[i].max;
    return true;
}

uint64_t dossier_knows_told(uint64_t knows)
{
    bool code = knows >> DOSSIER_CODE & 1;
    return knows | (code ? UINT64_C(1) << DOSSIER_SYSTEM_OWNER : 0);
}

/* Every field takes the same room: its kind, then its number (or the hash of its text), the low byte first on
 * every machine. */
enum { KIND_UNKNOWN, KIND_NUMBER, KIND_TEXT, PACKED_BYTES = 9 };
/* The fields of the time when the hash went by position; their number and order must stay as in the stores of then. */
enum { POSITIONAL_FIELDS = DOSSIER_FROM_VIA_POSTAL + 1 };

static void pack(const struct value *v, unsigned char out[PACKED_BYTES])
{
    uint64_t bits = 0;
    out[0] = KIND_UNKNOWN;
    if (v->known) {
        out[0] = v->text ? KIND_TEXT : KIND_NUMBER;
        bits = v->text ? XXH64(v->text, v->length, 0) : (uint64_t)v->number;
    }
    for (int i = 1; i < PACKED_BYTES; i++, bits >>= 8)
        out[i] = (unsigned char)(bits & 0xFF);
}

int64_t dossier_hash_of(const struct dossier_field_info *fields, const struct value *values, int count)
{
    uint64_t sum = 0;
    unsigned char packed[PACKED_BYTES];
    for (int i = 0; i < count; i++)
        if (values[i].known) {
            pack(&values[i], packed);
            sum += XXH64(packed, sizeof packed, XXH64(fields[i].name, strlen(fields[i].name), 0));
        }
    return (int64_t)sum;
}

int64_t dossier_hash(const struct dossier *d)
{
    return dossier_hash_of(dossier_fields, d->value, DOSSIER_FIELD_COUNT);
}

int64_t dossier_hash_before(const struct dossier *d)
{
    unsigned char packed[POSITIONAL_FIELDS][PACKED_BYTES];
    for (int i = POSITIONAL_FIELDS; i < DOSSIER_FIELD_COUNT; i++)
        if (d->value[i].known)
            return dossier_hash(d);
    for (int i = 0; i < POSITIONAL_FIELDS; i++)
        pack(&d->value[i], packed[i]);
    return (int64_t)XXH64(packed, sizeof packed, 0);
}
