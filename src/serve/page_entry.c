/* The page Nhập tay takes entries by hand that no portal tells: values and points of criteria, done tasks, and the
 * files that prove them. The store keeps name, size and SHA-256 of a file, never the bytes. No entry is overwritten; a
 * correction is a new entry. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "index/entry_rules.h"
#include "index/evidence.h"
#include "index/ruleset_load.h"
#include "index/task.h"
#include "report/phrase.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/page_json.h"
#include "serve/pages.h"
#include "show/html_text.h"

#define ENTRY_PATH "/nhap-tay"

enum { SHOWN_MOST = 20, READ_MOST = 500 };

static const char *field(const struct visit *v, const char *name)
{
    const char *value = request_field(&v->request->form, name);
    return value ? value : "";
}

/* --- the choices of the form --- */

static void option_of(struct buffer *b, const struct visit *v, const char *set, const char *code,
                      const char *title)
{
    char value[LIMIT_VALUE_BYTES], words[LIMIT_LINE_BYTES];
    snprintf(value, sizeof value, "%.200s|%.200s", set, code);
    snprintf(words, sizeof words, "%.60s  %.300s", code, title);
    form_option(b, value, words, strcmp(field(v, "gi"), value) == 0);
}

static void group_open(struct buffer *b, const char *words, const char *title)
{
    buffer_text(b, "<optgroup label=\"");
    html_text_put(b, words);
    buffer_text(b, ": ");
    html_text_put(b, title);
    buffer_text(b, "\">");
}

static bool ruleset_offer(const struct visit *v, const struct report *r, const char *name, struct buffer *b,
                          struct error *e)
{
    struct ruleset *rules = ruleset_load(name, r->now.family, r->now.metrics, e);
    if (!rules)
        return false;
    group_open(b, _("Criteria"), rules->title);
    for (size_t i = 1; i < rules->count; i++)
        if (!rules->criteria[i].child_count)
            option_of(b, v, rules->name, rules->criteria[i].code, rules->criteria[i].title);
    buffer_text(b, "</optgroup>");
    ruleset_free(rules);
    return true;
}

/* Offers the tasks of the sets with the names of the config's commitments; a set without tasks offers nothing. */
static void tasks_offer(const struct visit *v, const struct config *c, struct buffer *b)
{
    struct error none = {0};
    struct task_set *set = c->commitment_count ? task_set_load(c->commitments[0], &none) : NULL;
    if (!set)
        return;
    group_open(b, _("Tasks done"), set->title);
    for (size_t i = 0; i < set->count; i++)
        option_of(b, v, set->name, set->items[i].code, set->items[i].title);
    buffer_text(b, "</optgroup>");
    task_set_free(set);
}

static bool what_part(const struct visit *v, const struct report *r, struct buffer *b, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    bool ok = true;
    form_select_open(b, "gi", _("Criterion or task"));
    for (size_t i = 0; ok && i < c->ruleset_count; i++)
        ok = ruleset_offer(v, r, c->rulesets[i], b, e);
    if (!c->ruleset_count)
        ok = ruleset_offer(v, r, RULESET_DEFAULT, b, e);
    tasks_offer(v, c, b);
    form_select_close(b);
    return ok;
}

static void unit_part(const struct visit *v, const struct report *r, struct buffer *b)
{
    char name[LIMIT_VALUE_BYTES];
    form_select_open(b, "don-vi", _("Unit"));
    for (size_t i = 0; i < r->now.units.count; i++) {
        const char *code = r->now.units.units[i].code;
        if (model_scope_holds(&v->scope, code))
            form_option(b, code, phrase_unit(r, i, name, sizeof name), strcmp(field(v, "don-vi"), code) == 0);
    }
    form_select_close(b);
}

