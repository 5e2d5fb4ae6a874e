/* Writes a paper as HTML. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/html_runs.h"
#include "report/paper.h"
#include "report/paper_html.h"
#include "report/paper_style.h"
#include "show/html_text.h"

static void line(struct buffer *out, const char *class, const char *text)
{
    buffer_printf(out, "<p class=\"%s\">", class);
    html_text_put(out, text);
    buffer_text(out, "</p>");
}

/* --- heading block --- */

static void heading_block(const struct paper *p, struct buffer *out)
{
    const struct paper_office *o = &p->office;
    buffer_text(out, "<header class=\"hd\"><div>");
    if (o->parent)
        line(out, "cb", o->parent);
    buffer_text(out, "<p class=\"ib\"><span class=\"rl\">");
    html_text_put(out, o->issuing ? o->issuing : "……");
    buffer_text(out, "</span></p></div><div><p class=\"qh\">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p "
                     "class=\"tn\">Độc lập - Tự do - Hạnh phúc</p></div>\n<p class=\"so\">");
    html_runs(out, &o->number);
    buffer_text(out, "</p><p class=\"dd\">");
    html_runs(out, &o->place_day);
    buffer_text(out, "</p></header>\n");
}

static void addressed(const struct paper *p, struct buffer *out)
{
    const struct paper_office *o = &p->office;
    if (!o->addressed_count)
        return;
    buffer_printf(out, "<p class=\"kg%s\">%s", o->addressed_count > 1 ? " many" : "", _("To:"));
    if (o->addressed_count == 1)
        buffer_text(out, " ");
    for (size_t i = 0; i < o->addressed_count; i++) {
        buffer_text(out, o->addressed_count > 1 ? "<span class=\"kl\">- " : "");
        html_text_put(out, o->addressed[i]);
        buffer_text(out, i + 1 == o->addressed_count ? "." : ";");
        buffer_text(out, o->addressed_count > 1 ? "</span>" : "");
    }
    buffer_text(out, "</p>\n");
}

static void signature(const struct paper *p, struct buffer *out)
{
    const struct paper_office *o = &p->office;
    buffer_printf(out, "<div class=\"sg\"><div class=\"nn\"><p class=\"h\">%s</p>", _("Recipients:"));
    for (size_t i = 0; i < o->recipient_count; i++) {
        buffer_text(out, "<p>- ");
        html_text_put(out, o->recipients[i]);
        buffer_text(out, i + 1 == o->recipient_count ? ".</p>" : ";</p>");
    }
    buffer_text(out, "</div><div class=\"ky\">");
    for (size_t i = 0; i < o->title_count; i++) {
        buffer_text(out, "<p>");
        html_text_put(out, o->titles[i]);
        buffer_text(out, "</p>");
    }
    buffer_text(out, "<p class=\"nm\">");
    html_runs(out, &o->signer);
    buffer_text(out, "</p></div></div>\n");
}

/* --- blocks --- */

static void block(const struct paper_block *b, bool annex, struct buffer *out)
{
    static const char *const classes[] = {
        [PAPER_PARAGRAPH] = "t", [PAPER_ITEM] = "ol", [PAPER_NOTE] = "note", [PAPER_WARNING] = "warn"};
    switch (b->kind) {
    case PAPER_HEADING:
        buffer_printf(out, "<h%d>", annex ? 3 : 2);
        html_runs(out, &b->text);
        buffer_printf(out, "</h%d>\n", annex ? 3 : 2);
        return;
    case PAPER_TABLE:
        html_table(out, b->table);
        return;
    case PAPER_FIGURE:
        html_charts(out, b);
        return;
    case PAPER_BREAK:
        buffer_text(out, "<div class=\"br\"></div>\n");
        return;
    default:
        buffer_printf(out, "<p class=\"%s\">", b->kind == PAPER_ITEM && b->level ? "li" : classes[b->kind]);
        html_runs(out, &b->text);
        buffer_text(out, "</p>\n");
    }
}

