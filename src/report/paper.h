/* A paper: a document as blocks, made once from a report's model. Whoever composes it says what stands in it;
 * the writers (html, docx, xlsx, text, csv, json) know layout only and never reckon. A sentence is made of
 * runs, never of markup; every value is there as people read it and as a number. Layout: Decree 30/2020/NĐ-CP,
 * appendix I. */
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
    PAPER_BLANK = 4 /* to be filled in by hand: shown with a ground on a screen */
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

enum paper_kind { /* of a column or a cell; what `number` and `other` mean */
                  PAPER_WORDS,
                  PAPER_CODE,   /* words that are never broken */
                  PAPER_CENTRE, /* short words, centred */
                  PAPER_COUNT,  /* number */
                  PAPER_RATE,   /* number of other, shown in percent */
                  PAPER_TARGET, /* number of 10,000 */
                  PAPER_POINTS, /* number of FIGURE_SCALE */
                  PAPER_CHANGE, /* hundredths of a percentage point, with a sign */
                  PAPER_DAY,    /* a moment */
                  PAPER_MOMENT  /* a moment */
};
enum paper_mark { PAPER_UNMARKED, PAPER_KEPT, PAPER_NEAR, PAPER_SHORT, PAPER_QUIET }; /* NEAR: kept, barely */
enum paper_formula { /* what a spreadsheet reckons a column from; its columns are n, d, target */
                     PAPER_GIVEN,
                     PAPER_QUOTIENT, /* n/d, empty where d is 0 */
                     PAPER_GAP,      /* whole dossiers that n is short of target*d */
                     PAPER_SUM       /* of the columns n to d */
};

struct paper_column {
    char *name;  /* for programs */
    char *title; /* '\n' where a head may break */
    char *group; /* head over several neighbours that have the same one, or NULL */
    enum paper_kind kind;
    int width; /* in millimetres of a page of 165; 0: shares what is left */
    enum paper_formula formula;
    int n, d, target; /* columns of the same table */
    int64_t aim;      /* of a rate on a page: of 10,000, where its bar has a tick; 0: no bar */
};

struct paper_cell {
    unsigned char kind,
        mark; /* enum paper_kind, enum paper_mark: a nation has hundreds of thousands of cells */
    bool known, bold;
    char *text; /* as people read it; never NULL */
    char *note; /* smaller, beside or below; or NULL */
    char *link; /* on a page: where the value is explained; no file has it. Or NULL */
    int64_t number, other;
};

struct paper_table {
    char *name, *title; /* of a sheet; the name is for programs. NULL in the text */
    struct paper_column columns[LIMIT_COLUMNS];
    size_t column_count;
    struct paper_cell *cells; /* row after row */
    size_t cell_count, cell_room;
    size_t *parts; /* rows before which a line of words stands across the table */
    char **part_words;
    size_t part_count;
    bool total;  /* its last row adds the others */
    bool cards;  /* few rows that a small screen shows as cards */
    bool small;  /* annex: one size smaller */
    bool places; /* the first column is a rank */
    bool bare;   /* a long list for spreadsheets and programs: its numbers are not written in words as well */
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
    char *words;    /* for who cannot see it */
    int64_t target; /* of 10,000 */
    int low, high;  /* ends of the axis in percent; as many points in all charts of a block */
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
    PAPER_NOTE,    /* below a table; smaller */
    PAPER_WARNING, /* what must be known before the figures are used */
    PAPER_BREAK    /* the sheet turns; only where a form asks for it */
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
    char *title; /* capitals are the writer's */
    bool wide;   /* the page is turned */
    struct paper_block *blocks;
    size_t count;
};

/* The heading block, the signature and whom it goes to; NULL or 0 where the office gave nothing. */
struct paper_office {
    char *parent, *issuing;
    struct paper_text number;    /* "Số: ……/BC-VHTT" */
    struct paper_text place_day; /* "Mẫu, ngày 25 tháng 11 năm 2022" */
    char **addressed;            /* Kính gửi */
    size_t addressed_count;
    char **titles; /* of who signs, line by line: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" */
    size_t title_count;
    struct paper_text signer;
    char **recipients; /* without dash and mark at the end; the last is "Lưu: VT, VHTT (2b)" */
    size_t recipient_count;
};

struct paper {
    struct paper_office office;
    bool official; /* has the heading block and the signature of the decree */
    bool wide;     /* the page is turned, for a form of many columns */
    bool form;     /* a spreadsheet shows the page itself: its heading block, its one table, its signature */
    char *kind;    /* BÁO CÁO */
    struct paper_text subject;
    char *file_title; /* of the window, and of the file's properties */
    char *author;
    char *with;  /* "(Kèm theo Báo cáo số ……/BC-VHTT ngày ...)" of the annexes */
    moment made; /* moment of the figures: the only time that the files carry */
    struct paper_block *blocks;
    size_t count;
    struct paper_annex *annexes;
    size_t annex_count;
    struct paper_table **sheets; /* the workbook, and what programs read */
    size_t sheet_count;
    struct paper_chart *series; /* the workbook's charts */
    size_t series_count;
    char **message; /* what is pasted into a chat, line by line */
    size_t message_count;
    char **blanks; /* what somebody must still fill in, by name */
    size_t blank_count;
    char *warning; /* what must be known before the figures are used; programs get it in each row. Or NULL */
    bool failed;   /* memory; told once, by the writer */
};

