/* Writes tables and charts of a paper as HTML. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "report/html_runs.h"
#include "report/paper_html.h"
#include "show/html_text.h"

enum { CHART_LEFT = 4, CHART_RIGHT = 109, CHART_TOP = 8, CHART_BOTTOM = 78 };

static void lines(struct buffer *out, const char *text)
{
    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        char head[LIMIT_COLUMN_BYTES];
        snprintf(head, sizeof head, "%.*s", (int)(end - text), text);
        html_text_put(out, head);
        buffer_text(out, "<br>");
    }
    html_text_put(out, text);
}

static bool same_group(const struct paper_table *t, size_t a, size_t b)
{
    return b < t->column_count && t->columns[a].group && t->columns[b].group &&
           strcmp(t->columns[a].group, t->columns[b].group) == 0;
}

/* Returns how many columns stand below the head of a group; 0: the column has no group. */
static size_t group_size(const struct paper_table *t, size_t i)
{
    size_t first = i, last = i;
    if (!t->columns[i].group)
        return 0;
    while (first > 0 && same_group(t, first - 1, i))
        first--;
    while (same_group(t, i, last + 1))
        last++;
    return last - first + 1;
}

static bool has_groups(const struct paper_table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].group)
            return true;
    return false;
}

static void table_head(struct buffer *out, const struct paper_table *t)
{
    bool groups = has_groups(t);
    buffer_text(out, "<colgroup>");
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].width)
            buffer_printf(out, "<col class=\"w%d\">", t->columns[i].width);
        else
            buffer_text(out, "<col>");
    buffer_text(out, "</colgroup><thead><tr>");
    for (size_t i = 0; i < t->column_count;) {
        size_t span = 1;
        while (same_group(t, i, i + span))
            span++;
        if (t->columns[i].group)
            buffer_printf(out, "<th scope=\"colgroup\" colspan=\"%zu\">", span);
        else
            buffer_text(out, groups ? "<th scope=\"col\" rowspan=\"2\">" : "<th scope=\"col\">");
        lines(out, t->columns[i].group ? t->columns[i].group : t->columns[i].title);
        buffer_text(out, "</th>");
        i += span;
    }
    for (size_t i = 0; groups && i < t->column_count; i++) {
        if (i == 0)
            buffer_text(out, "</tr><tr>");
        if (!t->columns[i].group)
            continue;
        buffer_text(out, "<th scope=\"col\">");
        lines(out, t->columns[i].title);
        buffer_text(out, "</th>");
    }
    buffer_text(out, "</tr></thead><tbody>\n");
}

/* Writes a label for a screen that shows a row as a card: the head without line breaks. Two columns of a group take the
 * group's head; in a larger group only the first column takes the group's head. */
static void label(struct buffer *out, const struct paper_table *t, size_t i)
{
    char flat[LIMIT_VALUE_BYTES];
    const char *group = t->columns[i].group, *title = t->columns[i].title;
    if (group_size(t, i) == 2)
        snprintf(flat, sizeof flat, "%s", group);
    else if (group && (i == 0 || !same_group(t, i - 1, i)))
        snprintf(flat, sizeof flat, "%.240s: %.240s", group, title);
    else
        snprintf(flat, sizeof flat, "%s", title);
    for (char *p = flat; *p; p++)
        if (*p == '\n')
            *p = ' ';
    buffer_text(out, " data-l=\"");
    html_text_put(out, flat);
    buffer_text(out, "\"");
}

/* Writes the bar of a card: the rate, with a tick at the target. */
static void bar(struct buffer *out, const struct paper_cell *rate, const struct paper_cell *target)
{
    if (rate->other <= 0 || rate->number < 0)
        return;
    int64_t percent = rate->number >= rate->other ? 100 : rate->number * 100 / rate->other;
    buffer_printf(
        out,
        "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
        "y=\"2\" width=\"100\" height=\"4\" fill=\"#dfe3e8\"/><rect y=\"2\" width=\"%d\" height=\"4\" "
        "fill=\"#5b6470\"/><rect x=\"%d\" width=\"1\" height=\"8\" fill=\"#000\"/></svg>",
        (int)percent, (int)(target->number / 100));
}