static bool form_part(const struct visit *v, struct buffer *b, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    char year[16];
    if (!r)
        return false;
    snprintf(year, sizeof year, "%04d", moment_wall(moment_now()).year);
    buffer_text(b, "<section class=\"card\">");
    form_open(b, v, ENTRY_PATH, true);
    if (!what_part(v, r, b, e))
        return false;
    buffer_text(b, "<div class=\"two\">");
    unit_part(v, r, b);
    form_text(b, &(struct form_field){.name = "ky",
                                      .label = _("Period"),
                                      .value = *field(v, "ky") ? field(v, "ky") : year,
                                      .help = _("2022, 2022-Q4, 2022-11")});
    form_text(b, &(struct form_field){.name = "gia-tri",
                                      .label = _("Value"),
                                      .value = field(v, "gia-tri"),
                                      .help = _("85/100, 16,5%, a number; empty for a task")});
    form_text(b, &(struct form_field){.name = "diem",
                                      .label = _("Points that the unit gives itself"),
                                      .value = field(v, "diem")});
    if (v->scope.all)
        form_text(b, &(struct form_field){.name = "tham-dinh",
                                          .label = _("Points of the appraiser"),
                                          .value = field(v, "tham-dinh")});
    form_text(b,
              &(struct form_field){
                  .name = "han", .label = _("Deadline"), .value = field(v, "han"), .example = "31/12/2022"});
    form_text(b, &(struct form_field){.name = "can-cu",
                                      .label = _("Document that proves it"),
                                      .value = field(v, "can-cu"),
                                      .example = "KH 12/KH-UBND"});
    form_text(b, &(struct form_field){.name = "ghi-chu", .label = _("Note"), .value = field(v, "ghi-chu")});
    buffer_printf(b,
                  "<label class=\"fd\"><span>%s</span><input type=\"file\" "
                  "name=\"tep\"><small>%s</small></label></div>",
                  _("File that proves it"),
                  _("Its name, size and SHA-256 are kept; the file itself is not."));
    buffer_text(b, "<p class=\"go\">");
    form_button(b, NULL, NULL, _("Enter"), true);
    buffer_text(b, "</p></form></section>\n");
    return true;
}

/* --- recent entries --- */

static const char *text_of(const struct value *v)
{
    const char *text = v->known ? value_to_text(v) : NULL;
    return text ? text : "";
}

struct recent {
    const struct visit *v;
    struct buffer *b; /* or */
    json_t *list;
    size_t count;
};

/* Takes a row of unit, criterion, period_kind, period_from, entered_at, ruleset, entered_by, value, value_text, points,
 * appraised, evidence, note, sha256, name. */
static bool recent_row(void *context, const struct value *c, int count, struct error *e)
{
    struct recent *out = context;
    char at[MOMENT_TEXT_BYTES], from[MOMENT_TEXT_BYTES], points[TEXT_NUMBER_BYTES], line[LIMIT_LINE_BYTES];
    (void)count;
    (void)e;
    if (out->count >= SHOWN_MOST || !model_scope_holds(&out->v->scope, text_of(&c[0])))
        return true;
    out->count++;
    const char *value = c[8].known ? text_of(&c[8]) : c[7].known ? text_scaled(c[7].number, 0, points) : "";
    if (out->list) {
        json_array_append_new(
            out->list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "unit", text_of(&c[0]),
                                 "ruleset", text_of(&c[5]), "criterion", text_of(&c[1]), "from",
                                 moment_write(c[3].number, "yyyy-MM-ddTHH:mm", from), "at",
                                 moment_write(c[4].number, "yyyy-MM-ddTHH:mm", at), "by", text_of(&c[6]),
                                 "value", value, "evidence", c[11].known ? c[11].text : NULL, "sha256",
                                 c[13].known ? c[13].text : NULL));
        return true;
    }
    buffer_text(out->b, "<section class=\"card\">");
    snprintf(line, sizeof line, "%.100s · %.200s · %.60s", text_of(&c[1]), text_of(&c[0]),
             moment_write(c[3].number, "dd/MM/yyyy", from));
    form_words(out->b, "h3", line);
    buffer_text(out->b, "<p class=\"ty\">");
    snprintf(line, sizeof line, _("entered %s by %s"), moment_write(c[4].number, "HH:mm dd/MM/yyyy", at),
             text_of(&c[6]));
    html_text_put(out->b, line);
    buffer_text(out->b, "</p><p>");
    if (*value)
        snprintf(line, sizeof line, _("value %s. "), value);
    html_text_put(out->b, *value ? line : "");
    for (int k = 9; k <= 10; k++) {
        if (!c[k].known)
            continue;
        snprintf(line, sizeof line, k == 9 ? _("points %s. ") : _("appraised %s. "),
                 text_scaled(c[k].number, 0, points));
        html_text_put(out->b, line);
    }
    html_text_put(out->b, text_of(&c[14]));
    if (c[13].known)
        buffer_printf(out->b, " (SHA-256 %.12s…) ", c[13].text);
    html_text_put(out->b, text_of(&c[11]));
    buffer_text(out->b, c[12].known && c[12].length ? " — " : "");
    html_text_put(out->b, text_of(&c[12]));
    buffer_text(out->b, "</p></section>\n");
    return true;
}

