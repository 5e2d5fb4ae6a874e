/* Writes the document of a DOCX: heading block, blocks, signature, annexes; each annex is a section that counts its own
 * pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/docx_inner.h"

/* Mean widths of a letter of Times New Roman bold, in twips: capitals of 12 points, small letters of 14. */
enum { CAPITAL = 149, SMALL = 121 };

struct body {
    struct part *part;
    const struct paper *paper;
    int charts; /* charts drawn so far */
    int room;   /* width of the text */
};

static size_t letters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Returns the width of the rule below a line: two fifths of the line, because the decree asks for a third to a half. */
static int rule_width(const char *text, int letter, int room)
{
    long width = (long)letters(text) * letter;
    return (int)((width < room ? width : room - 200) * 2 / 5);
}

/* --- sections --- */

static void section(struct part *p, bool wide, bool restart)
{
    part_begin(p, "w:sectPr");
    part_empty(p, "w:headerReference", "w:type", "default", "r:id", "rIdHeader", NULL);
    part_val(p, "w:type", "nextPage");
    part_begin(p, "w:pgSz");
    part_attribute_number(p, "w:w", wide ? DOCX_PAGE_HEIGHT : DOCX_PAGE_WIDTH);
    part_attribute_number(p, "w:h", wide ? DOCX_PAGE_WIDTH : DOCX_PAGE_HEIGHT);
    if (wide)
        part_attribute(p, "w:orient", "landscape");
    part_end(p);
    part_begin(p, "w:pgMar");
    part_attribute_number(p, "w:top", DOCX_TOP);
    part_attribute_number(p, "w:right", DOCX_RIGHT);
    part_attribute_number(p, "w:bottom", DOCX_TOP);
    part_attribute_number(p, "w:left", DOCX_LEFT);
    part_attribute(p, "w:header", "567");
    part_attribute(p, "w:footer", "567");
    part_attribute(p, "w:gutter", "0");
    part_end(p);
    if (restart)
        part_empty(p, "w:pgNumType", "w:start", "1", NULL);
    part_empty(p, "w:titlePg", NULL); /* the first page has no number */
    part_end(p);
}

static void section_break(struct part *p, bool wide)
{
    part_begin(p, "w:p");
    part_begin(p, "w:pPr");
    part_val(p, "w:pStyle", "Seam");
    part_empty(p, "w:spacing", "w:before", "0", "w:after", "0", "w:line", "20", "w:lineRule", "exact", NULL);
    section(p, wide, true);
    part_end(p);
    part_end(p);
}

/* --- heading block --- */

