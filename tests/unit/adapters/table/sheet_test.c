/* Files with tables: what each format gives, and how hostile ones end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "adapters/table/sheet.h"

static char path[] = "/tmp/motcua-sheet-XXXXXX";
static struct error fault;

static void file_put(const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static struct sheet *text_open(const char *text)
{
    file_put(text, strlen(text));
    fault = (struct error){0};
    return sheet_open(path, &fault);
}

/* The table as text: cells with | between, rows with a line end; numbers in []. NULL: it could not be read.
 */
static char *table_text(struct sheet *s, size_t table)
{
    static struct sheet_row row;
    struct buffer out;
    enum sheet_result result = SHEET_FAILED;
    buffer_init(&out, 1 << 20);
    buffer_text(&out, "");
    sheet_row_init(&row);
    if (sheet_select(s, table, &fault))
        while ((result = sheet_next(s, &row, &fault)) == SHEET_ROW) {
            for (size_t i = 0; i < row.count; i++) {
                const struct sheet_cell *c = &row.cells[i];
                const char *text = c->length ? row.bytes.data + c->at : "";
                buffer_printf(&out, c->number ? "%s[%s]" : "%s%s", i ? "|" : "", text);
            }
            buffer_text(&out, "\n");
        }
    sheet_row_free(&row);
    char *text = result == SHEET_END ? strdup(buffer_string(&out)) : NULL;
    buffer_free(&out);
    return text;
}

static void expect_table(struct sheet *s, size_t table, const char *wanted)
{
    char *text = table_text(s, table);
    if (!text)
        fail_msg("%s: %s", fault.where, fault.what);
    assert_string_equal(text, wanted);
    free(text);
}

static void expect_fault(struct sheet *s, const char *what)
{
    char *text = s ? table_text(s, 0) : NULL;
    assert_null(text);
    assert_int_equal(fault.code, ERROR_DATA);
    if (!strstr(fault.what, what))
        fail_msg("'%s' does not say '%s'", fault.what, what);
    assert_non_null(strstr(fault.where, path));
    assert_true(fault.hint[0] != '\0');
    sheet_close(s);
}

/* --- CSV --- */

static void test_csv(void **state)
{
    (void)state;
    struct sheet *s = text_open("\xEF\xBB\xBF"
                                "Mã;Tên\r\n 1 ;\"hai\r\ndòng; \"\"x\"\"\"\r\n;\xC2\xA0\r\n");
    assert_non_null(s);
    assert_int_equal(sheet_tables(s), 1);
    expect_table(s, 0, "Mã|Tên\n1|hai  dòng; \"x\"\n\n");
    expect_table(s, 0, "Mã|Tên\n1|hai  dòng; \"x\"\n\n"); /* again from the start */
    sheet_close(s);
}

static void test_csv_separator(void **state)
{
    (void)state;
    struct sheet *s = text_open("Báo cáo, tháng 11, năm 2022\na;b;c\n97,5;98,5;1,5\n1,5;2,5;3,5\n");
    expect_table(s, 0, "Báo cáo, tháng 11, năm 2022\na|b|c\n97,5|98,5|1,5\n1,5|2,5|3,5\n");
    sheet_close(s);
}

static void test_csv_hostile(void **state)
{
    (void)state;
    expect_fault(text_open("a,b\nH\x81\xFF s\xEC\xFF,1\n"), "not UTF-8");
    file_put("a,b\n1,\0\n", 8);
    fault = (struct error){0};
    expect_fault(sheet_open(path, &fault), "binary");
    expect_fault(text_open("a,b\n1,\"never\n"), "never closes");
    expect_fault(text_open(""), "empty");
    expect_fault(text_open("%PDF-1.7"), "PDF");
    expect_fault(text_open("\xD0\xCF\x11\xE0\xA1\xB1"), ".xls");
    assert_null(sheet_open("/nonexistent/x.csv", &fault));
    size_t n = 3 << 20;
    char *endless = malloc(n + 1);
    assert_non_null(endless);
    memset(endless, 'x', n);
    endless[n] = '\0';
    expect_fault(text_open(endless), "too long");
    for (size_t i = 0; i < n; i += 2)
        endless[i] = ',';
    expect_fault(text_open(endless), "too many fields");
    free(endless);
}