static bool recent_each(struct recent *out, struct error *e)
{
    const struct value params[] = {value_number(READ_MOST)};
    return store_query(
        model_store(out->v->serving->model),
        "SELECT unit, criterion, period_kind, period_from, entered_at, ruleset, entered_by, value,"
        " value_text, points, appraised, evidence, note, NULL, NULL FROM manual_entry"
        " UNION ALL SELECT unit, criterion, period_kind, period_from, entered_at, ruleset, entered_by,"
        " NULL, NULL, NULL, NULL, reference, note, sha256, name FROM evidence WHERE withdraws IS NULL"
        " ORDER BY entered_at DESC, criterion, unit LIMIT $1",
        params, 1, recent_row, out, e);
}

/* --- the page --- */

static bool page_write(struct visit *v, struct reply *out, const struct error *why, struct error *e)
{
    struct buffer *b = &out->body;
    struct recent recent = {.v = v, .b = b};
    char line[LIMIT_LINE_BYTES];
    page_open(out, v, _("By hand"));
    buffer_printf(b, "<article class=\"form\"><h1>%s</h1><p class=\"ty\">%s</p>", _("By hand"),
                  _("What no portal tells: points, values, tasks done, and what proves them. A correction is "
                    "a new entry."));
    if (why) {
        snprintf(line, sizeof line, "%.700s", why->what);
        form_say(b, FORM_BAD, line, why->hint);
    } else if (request_field(&v->request->query, "xong"))
        form_say(b, FORM_GOOD, _("Entered."), NULL);
    bool ok = form_part(v, b, e);
    buffer_printf(b, "<h2>%s</h2>", _("Entered lately"));
    ok = ok && recent_each(&recent, e);
    if (!recent.count)
        buffer_printf(b, "<p>%s</p>", _("Nothing has been entered yet."));
    buffer_text(b, "</article>\n");
    page_close(out, v);
    return ok;
}

bool page_entry(struct visit *v, struct reply *out, struct error *e)
{
    return page_write(v, out, NULL, e);
}

bool api_entries(struct visit *v, struct reply *out, struct error *e)
{
    struct recent recent = {.v = v, .list = json_array()};
    if (recent_each(&recent, e))
        return json_reply(out, json_pack("{s:o}", "entries", recent.list), e);
    json_decref(recent.list);
    return false;
}

/* --- a sent form --- */

struct entered {
    char set[LIMIT_NAME_BYTES], code[LIMIT_NAME_BYTES];
    struct period period;
};

static void put(json_t *o, const char *name, const char *value)
{
    if (*value)
        json_object_set_new(o, name, json_string(value));
}

static json_t *entry_of(const struct visit *v, const struct entered *in)
{
    char at[MOMENT_TEXT_BYTES];
    json_t *o = json_object();
    put(o, "ruleset", in->set);
    put(o, "criterion", in->code);
    put(o, "unit", field(v, "don-vi"));
    put(o, "period", field(v, "ky"));
    put(o, "value", field(v, "gia-tri"));
    put(o, "points", field(v, "diem"));
    put(o, "appraised", v->scope.all ? field(v, "tham-dinh") : "");
    put(o, "deadline", field(v, "han"));
    put(o, "evidence", field(v, "can-cu"));
    put(o, "note", field(v, "ghi-chu"));
    put(o, "entered_by", v->account.name);
    put(o, "at", moment_write(moment_now(), "yyyy-MM-ddTHH:mm:ss", at));
    return o;
}

