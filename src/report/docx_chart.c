/* Writes charts of a DOCX as DrawingML line charts that hold their numbers, which Word and LibreOffice both draw. Lines
 * are black and the target is dashed; weeks that kept the target are discs, other weeks are triangles. */
#include <stdio.h>

#include "base/decimal.h"
#include "report/docx_inner.h"

enum { EMU_MM = 36000 };

static void line_shape(struct part *p, const char *width, const char *dash)
{
    part_begin(p, "c:spPr");
    part_begin(p, "a:ln");
    part_attribute(p, "w", width);
    part_begin(p, "a:solidFill");
    part_val(p, "a:srgbClr", "000000");
    part_end(p);
    if (dash)
        part_val(p, "a:prstDash", dash);
    part_end(p);
    part_end(p);
}

static void marker(struct part *p, const char *symbol)
{
    part_begin(p, "c:marker");
    part_val(p, "c:symbol", symbol);
    part_val(p, "c:size", "4");
    part_begin(p, "c:spPr");
    part_begin(p, "a:solidFill");
    part_val(p, "a:srgbClr", "000000");
    part_end(p);
    part_begin(p, "a:ln");
    part_begin(p, "a:solidFill");
    part_val(p, "a:srgbClr", "000000");
    part_end(p);
    part_end(p);
    part_end(p);
    part_end(p);
}

static void text_size(struct part *p)
{
    part_begin(p, "c:txPr");
    part_empty(p, "a:bodyPr", "rot", "0", "vert", "horz", NULL);
    part_empty(p, "a:lstStyle", NULL);
    part_begin(p, "a:p");
    part_begin(p, "a:pPr");
    part_begin(p, "a:defRPr");
    part_attribute(p, "sz", "800");
    part_begin(p, "a:latin");
    part_attribute(p, "typeface", "Times New Roman");
    part_end(p);
    part_end(p);
    part_end(p);
    part_empty(p, "a:endParaRPr", "lang", "vi-VN", NULL);
    part_end(p);
    part_end(p);
}

static void categories(struct part *p, const struct paper_chart *c)
{
    char day[MOMENT_TEXT_BYTES];
    part_begin(p, "c:cat");
    part_begin(p, "c:strLit");
    part_val_number(p, "c:ptCount", (long)c->count);
    for (size_t i = 0; i < c->count; i++) {
        part_begin(p, "c:pt");
        part_attribute_number(p, "idx", (long)i);
        part_leaf(p, "c:v", moment_write(c->points[i].at, "dd/MM", day));
        part_end(p);
    }
    part_end(p);
    part_end(p);
}

static void values(struct part *p, const struct paper_chart *c, bool target)
{
    char number[TEXT_NUMBER_BYTES];
    part_begin(p, "c:val");
    part_begin(p, "c:numLit");
    part_leaf(p, "c:formatCode", "0.0");
    part_val_number(p, "c:ptCount", (long)c->count);
    for (size_t i = 0; i < c->count; i++) {
        const struct paper_point *point = &c->points[i];
        if (!target && !point->known)
            continue;
        part_begin(p, "c:pt");
        part_attribute_number(p, "idx", (long)i);
        part_leaf(p, "c:v",
                  target ? text_scaled_plain(c->target * (FIGURE_SCALE / 100), 0, number)
                         : text_rate_plain(point->n, point->d, 4, number));
        part_end(p);
    }
    part_end(p);
    part_end(p);
}

/* Writes the label as words, so that the decimal comma does not depend on the machine that opens the file. */
static void label_words(struct part *p, const struct paper_point *point)
{
    char text[TEXT_NUMBER_BYTES];
    part_begin(p, "c:tx");
    part_begin(p, "c:rich");
    part_empty(p, "a:bodyPr", NULL);
    part_empty(p, "a:lstStyle", NULL);
    part_begin(p, "a:p");
    part_begin(p, "a:r");
    part_begin(p, "a:rPr");
    part_attribute(p, "lang", "vi-VN");
    part_attribute(p, "sz", "900");
    part_attribute(p, "b", "1");
    part_empty(p, "a:latin", "typeface", "Times New Roman", NULL);
    part_end(p);
    part_leaf(p, "a:t", text_rate(point->n, point->d, 2, text));
    part_end(p);
    part_end(p);
    part_end(p);
    part_end(p);
}

/* Writes the newest rate beside its point. */
static void last_label(struct part *p, const struct paper_chart *c)
{
    long last = -1;
    for (size_t i = 0; i < c->count; i++)
        if (c->points[i].known)
            last = (long)i;
    part_begin(p, "c:dLbls");
    if (last >= 0) {
        part_begin(p, "c:dLbl");
        part_val_number(p, "c:idx", last);
        label_words(p, &c->points[last]);
        part_val(p, "c:dLblPos", "t");
        part_val(p, "c:showLegendKey", "0");
        part_val(p, "c:showVal", "1");
        part_val(p, "c:showCatName", "0");
        part_val(p, "c:showSerName", "0");
        part_val(p, "c:showPercent", "0");
        part_val(p, "c:showBubbleSize", "0");
        part_end(p);
    }
    part_val(p, "c:showLegendKey", "0");
    part_val(p, "c:showVal", "0");
    part_val(p, "c:showCatName", "0");
    part_val(p, "c:showSerName", "0");
    part_val(p, "c:showPercent", "0");
    part_val(p, "c:showBubbleSize", "0");
    part_end(p);
}

