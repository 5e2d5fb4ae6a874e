/* Writes conditional colours, data bars and charts of a workbook. */
#include <stdio.h>
#include <string.h>

#include "report/xlsx_inner.h"

enum { CHART_ROWS = 15, CHART_PIXELS = 640 };

void book_check(struct book *b, lxw_error fault)
{
    b->failed = b->failed || fault != LXW_NO_ERROR;
    b->fault = fault != LXW_NO_ERROR ? fault : b->fault;
}

/* Colours a rate beside its target: green from the target on, red below. */
static void rule_rate(struct book *b, const struct paper_table *t, lxw_col_t column, lxw_row_t last)
{
    char rate[LXW_MAX_CELL_NAME_LENGTH], target[LXW_MAX_CELL_NAME_LENGTH], text[128];
    lxw_rowcol_to_cell(rate, b->first, column);
    lxw_rowcol_to_cell(target, b->first, (lxw_col_t)t->columns[column].target);
    for (int kept = 0; kept < 2; kept++) {
        lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                       .format = kept ? b->good : b->bad};
        snprintf(text, sizeof text, "=AND(ISNUMBER(%s),ISNUMBER(%s),%s%s%s)", rate, target, rate,
                 kept ? ">=" : "<", target);
        rule.value_string = text;
        book_check(b, worksheet_conditional_format_range(b->sheet, b->first, column, last, column, &rule));
    }
}

static void rule_gap(struct book *b, lxw_col_t column, lxw_row_t last)
{
    lxw_conditional_format bar = {.type = LXW_CONDITIONAL_DATA_BAR,
                                  .bar_color = 0xE0A19B,
                                  .bar_solid = LXW_TRUE,
                                  .data_bar_2010 = LXW_TRUE,
                                  .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                  .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_MAXIMUM};
    book_check(b, worksheet_conditional_format_range(b->sheet, b->first, column, last, column, &bar));
}

void xlsx_rules(struct book *b, const struct paper_table *t)
{
    size_t rows = paper_rows(t);
    size_t counted = rows - (t->total && rows);
    if (!counted)
        return;
    for (size_t i = 0; i < t->column_count; i++) {
        const struct paper_column *c = &t->columns[i];
        if (c->formula == PAPER_QUOTIENT && c->target >= 0 && t->columns[c->target].kind == PAPER_TARGET)
            rule_rate(b, t, (lxw_col_t)i, b->first + (lxw_row_t)rows - 1);
        /* the total is left out, because its bar would make all other bars small */
        else if (c->formula == PAPER_GAP)
            rule_gap(b, (lxw_col_t)i, b->first + (lxw_row_t)counted - 1);
    }
}

/* --- charts --- */

static void series_style(lxw_chart_series *s, bool target)
{
    lxw_chart_line line = {.color = LXW_COLOR_BLACK, .width = target ? 1.0f : 1.75f};
    line.dash_type = target ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID;
    chart_series_set_line(s, &line);
    chart_series_set_marker_type(s, target ? LXW_CHART_MARKER_NONE : LXW_CHART_MARKER_CIRCLE);
    if (!target) {
        lxw_chart_fill fill = {.color = LXW_COLOR_BLACK};
        chart_series_set_marker_fill(s, &fill);
        chart_series_set_marker_size(s, 5);
    }
}

static void chart_draw(struct book *b, const struct paper_chart *c, const struct paper_table *t,
                       size_t number)
{
    lxw_chart *chart = workbook_add_chart(b->file, LXW_CHART_LINE);
    lxw_row_t last = b->first + (lxw_row_t)paper_rows(t) - 1;
    if (!chart) {
        b->failed = true;
        return;
    }
    for (int target = 0; target < 2; target++) {
        lxw_col_t column = (lxw_col_t)(1 + 2 * number + (size_t)target);
        lxw_chart_series *s = chart_add_series(chart, NULL, NULL);
        if (!s) {
            b->failed = true;
            return;
        }
        chart_series_set_categories(s, t->title, b->first, 0, last, 0);
        chart_series_set_values(s, t->title, b->first, column, last, column);
        chart_series_set_name(s, target ? _("Target") : c->title);
        series_style(s, target != 0);
    }
    chart_title_set_name(chart, c->title);
    chart_axis_set_min(chart->y_axis, c->low / 100.0);
    chart_axis_set_max(chart->y_axis, c->high / 100.0);
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_num_format(chart->x_axis, "dd/mm");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_font font = {.name = "Times New Roman", .size = 10};
    lxw_chart_font title = {.name = "Times New Roman", .size = 12, .bold = LXW_TRUE};
    chart_title_set_name_font(chart, &title);
    chart_axis_set_num_font(chart->x_axis, &font);
    chart_axis_set_num_font(chart->y_axis, &font);
    chart_legend_set_font(chart, &font);
    lxw_chart_options place = {
        .x_scale = 1.3, .y_scale = 0.95, .x_offset = number % 2 ? CHART_PIXELS : 0, .description = c->words};
    lxw_row_t row = last + 2 + (lxw_row_t)(number / 2) * CHART_ROWS; /* two beside each other */
    book_check(b, worksheet_insert_chart_opt(b->sheet, row, 0, chart, &place));
}

void xlsx_charts(struct book *b, const struct paper *p, const struct paper_table *t)
{
    for (size_t i = 0; i < p->series_count && 2 + 2 * i < t->column_count; i++)
        chart_draw(b, &p->series[i], t, i);
}