static const char *mark_class(enum paper_mark mark)
{
    return mark == PAPER_KEPT ? "ok" : mark == PAPER_SHORT ? "no" : mark == PAPER_NEAR ? "nr" : "";
}

/* Returns the first column of words, which names the row. */
static size_t head_column(const struct paper_table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].kind == PAPER_WORDS || t->columns[i].kind == PAPER_CODE)
            return i;
    return 0;
}

static void cell_class(struct buffer *out, const struct paper_table *t, size_t i, const struct paper_cell *c)
{
    enum paper_kind kind = t->columns[i].kind;
    bool first = t->columns[i].group && !(i && same_group(t, i - 1, i));
    buffer_printf(out, " class=\"%s",
                  kind == PAPER_WORDS  ? "w"
                  : kind == PAPER_CODE ? "w k"
                  : kind == PAPER_CENTRE || kind == PAPER_DAY || kind == PAPER_MOMENT || kind == PAPER_TARGET
                      ? "k"
                      : "n");
    if (t->places && i == 0)
        buffer_text(out, " rk");
    if (t->columns[i].group)
        buffer_text(out, group_size(t, i) == 2 ? first ? " g1" : " g2" : first ? "" : " gi");
    if (c->mark == PAPER_QUIET)
        buffer_text(out, " q");
    if (!*c->text)
        buffer_text(out, " x");
    if (t->cards && kind == PAPER_RATE)
        buffer_text(out, " big");
    if (t->cards && kind == PAPER_CENTRE && (c->mark != PAPER_UNMARKED && c->mark != PAPER_QUIET))
        buffer_text(out, " st");
    buffer_text(out, "\"");
}

static void table_cell(struct buffer *out, const struct paper_table *t, size_t row, size_t i)
{
    const struct paper_cell *c = paper_cell(t, row, i);
    const char *tag = i == head_column(t) ? "th" : "td";
    buffer_printf(out, i == head_column(t) ? "<%s scope=\"row\"" : "<%s", tag);
    if (i != head_column(t)) {
        cell_class(out, t, i, c);
        label(out, t, i);
    }
    buffer_text(out, c->bold ? "><b>" : ">");
    if (c->link)
        buffer_printf(out, "<a href=\"%s\">", c->link);
    html_text_put(out, c->text);
    buffer_text(out, c->link ? "</a>" : "");
    buffer_text(out, c->bold ? "</b>" : "");
    if (c->note) {
        buffer_text(out, t->places && i == 0 ? " <span class=\"e\">(" : " <span class=\"e\">");
        html_text_put(out, c->note);
        buffer_text(out, t->places && i == 0 ? ")</span>" : "</span>");
    }
    if (t->cards && c->kind == PAPER_RATE && i > 0)
        bar(out, c, paper_cell(t, row, i - 1));
    buffer_printf(out, "</%s>", tag);
}

void html_table(struct buffer *out, const struct paper_table *t)
{
    if (!t)
        return;
    size_t rows = paper_rows(t), part = 0;
    buffer_printf(out, "<table class=\"%s%s%s%s\">", t->cards ? "c" : "", t->small ? " s" : "",
                  has_groups(t) ? " u" : "", t->places ? " p" : "");
    table_head(out, t);
    for (size_t row = 0; row < rows; row++) {
        for (; part < t->part_count && t->parts[part] == row; part++) {
            buffer_printf(out, "<tr class=\"part\"><td colspan=\"%zu\">", t->column_count);
            html_text_put(out, t->part_words[part]);
            buffer_text(out, "</td></tr>\n");
        }
        const char *class = t->total && row + 1 == rows ? "all"
                            : t->cards                  ? mark_class(paper_cell(t, row, 2)->mark)
                                                        : "";
        buffer_text(out, "<tr");
        if (*class)
            buffer_printf(out, " class=\"%s\"", class);
        buffer_text(out, ">");
        for (size_t i = 0; i < t->column_count; i++)
            table_cell(out, t, row, i);
        buffer_text(out, "</tr>\n");
    }
    buffer_text(out, "</tbody></table>\n");
}

