#include "serve/page.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/html_runs.h"
#include "report/paper_html.h"
#include "serve/page_table.h"
#include "serve/unit_address.h"
#include "show/html_text.h"

static void tab(struct reply *out, const struct visit *v, const char *address, const char *words)
{
    bool here = v->route && strcmp(v->route->pattern, address) == 0;
    buffer_printf(&out->body, "<li><a href=\"%s\"%s>%s</a></li>", address,
                  here ? " aria-current=\"page\"" : "", words);
}

static void tabs(struct reply *out, const struct visit *v)
{
    struct buffer *b = &out->body;
    buffer_printf(b, "<nav aria-label=\"%s\"><ul>", _("Pages"));
    if (v->account.role == ROLE_UNIT) {
        bool here = v->unit && strcmp(v->unit, v->account.unit) == 0;
        buffer_text(b, "<li><a href=\"");
        unit_address_put(b, v->account.unit);
        buffer_printf(b, "\"%s>%s</a></li>", here ? " aria-current=\"page\"" : "", _("My unit"));
    }
    tab(out, v, "/", _("League"));
    tab(out, v, "/chi-so", _("Index"));
    tab(out, v, "/ho-so-qua-han", _("Overdue"));
    tab(out, v, "/nhiem-vu", _("Tasks"));
    tab(out, v, "/bao-cao", _("Reports"));
    tab(out, v, "/nap-du-lieu", _("Import"));
    tab(out, v, "/nhap-tay", _("By hand"));
    if (v->scope.all)
        tab(out, v, "/nguon", _("Feeds"));
    buffer_text(b, "</ul></nav>");
    buffer_text(b,
                "<form method=\"post\" action=\"/dang-xuat\"><input type=\"hidden\" name=\"csrf\" value=\"");
    buffer_printf(b, "%s\"><button>%s</button></form>", v->csrf, _("Log out"));
}

void page_open(struct reply *out, const struct visit *v, const char *title)
{
    struct buffer *b = &out->body;
    buffer_printf(
        b,
        "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light "
        "dark\"><link rel=\"stylesheet\" href=\"/style.css\"><link rel=\"icon\" href=\"/icon.svg\" "
        "type=\"image/svg+xml\"><link rel=\"manifest\" href=\"/manifest.webmanifest\"><title>",
        text_language());
    html_text_put(b, title);
    buffer_printf(
        b,
        " · motcua</title></head><body><a class=\"skip\" href=\"#noi-dung\">%s</a><header class=\"top\">"
        "<a class=\"brand\" href=\"/\">motcua</a>",
        _("To the content"));
    if (v->known)
        tabs(out, v);
    else
        buffer_printf(b, "<a class=\"in\" href=\"/dang-nhap\">%s</a>", _("Log in"));
    buffer_text(b, "</header><main id=\"noi-dung\">\n");
}

void page_close(struct reply *out, const struct visit *v)
{
    (void)v;
    buffer_text(&out->body, "</main></body></html>\n");
}

void page_downloads(struct reply *out, const struct visit *v, const char *twin)
{
    static const struct {
        const char *format, *title;
    } formats[] = {{"xlsx", "Excel"}, {"docx", "Word"}, {"csv", "CSV"}};
    struct buffer *b = &out->body;
    const struct table_wish wish = page_table_wish(v);
    buffer_printf(b, "<p class=\"dl\">%s", _("Download:"));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        buffer_printf(b, " <a href=\"?dang=%s", formats[i].format);
        page_table_query(b, v);
        buffer_printf(b, "\">%s</a>", formats[i].title);
    }
    if (twin && v->known) {
        buffer_text(b, " <a href=\"");
        html_text_put(b, twin);
        /* the query begins with "&", so its first field is empty and ignored */
        if (table_wish_is_any(&wish)) {
            buffer_text(b, "?");
            page_table_query(b, v);
        }
        buffer_text(b, "\">JSON</a>");
    }
    if (v->known && v->route &&
        (strcmp(v->route->pattern, "/") == 0 || strcmp(v->route->pattern, "/don-vi/{unit}") == 0))
        buffer_printf(b, " · <a href=\"?man-hinh=1\">%s</a>", _("Wall display"));
    buffer_text(b, "</p>\n");
}

