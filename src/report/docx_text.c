/* Writes paragraphs and runs of a DOCX. */
#include <stdio.h>
#include <string.h>

#include "report/docx_inner.h"

void docx_paragraph(struct part *p, const char *style)
{
    part_begin(p, "w:p");
    part_begin(p, "w:pPr");
    part_val(p, "w:pStyle", style);
    part_end(p);
}

void docx_paragraph_end(struct part *p)
{
    part_end(p);
}

static void words(struct part *p, const char *text, size_t n)
{
    char piece[LIMIT_LINE_BYTES];
    while (n > 0) {
        size_t take = n < sizeof piece ? n : sizeof piece - 4;
        while (take < n && ((unsigned char)text[take] & 0xC0) == 0x80)
            take--; /* the cut falls between whole letters */
        memcpy(piece, text, take);
        piece[take] = '\0';
        part_begin(p, "w:t");
        part_attribute(p, "xml:space", "preserve");
        part_words(p, piece);
        part_end(p);
        text += take;
        n -= take;
    }
}

void docx_run(struct part *p, const char *text, unsigned style, int size)
{
    part_begin(p, "w:r");
    if (style || size) {
        part_begin(p, "w:rPr");
        if (style & PAPER_BOLD)
            part_empty(p, "w:b", NULL);
        if (style & PAPER_ITALIC)
            part_empty(p, "w:i", NULL);
        if (size) {
            part_val_number(p, "w:sz", size);
            part_val_number(p, "w:szCs", size);
        }
        if (style & PAPER_BLANK)
            part_val(p, "w:highlight", "yellow");
        part_end(p);
    }
    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        words(p, text, (size_t)(end - text));
        part_empty(p, "w:br", NULL);
    }
    words(p, text, strlen(text));
    part_end(p);
}

void docx_runs(struct part *p, const struct paper_text *t)
{
    for (size_t i = 0; i < t->count; i++)
        docx_run(p, t->runs[i].text, t->runs[i].style & ~(unsigned)PAPER_ITALIC, 0);
}

void docx_line(struct part *p, const char *style, const char *text)
{
    docx_paragraph(p, style);
    docx_run(p, text, PAPER_PLAIN, 0);
    docx_paragraph_end(p);
}

void docx_rule(struct part *p, int room, int width)
{
    long side = width < room ? (room - width) / 2 : 0;
    part_begin(p, "w:p");
    part_begin(p, "w:pPr");
    part_val(p, "w:pStyle", "Seam");
    part_begin(p, "w:pBdr");
    part_empty(p, "w:top", "w:val", "single", "w:sz", "6", "w:space", "1", "w:color", "000000", NULL);
    part_end(p);
    part_empty(p, "w:spacing", "w:before", "40", "w:after", "0", "w:line", "20", "w:lineRule", "exact", NULL);
    part_begin(p, "w:ind");
    part_attribute_number(p, "w:left", side);
    part_attribute_number(p, "w:right", side);
    part_end(p);
    part_end(p);
    part_end(p);
}

void docx_seam(struct part *p)
{
    part_begin(p, "w:p");
    part_begin(p, "w:pPr");
    part_val(p, "w:pStyle", "Seam");
    part_empty(p, "w:keepNext", NULL);
    part_empty(p, "w:spacing", "w:before", "0", "w:after", "0", "w:line", "20", "w:lineRule", "exact", NULL);
    part_end(p);
    part_end(p);
}
