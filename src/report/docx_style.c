/* The styles of a DOCX have the sizes, spaces and faces of Decree 30/2020/NĐ-CP, appendix I. They are real styles, so
 * that an office changes one place. */
#include "report/docx_inner.h"

#include <stddef.h>

struct style {
    const char *id, *name, *align; /* name: the name that Word shows */
    int size;                      /* half points */
    bool bold, italic, caps;
    bool keep;                               /* stays whole, on the page of what follows */
    bool whole;                              /* is not split over two pages */
    int before, after, first, left, hanging; /* twips */
    int line;                                /* 240 is one line */
    int outline;                             /* level of a heading, from 1; 0: no heading */
};

static const struct style styles[] = {
    {"Body", "Body Text", "both", 26, .before = 120, .first = 567, .line = 276},
    {"Heading1", "heading 1", "both", 26, .bold = true, .keep = true, .before = 180, .first = 567,
     .line = 276, .outline = 1},
    {"Heading2", "heading 2", "both", 26, .bold = true, .keep = true, .before = 160, .first = 567,
     .line = 276, .outline = 2},
    {"Kind", "Title", "center", 28, .bold = true, .caps = true, .keep = true, .before = 320, .line = 264},
    {"Subject", "Subtitle", "center", 28, .bold = true, .keep = true, .line = 264},
    {"Above", "Parent body", "center", 24, .caps = true, .line = 252},
    {"Issuing", "Issuing body", "center", 24, .bold = true, .caps = true, .line = 252},
    {"Country", "Country", "center", 24, .bold = true, .line = 252},
    {"Motto", "Motto", "center", 26, .bold = true, .line = 252},
    {"Number", "Number", "center", 26, .before = 120, .line = 252},
    {"PlaceDay", "Place and day", "center", 26, .italic = true, .before = 120, .line = 252},
    {"Addressed", "Salutation", "center", 26, .before = 240, .after = 120, .line = 276},
    {"AddressedMany", "Salutation many", "left", 26, .before = 200, .left = 2835, .hanging = 170,
     .line = 276},
    {"AddressedItem", "Salutation item", "left", 26, .before = 40, .left = 3770, .hanging = 170,
     .line = 276}, /* the line stands below the colon */
    {"Warning", "Warning", "both", 26, .bold = true, .before = 200, .line = 264},
    {"ItemSmall", "List Bullet", "both", 24, .before = 60, .left = 284, .hanging = 170, .line = 252},
    {"Cell", "Table Text", "left", 24, .before = 30, .after = 30, .line = 240},
    {"CellHead", "Table Head", "center", 23, .bold = true, .keep = true, .before = 30, .after = 30,
     .line = 240},
    {"CellSmall", "Table Text Small", "left", 22, .before = 20, .after = 20, .line = 240},
    {"CellHeadSmall", "Table Head Small", "center", 20, .bold = true, .keep = true, .before = 30, .after = 30,
     .line = 240},
    {"Caption", "caption", "center", 22, .italic = true, .before = 60, .line = 252},
    {"FigureHead", "Figure Head", "left", 21, .bold = true, .keep = true, .before = 120, .line = 240},
    {"Note", "Note", "both", 22, .whole = true, .before = 100, .line = 252},
    {"SignTitle", "Signature", "center", 26, .bold = true, .caps = true, .keep = true, .line = 264},
    {"SignName", "Signature Name", "center", 26, .bold = true, .before = 1474, .line = 264},
    {"RecipientHead", "Recipients Head", "left", 24, .bold = true, .italic = true, .keep = true, .line = 252},
    {"Recipient", "Recipients", "left", 22, .keep = true, .line = 252},
    {"AnnexWord", "Annex", "center", 28, .bold = true, .keep = true, .line = 252, .outline = 1},
    {"AnnexTitle", "Annex Title", "center", 26, .bold = true, .caps = true, .keep = true, .before = 40,
     .line = 264},
    {"AnnexWith", "Annex With", "center", 26, .italic = true, .keep = true, .before = 40, .after = 160,
     .line = 264},
    {"Header", "header", "center", 26, .line = 240},
    {"Seam", "Seam", "left", 2, .line = 240}};

