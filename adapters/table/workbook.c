#include "adapters/table/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/xml_part.h"
#include "base/text.h"

#define WORKBOOK      "xl/workbook.xml"
#define CONTENT_TYPES "[Content_Types].xml"

struct reader {
    struct workbook *w;
    zip_t *zip;
    const char *file;
    const char *from; /* the part whose relationships are read */
};

static bool is_yes(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static char *copy(const char *text)
{
    return strdup(text ? text : "");
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = text ? strlen(text) : 0, k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

/* --- names --- */

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* Takes "%20" for a blank and \ for /, in place. */
static void target_plain(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        int high = *from == '%' && from[1] ? hex(from[1]) : -1, low = high >= 0 ? hex(from[2]) : -1;
        if (low >= 0 && (high || low)) {
            *to++ = (char)(high * 16 + low);
            from += 2;
        } else {
            *to++ = *from == '\\' ? '/' : *from;
        }
    }
    *to = '\0';
}

/* Removes "." and ".." from a path, in place; the path never leads above the top. */
static void dots_remove(char *path)
{
    char *to = path;
    for (const char *from = path; *from;) {
        size_t n = strcspn(from, "/");
        const char *next = from[n] ? from + n + 1 : from + n;
        if (n == 2 && memcmp(from, "..", 2) == 0) {
            if (to > path)
                to--;
            while (to > path && to[-1] != '/')
                to--;
        } else if (n && !(n == 1 && *from == '.')) {
            memmove(to, from, n);
            to += n;
            if (*next)
                *to++ = '/';
        }
        from = next;
    }
    *to = '\0';
}

char *part_resolve(const char *from, const char *target)
{
    char *path = NULL;
    const char *slash = strrchr(from, '/');
    bool top = *target == '/' || *target == '\\';
    if (asprintf(&path, "%.*s%s", top || !slash ? 0 : (int)(slash - from + 1), from, target) < 0)
        return NULL;
    target_plain(path);
    dots_remove(path);
    return path;
}

/* The part with a part's relationships: "xl/_rels/workbook.xml.rels" of "xl/workbook.xml". */
static char *relations_of(const char *part)
{
    char *path = NULL;
    const char *slash = strrchr(part, '/'), *name = slash ? slash + 1 : part;
    return asprintf(&path, "%.*s_rels/%s.rels", (int)(name - part), part, name) < 0 ? NULL : path;
}

/* Shows each element of a part. */
static bool part_each(struct reader *r, const char *part,
                      bool (*see)(struct reader *, struct xml_part *, struct error *), struct error *e)
{
    struct xml_part *p = xml_part_open(r->zip, r->file, part, e);
    enum xml_event event = p ? XML_TEXT : XML_FAILED;
    while (event != XML_FAILED && event != XML_OVER) {
        event = xml_part_next(p, e);
        if (event == XML_BEGIN && !see(r, p, e))
            event = XML_FAILED;
    }
    xml_part_close(p);
    return event == XML_OVER;
}

static bool relations_each(struct reader *r, const char *from,
                           bool (*see)(struct reader *, struct xml_part *, struct error *), bool needed,
                           struct error *e)
{
    char *part = relations_of(from);
    r->from = from;
    bool ok = part != NULL || error_memory(e, r->file);
    if (ok && (needed || xml_part_there(r->zip, part)))
        ok = part_each(r, part, see, e);
    free(part);
    return ok;
}

/* --- which part is the workbook --- */

static bool workbook_is(struct reader *r, const char *target, struct error *e)
{
    if (r->w->part || !target)
        return true;
    r->w->part = part_resolve("", target);
    return r->w->part || error_memory(e, r->file);
}

/* <Relationship Type=".../officeDocument" Target="xl/workbook2.xml"/> */
static bool root_element(struct reader *r, struct xml_part *p, struct error *e)
{
    if (!ends_with(xml_part_attribute(p, "Type"), "/officeDocument"))
        return true;
    return workbook_is(r, xml_part_attribute(p, "Target"), e);
}

/* <Override PartName="/xl/workbook2.xml" ContentType="...spreadsheetml.sheet.main+xml"/> */
static bool type_element(struct reader *r, struct xml_part *p, struct error *e)
{
    const char *type = xml_part_attribute(p, "ContentType");
    bool main = ends_with(type, "spreadsheetml.sheet.main+xml") ||
                ends_with(type, "sheet.macroEnabled.main+xml") ||
                ends_with(type, "spreadsheetml.template.main+xml");
    return !main || workbook_is(r, xml_part_attribute(p, "PartName"), e);
}

/* Names other packages that are ZIP archives too, with the way out. */
static bool told_apart(struct reader *r, struct error *e)
{
    static const struct {
        const char *part, *what, *hint;
    } kinds[] = {
        {"xl/workbook.bin", N_("a binary workbook (.xlsb)"), N_("Open it and save it as .xlsx.")},
        {"word/document.xml", N_("a Word document"),
         N_("Copy its table into a spreadsheet and save that as .xlsx.")},
        {"ppt/presentation.xml", N_("a presentation"), N_("Ask for the spreadsheet that it was made from.")},
        {"content.xml", N_("an OpenDocument file (.ods, .odt)"), N_("Open it and save it as .xlsx.")}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (xml_part_there(r->zip, kinds[i].part))
            return error_set(e, ERROR_DATA, r->file, _(kinds[i].hint), "%s", _(kinds[i].what));
    zip_int64_t count = zip_get_num_entries(r->zip, 0);
    return error_set(e, ERROR_DATA, r->file,
                     _("Unpack it and import the files in it; a workbook is saved as .xlsx."),
                     P_("a ZIP archive of %lld file, but no XLSX workbook",
                        "a ZIP archive of %lld files, but no XLSX workbook", count),
                     (long long)count);
}

static bool workbook_find(struct reader *r, struct error *e)
{
    struct error none = {0};
    struct workbook *w = r->w;
    bool ok = relations_each(r, "", root_element, false, e);
    if (ok && w->part && !xml_part_there(r->zip, w->part)) {
        free(w->part);
        w->part = NULL;
    }
    if (ok && !w->part && xml_part_there(r->zip, CONTENT_TYPES))
        (void)!part_each(r, CONTENT_TYPES, type_element,
                         /* a workbook that the content types do not name is looked for by its usual name */
                         &none);
    if (ok && !w->part && xml_part_there(r->zip, WORKBOOK))
        ok = workbook_is(r, WORKBOOK, e);
    if (!ok)
        return false;
    bool sheet = w->part && !ends_with(w->part, ".bin") && !xml_part_there(r->zip, "word/document.xml") &&
                 !xml_part_there(r->zip, "ppt/presentation.xml") && xml_part_there(r->zip, w->part);
    return sheet || told_apart(r, e);
}

/* --- the workbook's content --- */

/* <workbookPr date1904="1"/>, <sheet name="..." state="hidden" r:id="rId1"/> */
static bool workbook_element(struct reader *r, struct xml_part *p, struct error *e)
{
    const char *name = xml_part_name(p);
    struct workbook *w = r->w;
    if (strcmp(name, "workbookPr") == 0)
        w->from_1904 = is_yes(xml_part_attribute(p, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return true;
    if (w->sheet_count == LIMIT_SHEETS)
        return error_set(e, ERROR_DATA, r->file, _("Delete the sheets that are not needed."),
                         _("more than %d sheets"), LIMIT_SHEETS);
    struct workbook_sheet *sheet = &w->sheets[w->sheet_count++];
    const char *state = xml_part_attribute(p, "state");
    sheet->hidden = state && strcmp(state, "visible") != 0;
    sheet->name = copy(xml_part_attribute(p, "name"));
    sheet->relation = copy(xml_part_attribute(p, "id"));
    return (sheet->name && sheet->relation) || error_memory(e, r->file);
}

/* <Relationship Id="rId1" Type=".../worksheet" Target="worksheets/sheet1.xml"/> */
static bool relation_element(struct reader *r, struct xml_part *p, struct error *e)
{
    struct workbook *w = r->w;
    const char *target = xml_part_attribute(p, "Target");
    char *path = target ? part_resolve(r->from, target) : NULL, *id = copy(xml_part_attribute(p, "Id"));
    bool ok = (path || !target) && id;
    const char *type = xml_part_attribute(p, "Type");
    bool chart = ends_with(type, "/chartsheet") || ends_with(type, "/dialogsheet");
    for (size_t i = 0; ok && path && i < w->sheet_count; i++)
        if (!w->sheets[i].part && strcmp(w->sheets[i].relation, id) == 0) {
            w->sheets[i].part = path;
            w->sheets[i].chart = chart;
            path = NULL;
        }
    if (path && !w->strings_part && ends_with(type, "/sharedStrings")) {
        w->strings_part = path;
        path = NULL;
    }
    if (path && !w->styles_part && ends_with(type, "/styles")) {
        w->styles_part = path;
        path = NULL;
    }
    free(path);
    free(id);
    return ok || error_memory(e, r->file);
}

bool workbook_read(struct workbook *w, zip_t *zip, const char *file, struct error *e)
{
    struct reader r = {.w = w, .zip = zip, .file = file};
    return workbook_find(&r, e) && part_each(&r, w->part, workbook_element, e) &&
           relations_each(&r, w->part, relation_element, true, e);
}

void workbook_free(struct workbook *w)
{
    for (size_t i = 0; i < w->sheet_count; i++) {
        free(w->sheets[i].name);
        free(w->sheets[i].relation);
        free(w->sheets[i].part);
    }
    free(w->part);
    free(w->strings_part);
    free(w->styles_part);
    *w = (struct workbook){0};
}
