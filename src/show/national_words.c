#include "show/national_words.h"

#include <stdio.h>

#include "base/text.h"

const char *national_text(const struct national_place *p, char out[NATIONAL_TEXT_BYTES])
{
    char score[TEXT_NUMBER_BYTES];
    *out = '\0';
    if (p->known)
        snprintf(out, NATIONAL_TEXT_BYTES, _("%s points, place %d of %zu"), text_scaled(p->score, 2, score),
                 p->place, p->of);
    return out;
}