/* --- XLSX --- */

struct part {
    const char *name, *text;
    size_t length; /* 0: of the text */
};

static const char workbook[] =
    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
    "<workbookPr date1904=\"1\"/><sheets><sheet name=\"Hồ sơ\" sheetId=\"2\" r:id=\"rId1\"/>"
    "<sheet name=\"Ẩn\" sheetId=\"1\" state=\"hidden\" r:id=\"rId9\"/></sheets></workbook>";
static const char relations[] =
    "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"/xl/worksheets/a.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";

static void archive_put(const struct part *parts, size_t count)
{
    int why;
    unlink(path);
    zip_t *zip = zip_open(path, ZIP_CREATE, &why);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        size_t n = parts[i].length ? parts[i].length : strlen(parts[i].text);
        zip_source_t *source = zip_source_buffer(zip, parts[i].text, n, 0);
        assert_non_null(source);
        assert_true(zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

static struct sheet *workbook_open(const char *sheet, const char *strings)
{
    const struct part parts[] = {{"xl/workbook.xml", workbook, 0},
                                 {"xl/_rels/workbook.xml.rels", relations, 0},
                                 {"xl/worksheets/a.xml", sheet, 0},
                                 {"xl/sharedStrings.xml", strings, 0}};
    archive_put(parts, strings ? 4 : 3);
    fault = (struct error){0};
    return sheet_open(path, &fault);
}

#define SHEET(rows)  "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define CELL(value)  "<row><c t=\"inlineStr\"><is><t>" value "</t></is></c></row>"
#define DTD(content) "<?xml version=\"1.0\"?><!DOCTYPE x [" content "]>"

static void test_xlsx(void **state)
{
    (void)state;
    struct sheet *s = workbook_open(
        SHEET("<row r=\"3\"><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"D3\"><f>1+1</f><v>2</v></c>"
              "<c t=\"b\"><v>1</v></c><c r=\"F3\" s=\"4\"/></row><row/>"
              "<row><c t=\"inlineStr\"><is><r><t>Xã </t></r><r><t>Mẫu &amp; 1</t></r></is></c>"
              "<c t=\"str\"><v>x</v></c><c t=\"s\"><v>0</v></c></row>"),
        "<sst><si><t xml:space=\"preserve\"> Có </t></si><si><r><t>Mã </t></r><r><t>hồ sơ</t></r>"
        "<rPh sb=\"0\" eb=\"1\"><t>đọc</t></rPh></si></sst>");
    if (!s)
        fail_msg("%s: %s", fault.where, fault.what);
    assert_int_equal(sheet_tables(s), 2);
    assert_string_equal(sheet_table_name(s, 0), "Hồ sơ");
    assert_false(sheet_table_hidden(s, 0));
    assert_true(sheet_table_hidden(s, 1));
    assert_true(sheet_from_1904(s));
    expect_table(s, 0, "|Mã hồ sơ||[2]|1\n\nXã Mẫu & 1|x|Có\n");
    sheet_close(s);
}

/* Merged cells reach down, not across; errors and formulas without a value are no text; escapes are none. */
static void test_xlsx_cells(void **state)
{
    (void)state;
    struct sheet *s = workbook_open(
        "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
        "<x:row r=\"2\"><x:c r=\"A2\" t=\"inlineStr\"><x:is><x:t>Xã_x000D_ "
        "A</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c>"
        "<x:c t=\"e\"><x:v>#REF!</x:v></x:c></x:row>"
        "<x:row><x:c r=\"B3\"><x:f>SUM(A1)</x:f></x:c><x:c><x:v>2</x:v></x:c></x:row>"
        "<x:row r=\"4\"><x:c r=\"A4\" t=\"inlineStr\"><x:is><x:t>_x005F_x000D_</x:t></x:is></x:c></x:row>"
        "<x:row r=\"5\"><x:c r=\"C5\"><x:v>3</x:v></x:c></x:row></x:sheetData>"
        "<x:mergeCells><x:mergeCell ref=\"A2:A3\"/><x:mergeCell ref=\"B2:D2\"/></x:mergeCells></x:worksheet>",
        NULL);
    if (!s)
        fail_msg("%s: %s", fault.where, fault.what);
    expect_table(s, 0, "Xã  A|[1]|\nXã  A||[2]\n_x000D_\n||[3]\n");
    struct sheet_row row;
    sheet_row_init(&row);
    assert_true(sheet_select(s, 0, &fault));
    assert_int_equal(sheet_next(s, &row, &fault), SHEET_ROW);
    assert_int_equal(row.cells[2].fault, CELL_ERROR);
    assert_int_equal(sheet_next(s, &row, &fault), SHEET_ROW);
    assert_int_equal(row.cells[1].fault, CELL_FORMULA);
    sheet_row_free(&row);
    sheet_close(s);
}

static void test_xlsx_broken(void **state)
{
    (void)state;
    expect_fault(workbook_open(SHEET("<row><c t=\"s\"><v>7</v></c></row>"), "<sst/>"), "shared string");
    expect_fault(workbook_open(SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), "<sst/>"), "shared string");
    expect_fault(workbook_open("<worksheet><sheetData><row><c><v>1</v>", NULL), "not sound XML");
    expect_fault(workbook_open(SHEET("<row><c r=\"ZZZZZZ1\"><v>1</v></c></row>"), NULL), "columns");
    const struct part other[] = {{"readme.txt", "x", 0}};
    archive_put(other, 1);
    expect_fault(sheet_open(path, &fault), "no XLSX workbook");
    const struct part alone[] = {{"xl/workbook.xml", workbook, 0}, {"xl/_rels/workbook.xml.rels", "<x/>", 0}};
    archive_put(alone, 2);
    expect_fault(sheet_open(path, &fault), "not there");
    sheet_close(workbook_open(SHEET(CELL("x")), NULL));
    assert_int_equal(truncate(path, 300), 0);
    expect_fault(sheet_open(path, &fault), "damaged");
}

static void test_xlsx_entities(void **state)
{
    (void)state;
    static const char laughs[] =
        "<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"
        "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\">"
        "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;\">";
    char text[4096];
    snprintf(text, sizeof text, DTD("%s") SHEET(CELL("&h;")), laughs);
    expect_fault(workbook_open(text, NULL), "XML");
    snprintf(text, sizeof text, DTD("%s") "<sst><si><t>&h;</t></si></sst>", laughs);
    expect_fault(workbook_open(SHEET(CELL("x")), text), "XML");
    expect_fault(workbook_open(DTD("<!ENTITY x SYSTEM \"file:///etc/hostname\">") SHEET(CELL("&x;")), NULL),
                 "XML");
    expect_fault(workbook_open(SHEET(CELL("&x;")), NULL), "not sound XML");
}

static void test_xlsx_bombs(void **state)
{
    (void)state;
    static const char head[] = "<worksheet><sheetData><row>",
                      tail[] = "</v></c></row></sheetData></worksheet>";
    size_t n = (size_t)48 << 20;
    char *text = malloc(n + 1);
    assert_non_null(text);
    memset(text, ' ', n);
    memcpy(text, head, sizeof head - 1);
    text[n] = '\0';
    expect_fault(workbook_open(text, NULL), "unpacks to far more");
    text[3 << 20] = '\0'; /* small enough; a value as long as the file */
    memset(text + sizeof head - 1, 'x', ((size_t)3 << 20) - sizeof head + 1);
    memcpy(text + sizeof head - 1, "<c><v>", 6);
    memcpy(text + ((size_t)3 << 20) - sizeof tail + 1, tail, sizeof tail - 1);
    expect_fault(workbook_open(text, NULL), "too long");
    static const char one[] = "<c><v>1</v></c>"; /* a row of very many columns */
    for (size_t at = sizeof head - 1; at + sizeof one < (size_t)3 << 20; at += sizeof one - 1)
        memcpy(text + at, one, sizeof one - 1);
    expect_fault(workbook_open(text, NULL), "columns");
    free(text);
}

/* --- HTML --- */

static void test_html(void **state)
{
    (void)state;
    struct sheet *s = text_open(
        "\n<!DOCTYPE html><html><body><table><tr><td>menu<table><tr><th rowspan=2>A<th "
        "colspan=2>B<tr><td>x<td>y"
        "<tr><td>1<td>2<br>3<td>4</table>cuối</td><td>b</td></tr></table><script>var t = '<table>';</script>"
        "<table><tr><td>&eacute;&#7885;&nbsp;</td></tr></table></body></html>");
    assert_non_null(s);
    assert_int_equal(sheet_tables(s), 3);
    expect_table(s, 0, "menucuối|b\n");
    expect_table(s, 1, "A|B|B\nA|x|y\n1|2 3|4\n");
    expect_table(s, 2, "éọ\n");
    sheet_close(s);
}

static void test_html_charset(void **state)
{
    (void)state;
    struct sheet *s = text_open(
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1258\"></head>"
        "<body><table><tr><td>\xD0\xF4ng</td></tr></table></body></html>");
    expect_table(s, 0, "Đông\n");
    sheet_close(s);
}

static char *repeat(const char *what, size_t times, const char *end)
{
    size_t n = strlen(what);
    char *text = malloc(n * times + strlen(end) + 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, what, n);
    memcpy(text + n * times, end, strlen(end) + 1);
    return text;
}

static void test_html_hostile(void **state)
{
    (void)state;
    char *deep = repeat("<div>", 10 << 20, ""); /* 50 MB of nesting */
    expect_fault(text_open(deep), "larger than");
    deep[20 << 20] = '\0';
    expect_fault(text_open(deep), "nested too deep");
    free(deep);
    char *tables = repeat("<table><tr><td>", 100, "x");
    expect_fault(text_open(tables), "tables inside of tables");
    free(tables);
    char *wide = repeat("<td>x</td>", 3 << 20, "");
    char *page = repeat("<table><tr>", 1, wide);
    expect_fault(text_open(page), "more cells");
    page[11 + 10 * 3000] = '\0';
    expect_fault(text_open(page), "columns");
    free(page);
    free(wide);
    struct sheet *s =
        text_open("<table><tr><td colspan=999999999 rowspan=999999999>x</td></tr><tr></tr></table>");
    char *text = table_text(s, 0);
    assert_non_null(text);
    assert_int_equal(strlen(text), 2 * 2000); /* HTML knows no span over 1000 */
    free(text);
    sheet_close(s);
    char *spans = repeat("<tr><td colspan=1000>x", 200000, "</table>");
    page = repeat("<table>", 1, spans);
    expect_fault(text_open(page), "more cells");
    free(spans);
    free(page);
}

static int make_path(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int drop_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),           cmocka_unit_test(test_csv_separator),
        cmocka_unit_test(test_csv_hostile),   cmocka_unit_test(test_xlsx),
        cmocka_unit_test(test_xlsx_broken),   cmocka_unit_test(test_xlsx_cells),
        cmocka_unit_test(test_xlsx_entities), cmocka_unit_test(test_xlsx_bombs),
        cmocka_unit_test(test_html),          cmocka_unit_test(test_html_charset),
        cmocka_unit_test(test_html_hostile),
    };
    return cmocka_run_group_tests(tests, make_path, drop_path);
}
