#include "report/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"

static const json_t *office_json(const struct config *c, const char *key)
{
    return json_object_get(json_object_get(c->document, "report"), key);
}

static const char *office_word(const struct config *c, const char *key)
{
    return json_string_value(office_json(c, key));
}

bool office_four_parts(const struct config *c)
{
    const char *parts = office_word(c, "parts");
    return parts && strcmp(parts, "four") == 0;
}

/* Takes a text or a list of texts as lines. */
static void lines_take(struct paper *p, const json_t *json, char ***lines, size_t *count)
{
    size_t i;
    const json_t *line;
    if (json_is_string(json))
        paper_line(p, lines, count, json_string_value(json));
    json_array_foreach(json, i, line) paper_line(p, lines, count, json_string_value(line));
}

static bool said(const char *text)
{
    return text && *text;
}

/* A number without a "/" replaces the first "…" of the pattern. */
static const char *number_fill(const char *pattern, const char *number, char *out, size_t size)
{
    const char *mark = strstr(pattern, "…");
    if (!said(number))
        return pattern;
    if (strchr(number, '/'))
        snprintf(out, size, "%.200s", number);
    else if (mark)
        snprintf(out, size, "%.*s%.60s%.200s", (int)(mark - pattern < 200 ? mark - pattern : 200), pattern,
                 number, mark + strlen("…"));
    else
        snprintf(out, size, "%.60s%.200s", number, strchr(pattern, '/') ? strchr(pattern, '/') : "/BC");
    return out;
}

/* Writes "5/BC-UBND" as 05/BC-UBND; a number that is not known yet becomes a blank. */
static void number_take(struct paper *p, const char *pattern)
{
    char text[LIMIT_VALUE_BYTES + 8];
    struct paper_text *t = &p->office.number;
    if (pattern[0] == '/' || !strchr(pattern, '/') || (!strstr(pattern, "…") && pattern[0] == '-'))
        snprintf(text, sizeof text, "…%s", pattern[0] == '/' ? pattern : "/BC");
    else
        snprintf(text, sizeof text, "%s%s",
                 pattern[0] >= '1' && pattern[0] <= '9' && pattern[1] == '/' ? "0" : "", pattern);
    paper_run(p, t, PAPER_PLAIN, _("No.:"));
    paper_run(p, t, PAPER_PLAIN, " ");
    paper_run_blanks(p, t, text, _("number"));
}

static void place_take(struct paper *p, const struct config *c, moment day)
{
    char words[PHRASE_BYTES], line[PHRASE_BYTES + 8];
    struct paper_text *t = &p->office.place_day;
    paper_run_blanks(p, t, c->place ? c->place : "…", _("place"));
    snprintf(line, sizeof line, ", %s", phrase_day(day, words));
    paper_run(p, t, PAPER_PLAIN, line);
}

/* The office's own copies come last: "Lưu: VT, VHTT (2b)". */
static void recipients_take(struct paper *p, const struct config *c)
{
    char line[LIMIT_LINE_BYTES], copies[TEXT_NUMBER_BYTES] = "";
    struct paper_office *o = &p->office;
    const char *drafting = office_word(c, "drafting_unit");
    const json_t *count = office_json(c, "copies");
    if (o->addressed_count)
        paper_line(p, &o->recipients, &o->recipient_count, _("As above"));
    lines_take(p, office_json(c, "recipients"), &o->recipients, &o->recipient_count);
    if (!office_json(c, "recipients"))
        paper_line(p, &o->recipients, &o->recipient_count, _("The units"));
    if (json_is_integer(count))
        snprintf(copies, sizeof copies, P_(" (%d copy)", " (%d copies)", json_integer_value(count)),
                 (int)json_integer_value(count));
    snprintf(line, sizeof line, drafting ? _("Archive: %.200s%.40s") : _("Archive%.200s%.40s"),
             drafting ? drafting : "", copies);
    paper_line(p, &o->recipients, &o->recipient_count, line);
}

