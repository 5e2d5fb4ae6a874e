#include "rows/doubt.h"

enum {
    CODE_DAYS = 1100, /* between a reception and the day in the code: about three years */
    SPAN_DAYS = 7300, /* between a dossier's dates: twenty years */
    AHEAD_DAYS = 1    /* by which clocks may differ */
};

static bool far(moment a, moment b, int days)
{
    return (a > b ? a - b : b - a) > days * MOMENT_DAY;
}

static enum misgiving_kind date_judge(int field, moment m, moment received, moment now)
{
    bool end = field == DOSSIER_FINISHED || field == DOSSIER_RETURNED || field == DOSSIER_APOLOGY;
    if (received != MOMENT_NONE && far(m, received, SPAN_DAYS))
        return MISGIVING_FAR;
    if (field != DOSSIER_SUBMITTED && received != MOMENT_NONE && m < received &&
        moment_day(m) < moment_day(received))
        return MISGIVING_BEFORE;
    if (end && now != MOMENT_NONE && m > now + AHEAD_DAYS * MOMENT_DAY)
        return MISGIVING_AHEAD;
    return MISGIVING_KINDS;
}

enum doubt dossier_doubt(struct dossier *d, moment code_day, moment now, struct misgiving_list *issues)
{
    static const int fields[] = {DOSSIER_SUBMITTED, DOSSIER_DUE,      DOSSIER_EXTENDED,
                                 DOSSIER_FINISHED,  DOSSIER_RETURNED, DOSSIER_APOLOGY};
    const struct value *reception = &d->value[DOSSIER_RECEIVED];
    moment received = reception->known ? reception->number : MOMENT_NONE;
    if (received != MOMENT_NONE && code_day != MOMENT_NONE && far(received, code_day, CODE_DAYS))
        return DOUBT_FAR;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct value *v = &d->value[fields[i]];
        enum misgiving_kind kind =
            v->known ? date_judge(fields[i], v->number, received, now) : MISGIVING_KINDS;
        if (kind == MISGIVING_KINDS)
            continue;
        *v = (struct value){0};
        if (!misgiving_add(issues, kind, dossier_fields[fields[i]].name, "", 0, 1))
            return DOUBT_MEMORY;
    }
    bool ahead = received != MOMENT_NONE && now != MOMENT_NONE && received > now + AHEAD_DAYS * MOMENT_DAY;
    if (ahead && !misgiving_add(issues, MISGIVING_AHEAD, dossier_fields[DOSSIER_RECEIVED].name, "", 0, 1))
        return DOUBT_MEMORY;
    return DOUBT_NONE;
}
