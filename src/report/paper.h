/* A paper is a document as blocks, made once from a report's model. The composer decides the content; the writers
 * (html, docx, xlsx, text, csv, json) know only layout and never compute. A sentence is made of runs, never of markup;
 * every value is kept as people read the value and as a number. Layout: Decree 30/2020/NĐ-CP, appendix I. */
#ifndef MOTCUA_PAPER_H
#define MOTCUA_PAPER_H

#include "base/buffer.h"
#include "base/limit.h"
#include "base/moment.h"
#include "base/text.h"
#include "show/table_write.h"

/* --- text --- */

enum paper_style {
    PAPER_PLAIN = 0,
    PAPER_BOLD = 1,
    PAPER_ITALIC = 2,
    PAPER_BLANK = 4 /* a person fills the run in by hand; screens show a coloured ground */
};

struct paper_run {
    char *text;
    unsigned style;
};

struct paper_text {
    struct paper_run *runs;
    size_t count;
};

/* --- tables --- */

enum paper_kind { /* the kind of a column or a cell says what `number` and `other` mean */
                  PAPER_WORDS,
                  PAPER_CODE,   /* words that no line end breaks */
                  PAPER_CENTRE, /* short words, centred */
                  PAPER_COUNT,  /* `number` dossiers */
                  PAPER_RATE,   /* `number` of `other`, shown in percent */
                  PAPER_TARGET, /* `number` of 10,000 */
                  PAPER_POINTS, /* `number` / FIGURE_SCALE points */
                  PAPER_CHANGE, /* `number` hundredths of a percentage point, with a sign */
                  PAPER_DAY,    /* `number` is a moment, shown as a day */
                  PAPER_MOMENT  /* `number` is a moment */
};
/* PAPER_NEAR: the commitment is kept, but only just. */
enum paper_mark { PAPER_UNMARKED, PAPER_KEPT, PAPER_NEAR, PAPER_SHORT, PAPER_QUIET };
enum paper_formula { /* how a spreadsheet computes a column from the columns n, d and target */
                     PAPER_GIVEN,
                     PAPER_QUOTIENT, /* n/d, empty where d is 0 */
                     PAPER_GAP,      /* how many whole dossiers n lacks to reach target*d */
                     PAPER_SUM       /* sum of the columns n to d */
};

struct paper_column {
    char *name;  /* for programs */
    char *title; /* '\n' stands where the head may break */
    char *group; /* head over neighbour columns with the same group, or NULL */
    enum paper_kind kind;
    int width; /* in millimetres of a page of 165; 0: the column shares the rest of the page */
    enum paper_formula formula;
    int n, d, target; /* columns of the same table */
    int64_t aim;      /* of a rate on a page: the target of 10,000, a tick of the rate's bar; 0: no bar */
};

struct paper_cell {
    unsigned char kind,
        mark; /* enum paper_kind, enum paper_mark: a nation has hundreds of thousands of cells */
    bool known, bold;
    char *text; /* as people read it; never NULL */
    char *note; /* words in smaller letters beside or below the value; or NULL */
    char *link; /* address of the page that explains the value, for pages alone, not for files; or NULL */
    int64_t number, other;
};

struct paper_table {
    char *name, *title; /* of a sheet, the name for programs; NULL for a table of the text */
    struct paper_column columns[LIMIT_COLUMNS];
    size_t column_count;
    struct paper_cell *cells; /* row after row */
    size_t cell_count, cell_room;
    size_t *parts; /* indexes of the rows before which a line of words stands across the table */
    char **part_words;
    size_t part_count;
    bool total;  /* the last row adds up the others */
    bool cards;  /* a small screen shows the rows, which are few, as cards */
    bool small;  /* letters are one size smaller, as in annexes */
    bool places; /* the first column is a rank */
    bool bare;   /* a long list for spreadsheets and programs: numbers get no words for people */
    struct paper_text below;
    bool failed;
};

/* --- charts --- */

struct paper_point {
    moment at;
    bool known, kept;
    int64_t n, d;
};

struct paper_chart {
    char *title;
    char *words;    /* the chart in words, for readers who cannot see it */
    int64_t target; /* of 10,000 */
    int low, high;  /* ends of the axis in percent; all charts of a block span as many points */
    struct paper_point *points;
    size_t count;
};

