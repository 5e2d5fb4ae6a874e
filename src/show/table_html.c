/* Writes a table as one self-contained HTML page: the page loads nothing, prints well and fits a phone. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/html_text.h"
#include "show/table_inner.h"

static const char style[] =
    ":root{--ink:#1b1f24;--quiet:#5c6570;--line:#c9ced6;--good:#1a7f4b;--near:#8a5a00;--bad:#b42318}\n*{box-"
    "sizing:border-box}\nbody{margin:0;color:var(--ink);background:#fff;font:15px/1.45 system-ui,\"Noto "
    "Sans\",\"Liberation Sans\",sans-serif}\nmain{max-width:1200px;margin:0 auto;padding:20px "
    "16px}\nh1{font-size:19px;margin:0 0 4px}p{margin:4px "
    "0;color:var(--quiet)}\n.wide{overflow-x:auto;margin:14px "
    "0}\ntable{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}\nth,td{"
    "padding:5px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\nthead "
    "th{vertical-align:bottom;border-bottom:2px solid var(--ink);background:#fff;line-height:1.25}\ntbody "
    "tr:nth-child(even){background:#f6f7f9}\n.right{text-align:right;white-space:nowrap}tr.rule "
    "td{border-top:2px solid var(--ink)}\n.good i{color:var(--good)}.near,.near "
    "i{color:var(--near)}.bad,.bad "
    "i{color:var(--bad);font-weight:600}.quiet{color:var(--quiet)}\ni{font-style:normal;font-size:.75em;"
    "margin-left:.35em}small{margin-left:.5em;font-weight:400}small.of{margin:0}\n"
    /* on a phone each row is a card, with each value behind its head */
    "@media screen and "
    "(max-width:600px){.wide{overflow:visible}table,tbody{display:block}thead{position:absolute;width:1px;"
    "height:1px;overflow:hidden;clip-path:inset(50%)}tbody tr{display:block;border:1px solid "
    "var(--line);border-radius:4px;margin:0 0 10px;padding:0 0 4px}tbody "
    "tr:nth-child(even){background:none}tr.rule{border-top:2px solid var(--ink)}tr td,tr.rule "
    "td{display:flex;justify-content:space-between;gap:0 12px;border:0;padding:3px "
    "10px;text-align:right;white-space:normal;flex-wrap:wrap}td::before{content:attr(data-l);color:var(--"
    "quiet);text-align:left}tr.rule td.h,tr "
    "td.h{display:block;font-weight:700;text-align:left;background:#f2f4f6;padding:5px "
    "10px}td.h::before{content:none}tr.rule td.none,tr td.none{display:none}td "
    "span{margin-left:auto}}\n@media print{@page{size:A4 "
    "landscape;margin:15mm}body{font-size:10pt}main{padding:0;max-width:none}\n.wide{overflow:visible}table{"
    "font-size:9pt}thead{display:table-header-group}tr{break-inside:avoid}}\n";

static const struct mark {
    const char *name, *sign;
} marks[] = {[MARK_NONE] = {"", ""},
             [MARK_GOOD] = {"good", "●"},
             [MARK_NEAR] = {"near", "◊"},
             [MARK_BAD] = {"bad", "▲"},
             [MARK_QUIET] = {"quiet", ""}};

/* Returns how many leading columns name the row's unit: up to two texts, behind a number that is the place. */
static size_t head_columns(const struct table *t)
{
    size_t n = t->column_count && t->columns[0].right ? 1 : 0, texts = 0;
    for (; n < t->column_count && !t->columns[n].right && texts < 2; texts++)
        n++;
    return n;
}

static bool is_blank(const struct table_cell *c, const char *words)
{
    return (!c || !c->note) && words && words[strspn(words, " ")] == '\0';
}

static bool html_cell(const struct table *t, const struct table_cell *c, size_t i, FILE *out)
{
    bool right = t->columns[i].right, names = i < head_columns(t);
    enum table_mark mark = c ? c->mark : MARK_NONE;
    bool empty = !c || c->kind == CELL_NONE;
    char *words = table_cell_words(c);
    bool ok = words != NULL;
    fprintf(out, "<td class=\"%s%s%s%s%s\" data-l=\"", right ? "right" : "",
            right && *marks[mark].name ? " " : "", marks[mark].name, names ? " h" : "",
            is_blank(c, words) ? " none" : "");
    ok = ok && html_text_write(t->columns[i].title, " ", out);
    fputs("\"><span>", out);
    if (ok && empty && !c)
        fputs("–", out);
    else if (ok && empty)
        ok = html_text_write(c->note ? c->note : "–", " ", out);
    else if (ok)
        ok = html_text_write(words, " ", out);
    if (!empty && *marks[mark].sign)
        fprintf(out, "<i>%s</i>", marks[mark].sign);
    if (ok && !empty && c->note) {
        fputs(table_note_gap(c->note) ? "<small>" : "<small class=\"of\">", out);
        ok = html_text_write(c->note, " ", out);
        fputs("</small>", out);
    }
    fputs("</span></td>", out);
    free(words);
    return ok;
}

static bool html_head(const struct table *t, FILE *out)
{
    const char *title = t->captions.count ? t->captions.items[0] : "motcua";
    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            "content=\"width=device-width,initial-scale=1\">\n<title>",
            text_language());
    bool ok = html_text_write(title, " ", out);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n", style);
    for (size_t i = 0; ok && i < t->captions.count; i++) {
        fputs(i ? "<p>" : "<h1>", out);
        ok = html_text_write(t->captions.items[i], "<br>", out);
        fputs(i ? "</p>\n" : "</h1>\n", out);
    }
    fputs("<div class=\"wide\">\n<table>\n<thead>\n<tr>", out);
    for (size_t i = 0; ok && i < t->column_count; i++) {
        fprintf(out, "<th scope=\"col\"%s>", t->columns[i].right ? " class=\"right\"" : "");
        ok = html_text_write(t->columns[i].title, "<br>", out);
        fputs("</th>", out);
    }
    fputs("</tr>\n</thead>\n<tbody>\n", out);
    return ok;
}

bool table_write_html(const struct table *t, FILE *out)
{
    bool ok = html_head(t, out);
    for (size_t row = 0; ok && row < t->row_count && !ferror(out); row++) {
        fputs(t->ruled[row] ? "<tr class=\"rule\">" : "<tr>", out);
        for (size_t i = 0; ok && i < t->column_count; i++)
            ok = html_cell(t, table_cell(t, row, i), i, out);
        fputs("</tr>\n", out);
    }
    fputs("</tbody>\n</table>\n</div>\n", out);
    for (size_t i = 0; ok && i < t->footnotes.count; i++) {
        fputs("<p>", out);
        ok = html_text_write(t->footnotes.items[i], "<br>", out);
        fputs("</p>\n", out);
    }
    for (size_t i = 0; ok && i < t->warnings.count; i++) {
        fputs("<p><b>", out);
        ok = html_text_write(t->warnings.items[i], "<br>", out);
        fputs("</b></p>\n", out);
    }
    fputs("</main>\n</body>\n</html>\n", out);
    return ok;
}