static const char *roman(size_t n)
{
    static const char *const words[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"};
    return words[n % (sizeof words / sizeof *words)];
}

static void annex(const struct paper *p, size_t i, struct buffer *out)
{
    const struct paper_annex *a = &p->annexes[i];
    buffer_printf(out, "<section class=\"sheet%s x%zu\"><div class=\"at\"><h2>%s", a->wide ? " wide" : "",
                  i + 1, _("Annex"));
    if (p->annex_count > 1)
        buffer_printf(out, " %s", roman(i));
    buffer_text(out, "</h2>");
    line(out, "an", a->title);
    if (p->with)
        line(out, "aw", p->with);
    buffer_text(out, "</div>\n");
    for (size_t k = 0; k < a->count; k++)
        block(&a->blocks[k], true, out);
    buffer_text(out, "</section>\n");
}

void paper_html_blocks(const struct paper *p, struct buffer *out)
{
    buffer_text(out, p->wide ? "<article class=\"sheet wide turned\">\n" : "<article class=\"sheet\">\n");
    if (p->official)
        heading_block(p, out);
    buffer_text(out, "<h1>");
    html_text_put(out, p->kind);
    buffer_text(out, "</h1><p class=\"ty\"><span class=\"rl\">");
    html_runs(out, &p->subject);
    buffer_text(out, "</span></p>\n");
    addressed(p, out);
    for (size_t i = 0; i < p->count; i++)
        block(&p->blocks[i], false, out);
    if (p->official)
        signature(p, out);
    buffer_text(out, "</article>\n");
    for (size_t i = 0; i < p->annex_count; i++)
        annex(p, i, out);
}

static void widths_of(const struct paper_block *blocks, size_t count, bool *used, size_t most)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; blocks[i].table && k < blocks[i].table->column_count; k++) {
            int width = blocks[i].table->columns[k].width;
            if (width > 0 && (size_t)width < most)
                used[width] = true;
        }
}

/* Writes the widths of columns as classes of the style sheet, because pages forbid style attributes. */
static void widths(const struct paper *p, struct buffer *out)
{
    bool used[256] = {0};
    widths_of(p->blocks, p->count, used, sizeof used);
    for (size_t i = 0; i < p->annex_count; i++)
        widths_of(p->annexes[i].blocks, p->annexes[i].count, used, sizeof used);
    for (size_t i = 0; i < sizeof used; i++)
        if (used[i])
            buffer_printf(out, ".w%zu{width:%zumm}", i, i);
}

void paper_html_style(const struct paper *p, struct buffer *out)
{
    buffer_text(out, paper_style_sheet);
    buffer_text(out, paper_style_pages);
    widths(p, out);
    if (p->wide)
        buffer_text(out, "@page turned{size:A4 landscape}.turned{page:turned}");
    /* each annex counts its own pages and shows no number on the first page */
    for (size_t i = 0; i < p->annex_count; i++)
        buffer_printf(
            out,
            "@page x%zu{size:A4%s;counter-increment:x%zu;@top-center{content:counter(x%zu,later);font:"
            "13pt 'Times New "
            "Roman',Tinos,'Liberation Serif',serif;vertical-align:bottom;padding-bottom:4mm}}.x%zu{page:"
            "x%zu}",
            i + 1, p->annexes[i].wide ? " landscape" : "", i + 1, i + 1, i + 1, i + 1);
    buffer_text(out, paper_style_screen);
    buffer_text(out, paper_style_rows);
}

static void todo(const struct paper *p, struct buffer *out)
{
    if (!p->blank_count)
        return;
    buffer_text(out, "<p class=\"todo\" role=\"note\">");
    buffer_printf(out, P_("%zu blank to fill in:", "%zu blanks to fill in:", p->blank_count), p->blank_count);
    for (size_t i = 0; i < p->blank_count; i++) {
        buffer_text(out, i ? ", " : " ");
        html_text_put(out, p->blanks[i]);
    }
    buffer_text(out, "</p>\n");
}

bool paper_html(const struct paper *p, struct buffer *out, struct error *e)
{
    if (!paper_whole(p, "html", e))
        return false;
    buffer_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                  "content=\"width=device-width,initial-scale=1\"><title>",
                  text_language());
    html_text_put(out, p->file_title);
    buffer_text(out, "</title><style>");
    paper_html_style(p, out);
    buffer_text(out, "</style></head><body><main>\n");
    todo(p, out);
    paper_html_blocks(p, out);
    buffer_text(out, "</main></body></html>\n");
    return !out->failed ||
           error_set(e, ERROR_DATA, "report", _("Ask for fewer units."),
                     _("the report is larger than %ld bytes, or memory is short"), LIMIT_REPORT_BYTES);
}