/* --- blocks --- */

enum paper_block_kind {
    PAPER_HEADING, /* "1. Kết quả": level 1 a part, 2 a section */
    PAPER_PARAGRAPH,
    PAPER_ITEM, /* "a) ..." or "- ..." */
    PAPER_TABLE,
    PAPER_FIGURE,
    PAPER_NOTE,    /* a note below a table, in smaller letters */
    PAPER_WARNING, /* a text that readers must know before they use the figures */
    PAPER_BREAK    /* a new page begins; only forms ask for page breaks */
};

struct paper_block {
    enum paper_block_kind kind;
    int level;
    struct paper_text text;
    struct paper_table *table;
    struct paper_chart *charts;
    size_t chart_count;
};

struct paper_annex {
    char *title; /* the writers turn the letters into capitals */
    bool wide;   /* the annex stands on landscape pages */
    struct paper_block *blocks;
    size_t count;
};

/* The heading block, the signature and the addressees; a member is NULL or 0 where the office gave no text. */
struct paper_office {
    char *parent, *issuing;
    struct paper_text number;    /* "Số: ……/BC-VHTT" */
    struct paper_text place_day; /* "Mẫu, ngày 25 tháng 11 năm 2022" */
    char **addressed;            /* Kính gửi */
    size_t addressed_count;
    char **titles; /* of the signer, line by line: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" */
    size_t title_count;
    struct paper_text signer;
    char **recipients; /* without a dash and without a mark at the end; the last is "Lưu: VT, VHTT (2b)" */
    size_t recipient_count;
};

struct paper {
    struct paper_office office;
    bool official; /* the paper has the heading block and the signature of the decree */
    bool wide;     /* landscape pages, for a form of many columns */
    bool form;     /* a spreadsheet shows the page itself: heading block, tables, signature */
    char *kind;    /* BÁO CÁO */
    struct paper_text subject;
    char *file_title; /* title of the browser's window and of the file's properties */
    char *author;
    char *with; /* "(Kèm theo Báo cáo số ……/BC-VHTT ngày ...)" of the annexes */
    /* moment of the figures, and the only time that files carry, so that the same paper gives the same bytes */
    moment made;
    struct paper_block *blocks;
    size_t count;
    struct paper_annex *annexes;
    size_t annex_count;
    struct paper_table **sheets; /* the sheets of the workbook, which programs read as CSV and JSON */
    size_t sheet_count;
    struct paper_chart *series; /* the workbook's charts */
    size_t series_count;
    char **message; /* the message for a chat, line by line */
    size_t message_count;
    char **blanks; /* names of the texts that a person must still fill in */
    size_t blank_count;
    /* a text that readers must know before they use the figures; programs get the text in each row. Or NULL */
    char *warning;
    bool failed; /* memory ran out while the paper was composed; the writer tells the error */
};

/* Returns an empty paper, which the caller frees; NULL: no memory. paper_free() is safe with NULL. */
MUST_CHECK struct paper *paper_new(void);
void paper_free(struct paper *p);

/* The composer's functions follow. Blocks go into the newest annex once paper_annex() was called. Text is copied, with
 * control characters made visible. A failure is kept in `failed`. */
void paper_annex(struct paper *p, const char *title, bool wide);
void paper_block(struct paper *p, enum paper_block_kind kind, int level);
/* Returns the newest block of the newest annex or of the text, borrowed until the next block; NULL: there is none. */
struct paper_block *paper_newest(struct paper *p);
/* Adds a run to the newest block. A space goes between two runs, unless the first ends with " " or "(", or the second
 * begins with " " or a mark of punctuation. */
