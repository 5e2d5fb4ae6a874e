#include "spoil.h"

#include <jansson.h>

static int dump_part(const char *bytes, size_t n, void *out)
{
    text_bytes(out, bytes, n);
    return 0;
}

static void members_spoil(json_t *row, const struct fault_plan *plan, const char *code, const char *date,
                          const char *status)
{
    if (plan->has[FAULT_WRONG_TYPES]) {
        (void)json_object_set_new(row, date, json_pack("{s:i, s:[i, i]}", "day", 1, "month", 2, 3));
        (void)json_object_set_new(row, code, json_integer(1234567890));
        (void)json_object_set_new(row, status, json_pack("[s, {s:n}, b]", "done", "status", 1));
    }
    if (plan->has[FAULT_BAD_DATE])
        (void)json_object_set_new(row, date, json_string("32/13/2022 99:99:99"));
}

void row_spoil(struct text *out, size_t at, const struct fault_plan *plan, const char *code, const char *date,
               const char *status)
{
    if (plan->has[FAULT_WRONG_TYPES] || plan->has[FAULT_BAD_DATE]) {
        json_t *row = json_loadb(out->data + at, out->used - at, 0, NULL);
        if (row) {
            out->used = at;
            members_spoil(row, plan, code, date, status);
            (void)json_dump_callback(row, dump_part, out, JSON_COMPACT);
            json_decref(row);
        }
    }
    if (plan->has[FAULT_BAD_UTF8]) {
        size_t i = at;
        while (i < out->used && (unsigned char)out->data[i] < 0x80)
            i++;
        if (i < out->used)
            out->data[i] = (char)0xFF;
    }
}
