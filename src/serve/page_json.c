#include "serve/page_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/phrase.h"
#include "show/table_write.h"

static void moment_set(json_t *o, const char *name, moment m)
{
    char text[MOMENT_TEXT_BYTES];
    json_object_set_new(
        o, name, m == MOMENT_NONE ? json_null() : json_string(moment_write(m, "yyyy-MM-ddTHH:mm", text)));
}

json_t *json_report(const struct report *r)
{
    json_t *o = json_object();
    moment_set(o, "from", r->now.period.from);
    moment_set(o, "to", r->now.period.cut);
    json_object_set_new(o, "complete", json_boolean(!r->findings.incomplete));
    return o;
}

static json_t *rate_of(int64_t n, int64_t d)
{
    char text[TEXT_NUMBER_BYTES];
    return d > 0 ? json_real(strtod(text_rate_plain(n, d, 2, text), NULL)) : json_null();
}

static json_t *number_if(bool known, int64_t n)
{
    return known ? json_integer(n) : json_null();
}

static json_t *points_if(struct value points)
{
    char text[TEXT_NUMBER_BYTES];
    return points.known ? json_real(strtod(text_scaled_plain(points.number, 2, text), NULL)) : json_null();
}

static json_t *commitment_of(const struct report *r, const struct report_row *row, size_t i)
{
    const struct verdict *v = &row->now.verdicts[i];
    bool judged = v->kept == KEPT_YES || v->kept == KEPT_NO;
    struct forecast f = rate_history_forecast(r->history, row->unit, i);
    int64_t moved = 0;
    bool has_moved = r->has_before && phrase_moved(&v->ratio, &row->before.verdicts[i].ratio, &moved);
    json_t *o = json_object();
    json_object_set_new(o, "name", json_string(evaluation_metric(&r->now, r->set, i)->name));
    json_object_set_new(o, "title", json_string(r->set->items[i].title));
    json_object_set_new(o, "numerator", number_if(v->ratio.known, v->ratio.n));
    json_object_set_new(o, "denominator", number_if(v->ratio.known, v->ratio.d));
    json_object_set_new(o, "rate", v->ratio.known ? rate_of(v->ratio.n, v->ratio.d) : json_null());
    json_object_set_new(o, "target", rate_of(r->set->items[i].target, 10000));
    json_object_set_new(o, "kept", json_string(kept_name(v->kept)));
    json_object_set_new(o, "near", json_boolean(v->near));
    json_object_set_new(o, "fix_existing", number_if(judged, v->fix_existing));
    json_object_set_new(o, "need_new", number_if(judged && v->need_new >= 0, v->need_new));
    json_object_set_new(o, "change", has_moved ? json_real((double)moved / 100) : json_null());
    json_object_set_new(o, "forecast_low", f.state != FORECAST_NONE ? rate_of(f.low, 10000) : json_null());
    json_object_set_new(o, "forecast_high", f.state != FORECAST_NONE ? rate_of(f.high, 10000) : json_null());
    return o;
}

json_t *json_row(const struct report *r, const struct report_row *row)
{
    char name[LIMIT_VALUE_BYTES];
    json_t *o = json_object(), *list = json_array();
    json_object_set_new(
        o, "unit", json_string(row->unit < r->now.units.count ? r->now.units.units[row->unit].code : "ALL"));
    json_object_set_new(o, "name", json_string(phrase_unit(r, row->unit, name, sizeof name)));
    json_object_set_new(o, "rank", number_if(row->rank > 0, row->rank));
    json_object_set_new(o, "rank_before", number_if(r->has_before && row->rank_before > 0, row->rank_before));
    json_object_set_new(o, "of", json_integer((json_int_t)report_places(r, row)));
    json_object_set_new(o, "points", points_if(row->now.points));
    json_object_set_new(o, "points_computed", points_if(row->computed));
    json_object_set_new(o, "kept", json_integer((json_int_t)row->now.kept));
    json_object_set_new(o, "judged", json_integer((json_int_t)row->now.judged));
    json_object_set_new(o, "short", json_integer(row->now.short_total));
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            json_array_append_new(list, commitment_of(r, row, i));
    json_object_set(o, "commitments", list);
    json_decref(list);
    return o;
}

static bool json_take(void *context, const struct table *t, struct error *e)
{
    json_t **out = context;
    const struct table_look look = {.format = FORMAT_JSON};
    size_t size = 0;
    char *text = table_written(t, &look, &size, e);
    if (!text)
        return false;
    *out = json_loadb(text, size, 0, NULL);
    free(text);
    return *out || error_memory(e, "JSON");
}

bool json_metrics(const struct visit *v, json_t **out, struct error *e)
{
    static const char *const words[] = {"metrics", NULL};
    struct model_scope one = {.codes = {v->unit}, .count = 1};
    const struct model_table ask = {words, FORMAT_JSON, &one, json_take, out};
    size_t i;
    json_t *line;
    *out = NULL;
    if (!model_command(v->serving->model, &ask, e))
        return false;
    json_array_foreach(*out, i, line)
    {
        json_object_set(line, "name", json_object_get(line, "metric"));
        json_object_del(line, "metric");
    }
    return true;
}

bool json_reply(struct reply *out, json_t *whole, struct error *e)
{
    char *text = whole ? json_dumps(whole, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(whole);
    if (!text)
        return error_memory(e, "JSON");
    out->type = REPLY_JSON;
    buffer_printf(&out->body, "%s\n", text);
    free(text);
    return !out->body.failed || error_memory(e, "JSON");
}