static void with_take(struct paper *p, moment day)
{
    char words[PHRASE_BYTES], line[LIMIT_LINE_BYTES];
    struct paper_office *o = &p->office;
    char *number = paper_text_join(&o->number);
    const char *after = number ? strstr(number, ": ") : NULL;
    snprintf(line, sizeof line, _("(With report %.200s of %s, %.400s)"), after ? after + 2 : "",
             phrase_day(day, words),
             o->issuing  ? o->issuing
             : o->parent ? o->parent
                         : "……");
    free(number);
    p->with = strdup(line);
    p->failed = p->failed || !p->with;
}

static void signer_take(struct paper *p, const struct config *c, const struct office_fill *fill)
{
    struct paper_office *o = &p->office;
    const char *signer = said(fill->signer_name) ? fill->signer_name : office_word(c, "signer_name");
    if (said(fill->signer_title))
        paper_line(p, &o->titles, &o->title_count, fill->signer_title);
    else
        lines_take(p, office_json(c, "signer_title"), &o->titles, &o->title_count);
    if (!o->title_count && c->signer_title)
        paper_line(p, &o->titles, &o->title_count, c->signer_title);
    if (!o->title_count) {
        struct paper_text title = {0};
        paper_run_blanks(p, &title, "…", _("title of the signer"));
        free(title.count ? title.runs[0].text : NULL);
        free(title.runs);
        paper_line(p, &o->titles, &o->title_count, "……");
    }
    paper_run_blanks(p, &o->signer, signer ? signer : "…", _("name of the signer"));
}

static void addressed_take(struct paper *p, const struct config *c, bool both, const char *addressed)
{
    struct paper_office *o = &p->office;
    if (said(addressed))
        paper_line(p, &o->addressed, &o->addressed_count, addressed);
    else
        lines_take(p, office_json(c, "addressed_to"), &o->addressed, &o->addressed_count);
    if (!o->addressed_count && both && !office_json(c, "addressed_to"))
        paper_line(p, &o->addressed, &o->addressed_count, c->parent_body);
}

const char *office_number(const struct paper *p, char *out, size_t size)
{
    const struct paper_text *t = &p->office.number;
    char *text = paper_text_join(t);
    const char *after = text ? strstr(text, ": ") : NULL;
    bool blank = false;
    for (size_t i = 0; i < t->count; i++)
        blank = blank || (t->runs[i].style & PAPER_BLANK);
    snprintf(out, size, "%s", blank || !after ? "" : after + 2);
    free(text);
    return out;
}

void office_take(struct paper *p, const struct config *c, moment day, const struct office_fill *fill)
{
    static const struct office_fill nothing = {.day = MOMENT_NONE};
    char number[LIMIT_VALUE_BYTES];
    struct paper_office *o = &p->office;
    fill = fill ? fill : &nothing;
    day = fill->day == MOMENT_NONE ? day : fill->day;
    p->official = true;
    /* a body that is named alone issues the paper, because a province's committee has no body above it here */
    bool both = c->parent_body && c->issuing_body;
    const char *issuing = c->issuing_body ? c->issuing_body : c->parent_body;
    o->parent = both ? strdup(c->parent_body) : NULL;
    o->issuing = issuing ? strdup(issuing) : NULL;
    if (!c->issuing_body && !c->parent_body) {
        o->issuing = strdup("……");
        paper_line(p, &p->blanks, &p->blank_count, _("issuing body"));
    }
    p->failed = p->failed || (both && !o->parent) || !o->issuing;
    number_take(p, number_fill(c->number ? c->number : "…/BC", fill->number, number, sizeof number));
    place_take(p, c, day);
    addressed_take(p, c, both, fill->addressed);
    signer_take(p, c, fill);
    recipients_take(p, c);
    with_take(p, day);
    const char *author = o->issuing ? o->issuing : o->parent;
    p->author = strdup(author ? author : "");
}

const char *office_addressed(const struct paper *p)
{
    return p->office.addressed_count ? p->office.addressed[0] : NULL;
}