void page_fault(struct reply *out, const struct visit *v, unsigned status, const char *what, const char *hint)
{
    buffer_reset(&out->body);
    out->status = status;
    out->file_name[0] = '\0';
    if (v->route && v->route->json) {
        json_t *told = json_pack("{s:s, s:s}", "error", what, "hint", hint ? hint : "");
        char *text = told ? json_dumps(told, 0) : NULL;
        out->type = REPLY_JSON;
        buffer_printf(&out->body, "%s\n", text ? text : "{}");
        free(text);
        json_decref(told);
        return;
    }
    out->type = REPLY_HTML;
    page_open(out, v, what);
    buffer_text(&out->body, "<section class=\"sheet\"><h1>");
    html_text_put(&out->body, what);
    buffer_text(&out->body, "</h1><p>");
    html_text_put(&out->body, hint ? hint : "");
    buffer_text(&out->body, "</p></section>");
    page_close(out, v);
}

/* --- a paper --- */

static void block(struct reply *out, const struct visit *v, const struct paper_block *k, bool search)
{
    static const char *const tags[] = {[PAPER_PARAGRAPH] = "p",
                                       [PAPER_ITEM] = "p class=\"ol\"",
                                       [PAPER_NOTE] = "p class=\"note\"",
                                       [PAPER_WARNING] = "p class=\"warn\""};
    struct buffer *b = &out->body;
    switch (k->kind) {
    case PAPER_TABLE:
        if (search)
            page_table(b, v, k->table);
        else
            html_table(b, k->table);
        return;
    case PAPER_FIGURE:
        html_charts(b, k);
        return;
    case PAPER_BREAK:
        return;
    case PAPER_HEADING:
        buffer_text(b, "<h2>");
        html_runs(b, &k->text);
        buffer_text(b, "</h2>\n");
        return;
    default:
        buffer_printf(b, "<%s>", tags[k->kind]);
        html_runs(b, &k->text);
        buffer_text(b, "</p>\n");
    }
}

static void paper_page(struct reply *out, const struct visit *v, const struct paper *p, const char *twin,
                       bool search)
{
    struct buffer *b = &out->body;
    page_open(out, v, p->file_title ? p->file_title : "");
    buffer_printf(b, "<article class=\"sheet%s\"><h1>", search ? " list" : "");
    html_text_put(b, p->kind ? p->kind : "");
    buffer_text(b, "</h1><p class=\"ty\">");
    html_runs(b, &p->subject);
    buffer_text(b, "</p>\n");
    if (search)
        page_table_search(b, v);
    for (size_t i = 0; i < p->count; i++)
        block(out, v, &p->blocks[i], search);
    page_downloads(out, v, twin);
    buffer_text(b, "</article>\n");
    page_close(out, v);
}

static void file_named(struct reply *out, const struct visit *v, const char *type)
{
    const char *name = v->request->segment_count ? v->request->segments[0] : "bang-xep-hang";
    out->type = type;
    snprintf(out->file_name, sizeof out->file_name, "%.60s.%s", name, format_name(v->format));
}

bool page_paper(struct reply *out, const struct visit *v, struct paper *p, const char *twin, bool search,
                struct error *e)
{
    const struct table_look look = {.bom = true, .separator = ','};
    if (!paper_whole(p, "page", e))
        return false;
    if (search)
        page_table_view(v, p);
    switch (v->format) {
    case FORMAT_DOCX:
        file_named(out, v, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        return paper_docx(p, &out->body, e);
    case FORMAT_XLSX:
        file_named(out, v, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return paper_xlsx(p, &out->body, e);
    case FORMAT_CSV:
        file_named(out, v, "text/csv; charset=utf-8");
        return paper_csv(p, &look, &out->body, e);
    case FORMAT_JSON:
        out->type = REPLY_JSON;
        return paper_json(p, &out->body, e);
    default:
        paper_page(out, v, p, twin, search);
        return !p->failed || error_memory(e, "page");
    }
}