static void series_name(struct part *p, const char *name)
{
    part_begin(p, "c:tx");
    part_leaf(p, "c:v", name);
    part_end(p);
}

static void series_rate(struct part *p, const struct paper_chart *c)
{
    part_begin(p, "c:ser");
    part_val(p, "c:idx", "0");
    part_val(p, "c:order", "0");
    series_name(p, c->title);
    line_shape(p, "15875", NULL);
    marker(p, "triangle");
    for (size_t i = 0; i < c->count; i++) {
        if (!c->points[i].known || !c->points[i].kept)
            continue;
        part_begin(p, "c:dPt");
        part_val_number(p, "c:idx", (long)i);
        marker(p, "circle");
        part_val(p, "c:bubble3D", "0");
        line_shape(p, "15875", NULL);
        part_end(p);
    }
    last_label(p, c);
    categories(p, c);
    values(p, c, false);
    part_val(p, "c:smooth", "0");
    part_end(p);
}

static void series_target(struct part *p, const struct paper_chart *c)
{
    part_begin(p, "c:ser");
    part_val(p, "c:idx", "1");
    part_val(p, "c:order", "1");
    series_name(p, _("Target"));
    line_shape(p, "9525", "dash");
    marker(p, "none");
    categories(p, c);
    values(p, c, true);
    part_val(p, "c:smooth", "0");
    part_end(p);
}

static void axis(struct part *p, const struct paper_chart *c, bool value)
{
    part_begin(p, value ? "c:valAx" : "c:catAx");
    part_val(p, "c:axId", value ? "2" : "1");
    part_begin(p, "c:scaling");
    part_val(p, "c:orientation", "minMax");
    if (value) {
        part_val_number(p, "c:max", c->high);
        part_val_number(p, "c:min", c->low);
    }
    part_end(p);
    part_val(p, "c:delete", "0");
    part_val(p, "c:axPos", value ? "l" : "b");
    part_empty(p, "c:numFmt", "formatCode", "0", "sourceLinked", "0", NULL);
    part_val(p, "c:majorTickMark", "none");
    part_val(p, "c:minorTickMark", "none");
    part_val(p, "c:tickLblPos",
             value ? "nextTo" : "none" /* Word would turn twelve dates upright, so the caption tells them */);
    line_shape(p, "6350", NULL);
    text_size(p);
    part_val(p, "c:crossAx", value ? "1" : "2");
    part_val(p, "c:crosses", value ? "autoZero" : "min");
    if (value) {
        part_val(p, "c:crossBetween", "between");
        part_val_number(p, "c:majorUnit", (c->high - c->low) / 2);
    }
    part_end(p);
}

void docx_chart(struct part *p, const struct paper_chart *c)
{
    part_begin(p, "c:chartSpace");
    part_attribute(p, "xmlns:c", "http://schemas.openxmlformats.org/drawingml/2006/chart");
    part_attribute(p, "xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main");
    part_val(p, "c:lang", "vi-VN");
    part_val(p, "c:roundedCorners", "0");
    part_begin(p, "c:chart");
    part_val(p, "c:autoTitleDeleted", "1");
    part_begin(p, "c:plotArea");
    part_empty(p, "c:layout", NULL);
    part_begin(p, "c:lineChart");
    part_val(p, "c:grouping", "standard");
    part_val(p, "c:varyColors", "0");
    series_rate(p, c);
    series_target(p, c);
    part_val(p, "c:marker", "1");
    part_val(p, "c:axId", "1");
    part_val(p, "c:axId", "2");
    part_end(p);
    axis(p, c, false);
    axis(p, c, true);
    part_end(p);
    part_val(p, "c:plotVisOnly", "1");
    part_val(p, "c:dispBlanksAs", "gap");
    part_end(p);
    part_begin(p, "c:spPr");
    part_empty(p, "a:noFill", NULL);
    part_begin(p, "a:ln");
    part_empty(p, "a:noFill", NULL);
    part_end(p);
    part_end(p);
    text_size(p);
    part_end(p);
}

void docx_drawing(struct part *p, const struct paper_chart *c, int number, int width)
{
    char id[32], cx[32], cy[32];
    long emu = (long)width * 635; /* a twip has 635 EMU */
    snprintf(id, sizeof id, "rIdChart%d", number);
    snprintf(cx, sizeof cx, "%ld", emu);
    snprintf(cy, sizeof cy, "%ld", 30L * EMU_MM);
    part_begin(p, "w:r");
    part_begin(p, "w:drawing");
    part_begin(p, "wp:inline");
    part_empty(p, "wp:extent", "cx", cx, "cy", cy, NULL);
    part_begin(p, "wp:docPr");
    part_attribute_number(p, "id", number);
    part_attribute(p, "name", c->title);
    part_attribute(p, "descr", c->words ? c->words : c->title);
    part_end(p);
    part_begin(p, "a:graphic");
    part_begin(p, "a:graphicData");
    part_attribute(p, "uri", "http://schemas.openxmlformats.org/drawingml/2006/chart");
    part_begin(p, "c:chart");
    part_attribute(p, "r:id", id);
    part_end(p);
    part_end(p);
    part_end(p);
    part_end(p);
    part_end(p);
    part_end(p);
}