static bool says_more_than_a_file(const struct visit *v)
{
    static const char *const names[] = {"gia-tri", "diem", "tham-dinh", "han", "can-cu", "ghi-chu"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (*field(v, names[i]))
            return true;
    return false;
}

static bool entry_put(const struct visit *v, const struct entered *in, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    struct store *s = model_store(v->serving->model);
    size_t added;
    json_t *list = json_pack("[o]", entry_of(v, in));
    struct entry_file *entries = entry_file_take(list, _("By hand"), c->cutoff, e);
    bool ok = entries && entry_file_hold(entries, c->rulesets, c->ruleset_count, s, e) &&
              entry_file_store(entries, s, &added, e);
    entry_file_free(entries);
    json_decref(list);
    return ok;
}

static bool evidence_put(const struct visit *v, const struct entered *in, struct error *e)
{
    char path[TEMP_FILE_PATH_BYTES], sha256[DIGEST_TEXT_BYTES];
    const struct temp_file *file = &v->request->file;
    struct evidence evidence = {.ruleset = in->set,
                                .criterion = in->code,
                                .unit = field(v, "don-vi"),
                                .period_kind = in->period.kind,
                                .period_from = in->period.from,
                                .entered = moment_now(),
                                .name = *file->name ? file->name : "-",
                                .sha256 = sha256,
                                .reference = *field(v, "can-cu") ? field(v, "can-cu") : NULL,
                                .note = *field(v, "ghi-chu") ? field(v, "ghi-chu") : NULL,
                                .by = v->account.name};
    bool added;
    return digest_file(temp_file_path(file, path), sha256, &evidence.bytes, e) &&
           evidence_add(model_store(v->serving->model), &evidence, &added, e);
}

static bool entered_read(const struct visit *v, struct entered *out, struct error *e)
{
    const char *what = field(v, "gi"), *bar = strchr(what, '|');
    *out = (struct entered){0};
    if (!bar || strlen(what) >= LIMIT_NAME_BYTES)
        return error_set(e, ERROR_DATA, "gi", _("Choose from the list."), _("which criterion or task?"));
    snprintf(out->set, sizeof out->set, "%.*s", (int)(bar - what), what);
    snprintf(out->code, sizeof out->code, "%s", bar + 1);
    if (strpbrk(out->set, "/\\.")) /* a path is refused, because it would name a file of the server */
        return error_set(e, ERROR_DATA, "gi", _("Choose from the list."), _("which criterion or task?"));
    return period_told(field(v, "ky"), model_config(v->serving->model)->cutoff, &out->period) ||
           error_set(e, ERROR_DATA, "ky", _("Write a month as 2022-11, a quarter as 2022-Q4."),
                     _("the period is not understood"));
}

/* Stores the entries. A file without a value is evidence for an earlier entry, and is checked against the rulesets
 * too. */
static bool all_put(const struct visit *v, struct error *e)
{
    struct entered in;
    bool file = v->request->file.bytes > 0;
    if (!entered_read(v, &in, e))
        return false;
    if (!file && !says_more_than_a_file(v))
        return error_set(e, ERROR_DATA, "gia-tri", _("Fill in a value, points, a document or a file."),
                         _("the entry says nothing"));
    if (file && v->request->file.failed)
        return error_set(e, ERROR_DATA, "tep", _("Try again later."), _("There is no room for the file."));
    if (says_more_than_a_file(v) && !entry_put(v, &in, e))
        return false;
    return !file || evidence_put(v, &in, e);
}

bool page_entry_post(struct visit *v, struct reply *out, struct error *e)
{
    struct error why = {0};
    if (!model_scope_holds(&v->scope, field(v, "don-vi")) || !*field(v, "don-vi")) {
        page_fault(out, v, 403, _("This account may not write that."),
                   _("Accounts of a unit read their own unit and those below it."));
        return true;
    }
    reply_redirect(out, ENTRY_PATH "?xong=1");
    if (all_put(v, &why))
        return true;
    if (why.code != ERROR_DATA && why.code != ERROR_USAGE && why.code != ERROR_CONFIG) {
        *e = why;
        return false;
    }
    out->status = 400;
    *out->location = '\0';
    return page_write(v, out, &why, e);
}