void paper_say(struct paper *p, unsigned style, const char *text);
void paper_sayf(struct paper *p, unsigned style, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Adds a blank to the newest block; name says what a person fills in. */
void paper_say_blank(struct paper *p, const char *name);
void paper_heading(struct paper *p, int level, const char *text);
void paper_line(struct paper *p, char ***lines, size_t *count, const char *text);
void paper_message(struct paper *p, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Adds a run to a text that belongs to no block. */
void paper_run(struct paper *p, struct paper_text *t, unsigned style, const char *text);
/* Adds a text in which every "…" becomes a blank of that name. */
void paper_run_blanks(struct paper *p, struct paper_text *t, const char *text, const char *name);
/* Returns all runs joined; the caller frees the text; NULL: no memory. */
char *paper_text_join(const struct paper_text *t);

/* Adds a table as the newest block, or as a sheet of the workbook; p owns the table. NULL: no memory (p->failed is
 * set); all functions below take NULL for a table. */
struct paper_table *paper_table(struct paper *p);
struct paper_table *paper_sheet(struct paper *p, const char *name, const char *title);
struct paper_column *paper_column(struct paper_table *t, const char *name, const char *title,
                                  enum paper_kind kind, int width);
void paper_column_group(struct paper_table *t, const char *group); /* sets the group of the newest column */
/* A spreadsheet computes the newest column; n, d and target are indexes of columns of the same table. */
void paper_column_formula(struct paper_table *t, enum paper_formula formula, int n, int d, int target);
/* adds a line across the table before the next row */
void paper_part(struct paper_table *t, const char *words);
void paper_words(struct paper_table *t, const char *text); /* adds a cell; NULL: unknown */
void paper_count(struct paper_table *t, bool known, int64_t n);
void paper_rate(struct paper_table *t, int64_t n, int64_t d, const char *shown); /* d <= 0: unknown */
void paper_target(struct paper_table *t, int64_t target);
void paper_points(struct paper_table *t, bool known, int64_t points);
void paper_change(struct paper_table *t, bool known, int64_t hundredths);
void paper_day(struct paper_table *t, moment m);
void paper_moment(struct paper_table *t, moment m);
/* adds an unknown cell that people see as `shown` */
void paper_none(struct paper_table *t, const char *shown);
void paper_mark(struct paper_table *t, enum paper_mark mark, bool bold); /* marks the newest cell */
void paper_note(struct paper_table *t, const char *note);                /* sets the newest cell's note */
void paper_link(struct paper_table *t, size_t row, size_t column, const char *address);
/* Frees the texts of a cell; the caller overwrites the cell afterwards. */
void paper_cell_clear(struct paper_cell *c);
size_t paper_rows(const struct paper_table *t);
const struct paper_cell *paper_cell(const struct paper_table *t, size_t row, size_t column);

/* Adds a chart to the newest block (PAPER_FIGURE), or with sheet true to the workbook. NULL: no memory (p->failed is
 * set). */
struct paper_chart *paper_chart(struct paper *p, bool sheet, const char *title, int64_t target);
void paper_chart_point(struct paper *p, struct paper_chart *c, const struct paper_point *point);

/* --- writers --- */

/* True if no memory was short while the paper was composed. Each writer checks first, so that no paper with a missing
 * cell is written. where: the name for the error. */
MUST_CHECK bool paper_whole(const struct paper *p, const char *where, struct error *e);
/* Writes one self-contained page: the page loads nothing, and has no script and no style attribute. */
MUST_CHECK bool paper_html(const struct paper *p, struct buffer *out, struct error *e);
/* Writes only the blocks, for a page that brings paper_html_style() in its own style sheet. */
void paper_html_blocks(const struct paper *p, struct buffer *out);
void paper_html_style(const struct paper *p, struct buffer *out);
MUST_CHECK bool paper_docx(const struct paper *p, struct buffer *out, struct error *e);
/* Writes the sheets and their charts; the file is put together in a new folder below $TMPDIR. */
MUST_CHECK bool paper_xlsx(const struct paper *p, struct buffer *out, struct error *e);
/* Writes the message of the paper, line by line. */
MUST_CHECK bool paper_message_text(const struct paper *p, struct buffer *out, struct error *e);
/* Writes the document in lines for a terminal of `width` columns; width 0 breaks no line. */
MUST_CHECK bool paper_plain(const struct paper *p, int width, struct buffer *out, struct error *e);
/* Writes the first sheet; look gives the separator, the byte order mark and the decimal sign. */
MUST_CHECK bool paper_csv(const struct paper *p, const struct table_look *look, struct buffer *out,
                          struct error *e);
/* Writes an object with an array of rows for each sheet, under the sheet's name. */
MUST_CHECK bool paper_json(const struct paper *p, struct buffer *out, struct error *e);

#endif
