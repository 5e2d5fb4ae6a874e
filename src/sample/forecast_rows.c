#include "sample/forecast_rows.h"

#include <stdlib.h>
#include <string.h>

struct forecast_row {
    const struct commitment_set *set;
    size_t item;
    const char *unit; /* borrowed from the evaluation */
    struct period period;
    struct forecast forecast;
};
struct forecast_rows {
    struct workdays *workdays;
    struct forecast_row *rows;
    size_t count, size;
    const char *sets[LIMIT_COMMITMENTS]; /* whose forecasts were made */
    size_t set_count;
};

struct forecast_rows *forecast_rows_new(struct error *e)
{
    struct forecast_rows *f = calloc(1, sizeof *f);
    if (!f) {
        error_memory(e, "forecasts");
        return NULL;
    }
    f->workdays = workdays_load(e);
    if (f->workdays)
        return f;
    forecast_rows_free(f);
    return NULL;
}

void forecast_rows_free(struct forecast_rows *f)
{
    if (!f)
        return;
    workdays_free(f->workdays);
    free(f->rows);
    free(f);
}

static bool row_add(struct forecast_rows *f, const struct forecast_row *row, struct error *e)
{
    if (f->count == f->size) {
        size_t size = f->size ? f->size * 2 : 256;
        struct forecast_row *rows = realloc(f->rows, size * sizeof *rows);
        if (!rows)
            return error_memory(e, "forecasts");
        f->rows = rows;
        f->size = size;
    }
    f->rows[f->count++] = *row;
    return true;
}

static bool is_forecast(const struct evaluation *v, const struct commitment_set *set, size_t unit)
{
    return unit == v->units.count || (evaluation_shows(v, set, unit) && evaluation_binds(v, set, unit));
}

bool forecast_rows_make(struct forecast_rows *f, struct store *s, const struct evaluation *v,
                        const struct commitment_set *set, struct error *e)
{
    struct rate_history *h = rate_history_load(s, v, set, f->workdays, e);
    bool ok = h != NULL;
    for (size_t unit = 0; ok && unit <= v->units.count; unit++)
        for (size_t i = 0; ok && is_forecast(v, set, unit) && i < set->count; i++) {
            struct forecast_row row = {.set = set,
                                       .item = i,
                                       .unit = unit < v->units.count ? v->units.units[unit].code : "ALL",
                                       .period = v->period,
                                       .forecast = rate_history_forecast(h, unit, i)};
            if (row.forecast.state == FORECAST_RANGE)
                ok = row_add(f, &row, e);
        }
    rate_history_free(h);
    if (ok && f->set_count < LIMIT_COMMITMENTS)
        f->sets[f->set_count++] = set->name;
    return ok;
}

static struct value row_at(const void *rows, uint32_t row, int column)
{
    const struct forecast_rows *f = rows;
    const struct forecast_row *r = &f->rows[row];
    const struct value values[] = {value_text(r->set->name),
                                   value_number((int64_t)r->item + 1),
                                   value_text(r->unit),
                                   value_text(period_kind_name(r->period.kind)),
                                   value_moment(r->period.from),
                                   value_moment(r->period.cut),
                                   value_number(r->forecast.low),
                                   value_number(r->forecast.high),
                                   value_number(r->forecast.arrivals_low),
                                   value_number(r->forecast.arrivals_high)};
    return values[column];
}

bool forecast_rows_put(const struct forecast_rows *f, struct store *s, struct error *e)
{
    static const struct store_column columns[] = {
        {"set_name", true},      {"position", false},     {"unit", true}, {"period_kind", true},
        {"period_from", false},  {"observed_at", false},  {"low", false}, {"high", false},
        {"arrivals_low", false}, {"arrivals_high", false}};
    const struct store_rows rows = {
        "forecast", columns, sizeof columns / sizeof *columns, 3, row_at, f, (uint32_t)f->count};
    bool ok = store_write(s, "DELETE FROM forecast WHERE set_name NOT IN (SELECT set_name FROM target)", NULL,
                          0, NULL, NULL, e);
    for (size_t k = 0; ok && k < f->set_count; k++) {
        const struct value name = value_text(f->sets[k]);
        ok = store_write(s, "DELETE FROM forecast WHERE set_name = $1", &name, 1, NULL, NULL, e);
    }
    return ok && (f->count == 0 || store_rows_put(s, &rows, e));
}