/* --- charts --- */

static double chart_x(const struct paper_chart *c, size_t i)
{
    return CHART_LEFT +
           (double)(CHART_RIGHT - CHART_LEFT) * (double)i / (double)(c->count > 1 ? c->count - 1 : 1);
}

static double chart_y(const struct paper_chart *c, double percent)
{
    double p = percent < c->low ? c->low : percent > c->high ? c->high : percent;
    return CHART_BOTTOM - (p - c->low) * (CHART_BOTTOM - CHART_TOP) / (c->high - c->low);
}

static double point_percent(const struct paper_point *p)
{
    return (double)p->n * 100 / (double)p->d;
}

static void chart_line(struct buffer *out, const struct paper_chart *c)
{
    bool on = false;
    buffer_text(out, "<path d=\"");
    for (size_t i = 0; i < c->count; i++) {
        const struct paper_point *p = &c->points[i];
        if (p->known)
            buffer_printf(out, "%c%.1f %.1f", on ? 'L' : 'M', chart_x(c, i), chart_y(c, point_percent(p)));
        on = p->known;
    }
    buffer_text(out, "\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.3\"/>");
    for (size_t i = 0; i < c->count; i++) {
        const struct paper_point *p = &c->points[i];
        if (!p->known)
            continue;
        double x = chart_x(c, i), y = chart_y(c, point_percent(p));
        if (p->kept)
            buffer_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.1\"/>", x, y);
        else
            buffer_printf(out, "<path d=\"M%.1f %.1fl2.4 4.4h-4.8z\"/>", x, y - 2.6);
    }
}

/* Writes the newest rate and the target at the right end, moved apart where both are near. */
static void chart_words(struct buffer *out, const struct paper_chart *c)
{
    char text[TEXT_NUMBER_BYTES], from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES];
    double target = chart_y(c, (double)c->target / 100) + 4, last = -100;
    const struct paper_point *p = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (c->points[i].known)
            p = &c->points[i];
    if (p)
        last = chart_y(c, point_percent(p)) + 4;
    if (p && last >= target && last - target < 11)
        target = last - 11;
    else if (p && last < target && target - last < 11)
        target = last + 11;
    if (p)
        buffer_printf(out, "<text x=\"114\" y=\"%.1f\" font-weight=\"700\">%s</text>", last,
                      text_rate(p->n, p->d, 2, text));
    buffer_printf(out, "<text x=\"114\" y=\"%.1f\">≥ %s</text>", target,
                  text_scaled(c->target * (FIGURE_SCALE / 100), 0, text));
    if (c->count)
        buffer_printf(
            out, "<text x=\"1\" y=\"91\">%s</text><text x=\"112\" y=\"91\" text-anchor=\"end\">%s</text>",
            moment_write(c->points[0].at, "dd/MM", from),
            moment_write(c->points[c->count - 1].at, "dd/MM", to));
}

void html_charts(struct buffer *out, const struct paper_block *b)
{
    buffer_text(out, "<div class=\"fg\">");
    for (size_t i = 0; i < b->chart_count; i++) {
        const struct paper_chart *c = &b->charts[i];
        buffer_text(out, "<figure><figcaption>");
        html_text_put(out, c->title);
        buffer_text(out,
                    "</figcaption><svg viewBox=\"0 0 150 94\" role=\"img\" font-size=\"12\" aria-label=\"");
        html_text_put(out, c->words ? c->words : c->title);
        buffer_printf(out,
                      "\"><path d=\"M1 %dH112\" stroke=\"#777\" stroke-width=\".6\"/><path d=\"M1 %.1fH112\" "
                      "stroke=\"#000\" stroke-width=\".9\" stroke-dasharray=\"4 2.5\"/>",
                      CHART_BOTTOM, chart_y(c, (double)c->target / 100));
        chart_line(out, c);
        chart_words(out, c);
        buffer_text(out, "</svg></figure>\n");
    }
    buffer_text(out, "</div>\n<p class=\"cap\">");
    html_runs(out, &b->text);
    buffer_text(out, "</p>\n");
}
