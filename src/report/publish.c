#include "report/publish.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* True if the numbers of the column count dossiers; the named columns count other things. */
static bool counts_dossiers(const struct paper_column *c)
{
    static const char *const others[] = {"rank", "rank_before", "kept",     "judged",
                                         "days", "days_late",   "forecast", "number"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(c->name, others[i]) == 0)
            return false;
    return c->kind == PAPER_COUNT || c->kind == PAPER_RATE || c->kind == PAPER_CENTRE;
}

static bool is_small(int64_t n)
{
    return n > 0 && n < PUBLISH_LEAST;
}

/* True if the words of a cell have a small whole number: "▲ 3", "3/40". */
static bool has_small(const char *text)
{
    for (const char *p = text; *p;) {
        if (!isdigit((unsigned char)*p)) {
            p++;
            continue;
        }
        char *end;
        long n = strtol(p, &end, 10);
        bool grouped = (*end == '.' || *end == ',') && isdigit((unsigned char)end[1]);
        if (!grouped && is_small(n))
            return true;
        p = end;
        while (*p &&
               (isdigit((unsigned char)*p) || ((*p == '.' || *p == ',') && isdigit((unsigned char)p[1]))))
            p++;
    }
    return false;
}

static bool cell_hide(struct paper_cell *c, const char *shown)
{
    char *text = strdup(shown);
    if (!text)
        return false;
    paper_cell_clear(c);
    *c = (struct paper_cell){.kind = c->kind, .mark = PAPER_QUIET, .text = text};
    return true;
}

bool publish_hides(int64_t n, int64_t d)
{
    return d > 0 && (d < PUBLISH_LEAST || is_small(n) || is_small(d - n));
}

static bool rate_is_small(const struct paper_cell *c)
{
    return publish_hides(c->number, c->other);
}

/* True if the row of cell i has a rate that is hidden; the change of that rate would tell it. */
static bool row_hides(const struct paper_table *t, size_t i)
{
    size_t first = i - i % t->column_count;
    bool hides = false;
    for (size_t k = first; k < first + t->column_count && k < t->cell_count; k++)
        hides = hides || (t->cells[k].kind == PAPER_RATE && t->cells[k].known && rate_is_small(&t->cells[k]));
    return hides;
}

static bool changes_publish(struct paper_table *t)
{
    bool ok = true;
    for (size_t i = 0; ok && i < t->cell_count; i++)
        if (t->cells[i].kind == PAPER_CHANGE && t->cells[i].known && row_hides(t, i))
            ok = cell_hide(&t->cells[i], "*");
    return ok;
}

static bool table_publish(struct paper_table *t)
{
    bool ok = changes_publish(t);
    for (size_t i = 0; ok && i < t->cell_count; i++) {
        struct paper_cell *c = &t->cells[i];
        const struct paper_column *column = &t->columns[i % t->column_count];
        if (strcmp(column->name, "code") == 0)
            ok = cell_hide(c, "");
        else if (!counts_dossiers(column) || !c->known)
            continue;
        else if (c->kind == PAPER_COUNT  ? is_small(c->number)
                 : c->kind == PAPER_RATE ? rate_is_small(c)
                                         : has_small(c->text))
            ok = cell_hide(c, c->kind == PAPER_COUNT ? "<5" : "*");
    }
    return ok;
}

/* Takes small points out of charts. The words of such a chart would tell its ends, so its title stands for them. */
static bool charts_publish(struct paper_chart *charts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct paper_chart *c = &charts[i];
        bool small = false;
        for (size_t k = 0; k < c->count; k++)
            if (c->points[k].known && publish_hides(c->points[k].n, c->points[k].d)) {
                c->points[k] = (struct paper_point){.at = c->points[k].at};
                small = true;
            }
        char *words = small && c->title ? strdup(c->title) : NULL;
        if (small && !words)
            return false;
        if (words) {
            free(c->words);
            c->words = words;
        }
    }
    return true;
}

static bool blocks_publish(struct paper_block *blocks, size_t count)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = (!blocks[i].table || table_publish(blocks[i].table)) &&
             charts_publish(blocks[i].charts, blocks[i].chart_count);
    return ok;
}

void publish(struct paper *p)
{
    struct error e;
    bool ok = paper_whole(p, "", &e) && blocks_publish(p->blocks, p->count) &&
              charts_publish(p->series, p->series_count);
    for (size_t i = 0; ok && i < p->annex_count; i++)
        ok = blocks_publish(p->annexes[i].blocks, p->annexes[i].count);
    for (size_t i = 0; ok && i < p->sheet_count; i++)
        ok = table_publish(p->sheets[i]);
    p->failed = p->failed || !ok;
}