static void paragraph_properties(struct part *p, const struct style *s)
{
    part_begin(p, "w:pPr");
    if (s->keep)
        part_empty(p, "w:keepNext", NULL);
    if (s->keep || s->whole)
        part_empty(p, "w:keepLines", NULL);
    part_begin(p, "w:spacing");
    part_attribute_number(p, "w:before", s->before);
    part_attribute_number(p, "w:after", s->after);
    part_attribute_number(p, "w:line", s->line);
    part_attribute(p, "w:lineRule", "auto");
    part_end(p);
    if (s->first || s->left || s->hanging) {
        part_begin(p, "w:ind");
        part_attribute_number(p, "w:left", s->left + s->hanging);
        if (s->hanging)
            part_attribute_number(p, "w:hanging", s->hanging);
        else
            part_attribute_number(p, "w:firstLine", s->first);
        part_end(p);
    }
    part_val(p, "w:jc", s->align);
    if (s->outline)
        part_val_number(p, "w:outlineLvl", s->outline - 1);
    part_end(p);
}

static void style_write(struct part *p, const struct style *s)
{
    part_begin(p, "w:style");
    part_attribute(p, "w:type", "paragraph");
    part_attribute(p, "w:styleId", s->id);
    part_val(p, "w:name", s->name);
    part_val(p, "w:basedOn", "Normal");
    part_empty(p, "w:qFormat", NULL);
    paragraph_properties(p, s);
    part_begin(p, "w:rPr");
    if (s->bold)
        part_empty(p, "w:b", NULL);
    if (s->italic)
        part_empty(p, "w:i", NULL);
    if (s->caps)
        part_empty(p, "w:caps", NULL);
    part_val_number(p, "w:sz", s->size);
    part_val_number(p, "w:szCs", s->size);
    part_end(p);
    part_end(p);
}

static void defaults(struct part *p)
{
    part_begin(p, "w:docDefaults");
    part_begin(p, "w:rPrDefault");
    part_begin(p, "w:rPr");
    part_empty(p, "w:rFonts", "w:ascii", "Times New Roman", "w:hAnsi", "Times New Roman", "w:eastAsia",
               "Times New Roman", "w:cs", "Times New Roman", NULL);
    part_val(p, "w:color", "000000");
    part_val(p, "w:sz", "26");
    part_val(p, "w:szCs", "26");
    part_empty(p, "w:lang", "w:val", "vi-VN", "w:eastAsia", "vi-VN", "w:bidi", "ar-SA", NULL);
    part_end(p);
    part_end(p);
    part_begin(p, "w:pPrDefault");
    part_begin(p, "w:pPr");
    part_empty(p, "w:spacing", "w:before", "0", "w:after", "0", "w:line", "240", "w:lineRule", "auto", NULL);
    part_end(p);
    part_end(p);
    part_end(p);
}

static void grid_style(struct part *p)
{
    static const char *const sides[] = {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"};
    part_begin(p, "w:style");
    part_attribute(p, "w:type", "table");
    part_attribute(p, "w:styleId", "Grid");
    part_val(p, "w:name", "Table Grid");
    part_val(p, "w:basedOn", "TableNormal");
    part_begin(p, "w:tblPr");
    part_begin(p, "w:tblBorders");
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        part_empty(p, sides[i], "w:val", "single", "w:sz", "4", "w:space", "0", "w:color", "444444", NULL);
    part_end(p);
    part_end(p);
    part_end(p);
}

static void normal_styles(struct part *p)
{
    part_begin(p, "w:style");
    part_attribute(p, "w:type", "paragraph");
    part_attribute(p, "w:default", "1");
    part_attribute(p, "w:styleId", "Normal");
    part_val(p, "w:name", "Normal");
    part_empty(p, "w:qFormat", NULL);
    part_end(p);
    part_begin(p, "w:style");
    part_attribute(p, "w:type", "table");
    part_attribute(p, "w:default", "1");
    part_attribute(p, "w:styleId", "TableNormal");
    part_val(p, "w:name", "Normal Table");
    part_begin(p, "w:tblPr");
    part_begin(p, "w:tblCellMar");
    part_empty(p, "w:left", "w:w", "70", "w:type", "dxa", NULL);
    part_empty(p, "w:right", "w:w", "70", "w:type", "dxa", NULL);
    part_end(p);
    part_end(p);
    part_end(p);
}

void docx_styles(struct part *p)
{
    part_begin(p, "w:styles");
    part_attribute(p, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    defaults(p);
    normal_styles(p);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        style_write(p, &styles[i]);
    grid_style(p);
    part_end(p);
}