MUST_CHECK struct paper *paper_new(void);
void paper_free(struct paper *p);

/* Composing. After paper_annex() blocks go into that annex. Text is copied. A failure is kept in `failed`. */
void paper_annex(struct paper *p, const char *title, bool wide);
void paper_block(struct paper *p, enum paper_block_kind kind, int level);
/* The newest block, or NULL. */
struct paper_block *paper_newest(struct paper *p);
/* Adds a run to the newest block; a blank stands between two runs unless one of them brings it. */
void paper_say(struct paper *p, unsigned style, const char *text);
void paper_sayf(struct paper *p, unsigned style, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* A blank in the newest block; name: what is to be filled in. */
void paper_say_blank(struct paper *p, const char *name);
void paper_heading(struct paper *p, int level, const char *text);
void paper_line(struct paper *p, char ***lines, size_t *count, const char *text);
void paper_message(struct paper *p, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Text that is no block's. */
void paper_run(struct paper *p, struct paper_text *t, unsigned style, const char *text);
/* Text with every "…" in it as a blank of that name. */
void paper_run_blanks(struct paper *p, struct paper_text *t, const char *text, const char *name);
/* All runs in one; malloc'd, the caller frees; NULL: no memory. */
char *paper_text_join(const struct paper_text *t);

/* A table as the newest block; or as a sheet of the workbook. NULL: no memory (p->failed is set), which all
 * functions below take. */
struct paper_table *paper_table(struct paper *p);
struct paper_table *paper_sheet(struct paper *p, const char *name, const char *title);
struct paper_column *paper_column(struct paper_table *t, const char *name, const char *title,
                                  enum paper_kind kind, int width);
void paper_column_group(struct paper_table *t, const char *group); /* the newest column */
/* The newest column is reckoned by a spreadsheet. */
void paper_column_formula(struct paper_table *t, enum paper_formula formula, int n, int d, int target);
void paper_part(struct paper_table *t, const char *words); /* a line across, before the next row */
void paper_words(struct paper_table *t, const char *text); /* NULL: unknown */
void paper_count(struct paper_table *t, bool known, int64_t n);
void paper_rate(struct paper_table *t, int64_t n, int64_t d, const char *shown); /* d <= 0: unknown */
void paper_target(struct paper_table *t, int64_t target);
void paper_points(struct paper_table *t, bool known, int64_t points);
void paper_change(struct paper_table *t, bool known, int64_t hundredths);
void paper_day(struct paper_table *t, moment m);
void paper_moment(struct paper_table *t, moment m);
void paper_none(struct paper_table *t, const char *shown);               /* unknown, shown so */
void paper_mark(struct paper_table *t, enum paper_mark mark, bool bold); /* the newest cell */
void paper_note(struct paper_table *t, const char *note);                /* the newest cell */
void paper_link(struct paper_table *t, size_t row, size_t column, const char *address);
/* Frees what a cell holds. */
void paper_cell_clear(struct paper_cell *c);
size_t paper_rows(const struct paper_table *t);
const struct paper_cell *paper_cell(const struct paper_table *t, size_t row, size_t column);

/* Charts of the newest block (PAPER_FIGURE), or, sheet, of the workbook. */
struct paper_chart *paper_chart(struct paper *p, bool sheet, const char *title, int64_t target);
void paper_chart_point(struct paper *p, struct paper_chart *c, const struct paper_point *point);

/* --- writers --- */

/* Did all that was composed find its memory? Each writer asks first: a paper that lacks a cell is none. */
MUST_CHECK bool paper_whole(const struct paper *p, const char *where, struct error *e);
/* One self-contained page: no address outside it, no script, no style attribute. */
MUST_CHECK bool paper_html(const struct paper *p, struct buffer *out, struct error *e);
/* The blocks alone, for a page that brings paper_html_style() itself. */
void paper_html_blocks(const struct paper *p, struct buffer *out);
void paper_html_style(const struct paper *p, struct buffer *out);
MUST_CHECK bool paper_docx(const struct paper *p, struct buffer *out, struct error *e);
/* The sheets and their charts; put together in a folder of its own below $TMPDIR. */
MUST_CHECK bool paper_xlsx(const struct paper *p, struct buffer *out, struct error *e);
/* The message of the paper, line by line. */
MUST_CHECK bool paper_message_text(const struct paper *p, struct buffer *out, struct error *e);
/* The document in lines, for a terminal of `width` columns; 0: not broken. */
MUST_CHECK bool paper_plain(const struct paper *p, int width, struct buffer *out, struct error *e);
/* The first sheet; look: separator, mark and decimals of it. */
MUST_CHECK bool paper_csv(const struct paper *p, const struct table_look *look, struct buffer *out,
                          struct error *e);
/* All sheets: an object with an array of rows for each, by their names. */
MUST_CHECK bool paper_json(const struct paper *p, struct buffer *out, struct error *e);

#endif