static void country_cell(struct part *p, int width)
{
    docx_cell_begin(p, width, 1);
    docx_line(p, "Country", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    docx_line(p, "Motto", "Độc lập - Tự do - Hạnh phúc");
    docx_rule(p, width, 3175); /* as long as the line above: 56 mm in 13 points */
    docx_cell_end(p);
}

static void heading_block(struct body *b)
{
    const int widths[] = {b->room * 70 / 165, b->room - b->room * 70 / 165};
    const struct paper_office *o = &b->paper->office;
    const char *issuing = o->issuing ? o->issuing : "……";
    struct part *p = b->part;
    docx_table_begin(p, NULL, 0, widths, 2);
    docx_row_begin(p, false);
    docx_cell_top(p, widths[0]);
    if (o->parent)
        docx_line(p, "Above", o->parent);
    docx_line(p, "Issuing", issuing);
    docx_rule(p, widths[0], rule_width(issuing, CAPITAL, widths[0]));
    docx_cell_end(p);
    country_cell(p, widths[1]);
    part_end(p);
    docx_row_begin(p, false);
    docx_cell_begin(p, widths[0], 1);
    docx_paragraph(p, "Number");
    docx_runs(p, &o->number);
    docx_paragraph_end(p);
    docx_cell_end(p);
    docx_cell_begin(p, widths[1], 1);
    docx_paragraph(p, "PlaceDay");
    docx_runs(p, &o->place_day);
    docx_paragraph_end(p);
    docx_cell_end(p);
    part_end(p);
    part_end(p);
}

static void title(struct body *b)
{
    struct part *p = b->part;
    char *subject = paper_text_join(&b->paper->subject);
    docx_line(p, "Kind", b->paper->kind);
    docx_paragraph(p, "Subject");
    docx_runs(p, &b->paper->subject);
    docx_paragraph_end(p);
    docx_rule(p, b->room, rule_width(subject ? subject : "", SMALL, b->room));
    free(subject);
}

static void addressed(struct body *b)
{
    const struct paper_office *o = &b->paper->office;
    char line[LIMIT_LINE_BYTES];
    if (o->addressed_count == 1) {
        snprintf(line, sizeof line, "%s %s.", _("To:"), o->addressed[0]);
        docx_line(b->part, "Addressed", line);
        return;
    }
    if (o->addressed_count)
        docx_line(b->part, "AddressedMany", _("To:"));
    for (size_t i = 0; i < o->addressed_count; i++) {
        snprintf(line, sizeof line, "- %s%s", o->addressed[i], i + 1 == o->addressed_count ? "." : ";");
        docx_line(b->part, "AddressedItem", line);
    }
}

static void signature(struct body *b)
{
    const int widths[] = {b->room * 80 / 165, b->room - b->room * 80 / 165};
    const struct paper_office *o = &b->paper->office;
    struct part *p = b->part;
    char line[LIMIT_LINE_BYTES];
    docx_paragraph(p, "Recipient"); /* the style leaves room before the paragraph */
    docx_paragraph_end(p);
    docx_table_begin(p, NULL, 0, widths, 2);
    docx_row_begin(p, false);
    docx_cell_top(p, widths[0]);
    docx_line(p, "RecipientHead", _("Recipients:"));
    for (size_t i = 0; i < o->recipient_count; i++) {
        snprintf(line, sizeof line, "- %s%s", o->recipients[i], i + 1 == o->recipient_count ? "." : ";");
        docx_line(p, "Recipient", line);
    }
    docx_cell_end(p);
    docx_cell_begin(p, widths[1], 1);
    for (size_t i = 0; i < o->title_count; i++)
        docx_line(p, "SignTitle", o->titles[i]);
    docx_paragraph(p, "SignName");
    docx_runs(p, &o->signer);
    docx_paragraph_end(p);
    docx_cell_end(p);
    part_end(p);
    part_end(p);
}

/* --- blocks --- */

static void figure(struct body *b, const struct paper_block *block, int room)
{
    int widths[DOCX_CHARTS];
    struct part *p = b->part;
    size_t count = block->chart_count;
    if (!count || b->charts + (int)count > DOCX_CHARTS)
        return;
    for (size_t i = 0; i < count; i++)
        widths[i] = room / (int)count;
    docx_table_begin(p, NULL, 0, widths, count);
    docx_row_begin(p, false);
    for (size_t i = 0; i < count; i++) {
        docx_cell_begin(p, widths[i], 1);
        docx_line(p, "FigureHead", block->charts[i].title);
        docx_cell_end(p);
    }
    part_end(p);
    docx_row_begin(p, false);
    for (size_t i = 0; i < count; i++) {
        docx_cell_begin(p, widths[i], 1);
        docx_paragraph(p, "FigureHead");
        docx_drawing(p, &block->charts[i], ++b->charts, widths[i] - 60);
        docx_paragraph_end(p);
        docx_cell_end(p);
    }
    part_end(p);
    part_end(p);
    docx_paragraph(p, "Caption");
    docx_runs(p, &block->text);
    docx_paragraph_end(p);
}

/* Writes a block; `next` follows it, or NULL: words before a table stay on the table's page, and a note stays with the
 * table's end. */
static void block_write(struct body *b, const struct paper_block *block, const struct paper_block *next,
                        int room)
{
    static const char *const styles[] = {[PAPER_PARAGRAPH] = "Body",
                                         [PAPER_ITEM] = "Body",
                                         [PAPER_NOTE] = "Note",
                                         [PAPER_WARNING] = "Warning"};
    const char *style;
    switch (block->kind) {
    case PAPER_TABLE:
        docx_table(b->part, block->table, room, next && next->kind == PAPER_NOTE);
        return;
    case PAPER_FIGURE:
        figure(b, block, room);
        return;
    case PAPER_BREAK:
        docx_paragraph(b->part, "Seam");
        part_begin(b->part, "w:r");
        part_empty(b->part, "w:br", "w:type", "page", NULL);
        part_end(b->part);
        docx_paragraph_end(b->part);
        return;
    case PAPER_HEADING:
        style = block->level == 1 ? "Heading1" : "Heading2";
        break;
    default:
        style = block->kind == PAPER_ITEM && block->level ? "ItemSmall" : styles[block->kind];
    }
    part_begin(b->part, "w:p");
    part_begin(b->part, "w:pPr");
    part_val(b->part, "w:pStyle", style);
    if (next && next->kind == PAPER_TABLE)
        part_empty(b->part, "w:keepNext", NULL);
    part_end(b->part);
    docx_runs(b->part, &block->text);
    docx_paragraph_end(b->part);
}

static void blocks_write(struct body *b, const struct paper_block *blocks, size_t count, int room)
{
    for (size_t i = 0; i < count; i++)
        block_write(b, &blocks[i], i + 1 < count ? &blocks[i + 1] : NULL, room);
}

static void annex(struct body *b, size_t i)
{
    static const char *const roman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"};
    const struct paper_annex *a = &b->paper->annexes[i];
    char word[LIMIT_VALUE_BYTES];
    if (b->paper->annex_count > 1)
        snprintf(word, sizeof word, "%s %s", _("Annex"), roman[i % 10]);
    else
        snprintf(word, sizeof word, "%s", _("Annex"));
    docx_line(b->part, "AnnexWord", word);
    docx_line(b->part, "AnnexTitle", a->title);
    if (b->paper->with)
        docx_line(b->part, "AnnexWith", b->paper->with);
    blocks_write(b, a->blocks, a->count, a->wide ? DOCX_TEXT_WIDE : DOCX_TEXT);
}

void docx_document(struct part *p, const struct paper *paper)
{
    struct body b = {.part = p, .paper = paper, .room = paper->wide ? DOCX_TEXT_WIDE : DOCX_TEXT};
    part_begin(p, "w:document");
    part_attribute(p, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    part_attribute(p, "xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
    part_attribute(p, "xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing");
    part_attribute(p, "xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main");
    part_attribute(p, "xmlns:c", "http://schemas.openxmlformats.org/drawingml/2006/chart");
    part_begin(p, "w:body");
    if (paper->official)
        heading_block(&b);
    title(&b);
    addressed(&b);
    blocks_write(&b, paper->blocks, paper->count, b.room);
    if (paper->official)
        signature(&b);
    bool wide = paper->wide;
    for (size_t i = 0; i < paper->annex_count; i++) {
        section_break(p, wide);
        annex(&b, i);
        wide = paper->annexes[i].wide;
    }
    docx_seam(p);
    section(p, wide, true);
    part_end(p);
    part_end(p);
}
