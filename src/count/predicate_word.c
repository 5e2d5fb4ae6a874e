#include "count/predicate_word.h"

#include <string.h>

#include "count/predicate.h"

static const struct {
    enum predicate_domain domain;
    const char *name;
    int number;
} words[] = {
    {DOMAIN_CHANNEL, "counter", 1},
    {DOMAIN_CHANNEL, "online", 2},
    {DOMAIN_CHANNEL, "postal", 3},
    {DOMAIN_STATUS, "new", STATUS_NEW},
    {DOMAIN_STATUS, "accepted", STATUS_ACCEPTED},
    {DOMAIN_STATUS, "denied", STATUS_DENIED},
    {DOMAIN_STATUS, "processing", STATUS_PROCESSING},
    {DOMAIN_STATUS, "supplement", STATUS_SUPPLEMENT},
    {DOMAIN_STATUS, "fee", STATUS_FEE},
    {DOMAIN_STATUS, "withdrawn", STATUS_WITHDRAWN},
    {DOMAIN_STATUS, "stopped", STATUS_STOPPED},
    {DOMAIN_STATUS, "finished", STATUS_FINISHED},
    {DOMAIN_STATUS, "returned", STATUS_RETURNED},
};

static const char *const param_names[PARAM_COUNT] = {"from", "to", "at", "cut"};

enum predicate_domain predicate_domain_of(int field)
{
    return field == DOSSIER_CHANNEL                   ? DOMAIN_CHANNEL
           : field == DOSSIER_STATUS                  ? DOMAIN_STATUS
           : dossier_fields[field].type == FIELD_TEXT ? DOMAIN_TEXT
                                                      : DOMAIN_NUMBER;
}

int predicate_word(enum predicate_domain domain, const char *text)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].domain == domain && strcmp(words[i].name, text) == 0)
            return words[i].number;
    return -1;
}

int predicate_param_find(const char *name)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (strcmp(param_names[i], name) == 0)
            return i;
    return -1;
}
