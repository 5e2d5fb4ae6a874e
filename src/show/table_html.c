/* A table as one self-contained HTML page: no address outside it, prints, fits a phone. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/html_text.h"
#include "show/table_inner.h"

static const char style[] =
    ":root{--ink:#1b1f24;--quiet:#5c6570;--line:#c9ced6;--good:#1a7f4b;--near:#8a5a00;--bad:#b42318}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;color:var(--ink);background:#fff;font:15px/1.45 system-ui,\"Noto Sans\",\"Liberation "
    "Sans\",sans-serif}\n"
    "main{max-width:1200px;margin:0 auto;padding:20px 16px}\n"
    "h1{font-size:19px;margin:0 0 4px}p{margin:4px 0;color:var(--quiet)}\n"
    ".wide{overflow-x:auto;margin:14px 0}\n"
    "table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:5px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\n"
    "thead th{vertical-align:bottom;border-bottom:2px solid var(--ink);background:#fff;line-height:1.25}\n"
    "tbody tr:nth-child(even){background:#f6f7f9}\n"
    ".right{text-align:right;white-space:nowrap}tr.rule td{border-top:2px solid var(--ink)}\n"
    ".good i{color:var(--good)}.near,.near i{color:var(--near)}.bad,.bad "
    "i{color:var(--bad);font-weight:600}.quiet{color:var(--quiet)}\n"
    "i{font-style:normal;font-size:.75em;margin-left:.35em}small{margin-left:.5em;font-weight:400}\n"
    "@media print{@page{size:A4 landscape;margin:15mm}body{font-size:10pt}main{padding:0;max-width:none}\n"
    ".wide{overflow:visible}table{font-size:9pt}thead{display:table-header-group}tr{break-inside:avoid}}\n";

static const struct mark {
    const char *name, *sign;
} marks[] = {[MARK_NONE] = {"", ""},
             [MARK_GOOD] = {"good", "●"},
             [MARK_NEAR] = {"near", "◊"},
             [MARK_BAD] = {"bad", "▲"},
             [MARK_QUIET] = {"quiet", ""}};

static bool html_cell(const struct table_cell *c, bool right, FILE *out)
{
    enum table_mark mark = c ? c->mark : MARK_NONE;
    bool empty = !c || c->kind == CELL_NONE;
    char *words = table_cell_words(c);
    bool ok = words != NULL;
    fprintf(out, "<td class=\"%s%s%s\">", right ? "right" : "", right && *marks[mark].name ? " " : "",
            marks[mark].name);
    if (ok && empty && !c)
        fputs("–", out);
    else if (ok && empty)
        ok = html_text_write(c->note ? c->note : "–", " ", out);
    else if (ok)
        ok = html_text_write(words, " ", out);
    if (!empty && *marks[mark].sign)
        fprintf(out, "<i>%s</i>", marks[mark].sign);
    if (ok && !empty && c->note) {
        fputs("<small>", out);
        ok = html_text_write(c->note, " ", out);
        fputs("</small>", out);
    }
    fputs("</td>", out);
    free(words);
    return ok;
}

static bool html_head(const struct table *t, FILE *out)
{
    const char *title = t->captions.count ? t->captions.items[0] : "motcua";
    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>",
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
            ok = html_cell(table_cell(t, row, i), t->columns[i].right, out);
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
