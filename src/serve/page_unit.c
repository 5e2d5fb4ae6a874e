/* The page of one unit, for the unit's head, made of the report's model. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"
#include "report/unit_paper.h"
#include "serve/page.h"
#include "serve/page_figure.h"
#include "serve/page_json.h"
#include "serve/page_wall.h"
#include "serve/pages.h"

/* Links each number to the page that explains the number. */
static void cards_link(const struct report *r, struct paper *p, size_t unit)
{
    char address[LIMIT_LINE_BYTES];
    size_t row = 0;
    for (size_t k = 0; k < p->count; k++)
        for (size_t i = 0; p->blocks[k].table && p->blocks[k].table->cards && i < r->set->count; i++)
            if (r->shown[i]) {
                figure_address(r, unit, evaluation_metric(&r->now, r->set, i)->name, address, sizeof address);
                paper_link(p->blocks[k].table, row++, 2, address);
            }
}

bool page_unit(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    long unit = r ? unit_find(&r->now.units, v->unit) : -1;
    char twin[LIMIT_VALUE_BYTES + 32];
    if (!r)
        return false;
    if (unit < 0) {
        page_fault(out, v, 404, _("There is no such unit."),
                   _("'motcua units' lists units and their dates."));
        return true;
    }
    if (wall_asked(v)) {
        wall_unit(v, out, r, (size_t)unit);
        return true;
    }
    struct paper *p = unit_paper_make(r, (size_t)unit, e);
    if (p)
        cards_link(r, p, (size_t)unit);
    snprintf(twin, sizeof twin, "/api/v1/units/%s", v->unit);
    bool ok = p && page_paper(out, v, p, twin, false, e);
    paper_free(p);
    return ok;
}

bool api_unit(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    json_t *metrics = NULL, *whole = NULL;
    if (!r)
        return false;
    long unit = unit_find(&r->now.units, v->unit);
    if (unit < 0) {
        page_fault(out, v, 404, _("There is no such unit."),
                   _("'motcua units' lists units and their dates."));
        return true;
    }
    if (!json_metrics(v, &metrics, e))
        return false;
    whole = json_report(r);
    for (size_t i = 0; whole && i < r->row_count; i++)
        if (r->rows[i].unit == (size_t)unit) {
            json_t *row = json_row(r, &r->rows[i]);
            json_object_update(whole, row);
            json_decref(row);
        }
    if (whole) {
        json_object_set_new(whole, "unit", json_string(r->now.units.units[unit].code));
        json_object_set(whole, "metrics", metrics);
    }
    json_decref(metrics);
    return json_reply(out, whole, e);
}
