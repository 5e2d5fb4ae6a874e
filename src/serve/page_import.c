/* The page Nạp dữ liệu takes an export from the browser. The page first tells how the file was read, and stores nothing
 * before a person confirms. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/page_json.h"
#include "serve/pages.h"
#include "serve/unit_address.h"
#include "show/html_text.h"

#define IMPORT_PATH "/nap-du-lieu"

enum { WORDS_SHOWN = LIMIT_UPLOAD_CHOICES };

static const char *field(const struct visit *v, const char *name)
{
    const char *value = request_field(&v->request->form, name);
    return value ? value : "";
}

static struct upload *mine(const struct visit *v)
{
    return upload_find(&v->serving->uploads, v->csrf);
}

/* --- the parts of the page --- */

static void steps(struct buffer *b, int now)
{
    const char *const names[] = {_("Choose a file"), _("Look"), _("Confirm")};
    buffer_text(b, "<ol class=\"steps\">");
    for (int i = 0; i < 3; i++) {
        buffer_printf(b, "<li%s><b>%s</b> ", i == now ? " aria-current=\"step\"" : "",
                      i < now  ? "✓"
                      : i == 0 ? "1"
                      : i == 1 ? "2"
                               : "3");
        html_text_put(b, names[i]);
        buffer_text(b, "</li>");
    }
    buffer_text(b, "</ol>\n");
}

static bool source_option(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    buffer_text(context, "<option value=\"");
    html_text_put(context, value_to_text(&columns[0]));
    buffer_text(context, "\">");
    return true;
}

/* Offers the sources that earlier files went into, and the config's folder sources. */
static bool sources_offer(const struct visit *v, struct buffer *b, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    buffer_text(b, "<datalist id=\"nguon\">");
    for (size_t i = 0; i < c->source_count; i++)
        if (c->sources[i].folder)
            buffer_printf(b, "<option value=\"%s\">", c->sources[i].name);
    bool ok = store_query(model_store(v->serving->model),
                          "SELECT name FROM source WHERE manifest IN ('tabular', 'html_table') ORDER BY name",
                          NULL, 0, source_option, b, e);
    buffer_text(b, "</datalist>");
    return ok;
}

static bool choose_file(const struct visit *v, struct buffer *b, struct error *e)
{
    steps(b, 0);
    buffer_text(b, "<section class=\"card narrow\">");
    form_open(b, v, IMPORT_PATH, true);
    buffer_printf(b,
                  "<label class=\"fd\"><span>%s</span><input type=\"file\" name=\"tep\" required "
                  "accept=\".xlsx,.xls,.csv,.html,.htm,.json,.ndjson,.txt\"><small>%s</small></label>\n",
                  _("Exported file"), _("Excel (XLSX), CSV, a saved web page, or JSON; at most 64 MB."));
    bool ok = true;
    if (v->scope.all) {
        buffer_printf(
            b,
            "<label class=\"fd\"><span>%s</span><input name=\"nguon\" value=\"import\" list=\"nguon\" "
            "pattern=\"[A-Za-z0-9_\\-]+\" maxlength=\"60\"><small>%s</small></label>\n",
            _("Source"), _("The same name each week: newer exports take the place of older ones."));
        ok = sources_offer(v, b, e);
    }
    form_text(b, &(struct form_field){.name = "ky",
                                      .label = _("Period, of counts only"),
                                      .value = "",
                                      .example = "2022-11",
                                      .help = _("Where the titles of a table of counts state none.")});
    buffer_text(b, "<p class=\"go\">");
    form_button(b, NULL, NULL, _("Look at it"), true);
    buffer_text(b, "</p></form></section>\n");
    buffer_printf(
        b, "<p class=\"note\">%s</p>\n",
        _("Nothing is stored yet. Names, addresses and telephone numbers of applicants are never stored; the "
          "file itself is thrown away."));
    return ok;
}

static void file_card(const struct upload *u, struct buffer *b)
{
    char bytes[TEXT_NUMBER_BYTES], rows[TEXT_NUMBER_BYTES], columns[TEXT_NUMBER_BYTES];
    buffer_text(b, "<section class=\"card\"><h2>");
    html_text_put(b, *u->file.name ? u->file.name : _("File without a name"));
    buffer_text(b, "</h2><p class=\"ty\">");
    buffer_printf(b, _("%s kB · rows: %s, columns: %s · source %s"),
                  text_count((u->file.bytes + 1023) / 1024, bytes), text_count(u->told.sum.records, rows),
                  text_count((int64_t)u->told.columns, columns), *u->source ? u->source : "import");
    buffer_printf(b, "<br>SHA-256: %.8s…%.6s</p></section>\n", u->sha256, u->sha256 + 58);
}

static size_t words_open(const struct upload *u)
{
    size_t open = 0;
    for (size_t i = 0; i < u->told.words.count; i++)
        open += u->told.word_rows[i] >= 0;
    return open;
}

static void say_looked(const struct upload *u, struct buffer *b)
{
    char line[LIMIT_LINE_BYTES], n[TEXT_NUMBER_BYTES], when[MOMENT_TEXT_BYTES];
    size_t open = words_open(u);
    text_count(u->told.sum.records, n);
    if (!u->fits) {
        snprintf(line, sizeof line, _("The file cannot be read yet: %s."), u->why.what);
        form_say(b, FORM_BAD, line,
                 u->told.missing.count ? _("Say below which columns of the file are meant.") : u->why.hint);
    } else if (u->why.code) {
        snprintf(line, sizeof line, "%.200s: %.600s",
                 u->why.code == ERROR_USAGE ? u->why.where : u->file.name, u->why.what);
        form_say(b, FORM_BAD, line, u->why.hint);
    } else if (open) {
        snprintf(line, sizeof line,
                 P_("All rows (%s) can be read. %zu word is not known: choose what it means.",
                    "All rows (%s) can be read. %zu words are not known: choose what they mean.", open),
                 n, open);
        form_say(b, FORM_LOOK, line,
                 _("Nothing is stored yet. What is left open stays unknown in those rows."));
    } else {
        snprintf(line, sizeof line, _("All rows (%s) can be read and are understood."), n);
        form_say(b, FORM_GOOD, line, _("Nothing is stored yet; it is when you confirm."));
    }
    if (u->told.sum.before != MOMENT_NONE) {
        snprintf(line, sizeof line, _("The same file was stored at %s already: nothing would change."),
                 moment_write(u->told.sum.before, "HH:mm dd/MM/yyyy", when));
        form_say(b, FORM_LOOK, line, NULL);
    }
    if (u->told.sum.later != MOMENT_NONE) {
        snprintf(line, sizeof line,
                 _("It is older than the export of %s that was stored before: what that one says stays."),
                 moment_write(u->told.sum.later, "HH:mm dd/MM/yyyy", when));
        form_say(b, FORM_LOOK, line, NULL);
    }
}

/* --- choices --- */

static void word_select(const struct upload *u, const struct word_choices *c, size_t i, struct buffer *b)
{
    const char *values[LIMIT_UPLOAD_CHOICES], *name = u->told.fields.items[i], *word = u->told.words.items[i];
    char label[LIMIT_LINE_BYTES], rows[TEXT_NUMBER_BYTES], id[24];
    size_t count = word_choices_of(c, name, values, LIMIT_UPLOAD_CHOICES);
    const char *chosen = upload_chosen_word(u, name, word),
               *guess = chosen ? chosen : word_choices_guess(c, name, word);
    snprintf(id, sizeof id, "tu%zu", i);
    if (u->told.word_rows[i] >= 0)
        snprintf(label, sizeof label, P_("%s: “%s”, %s row", "%s: “%s”, %s rows", u->told.word_rows[i]),
                 word_choices_title(c, name), word, text_count(u->told.word_rows[i], rows));
    else
        snprintf(label, sizeof label, _("%s: “%s”, chosen"), word_choices_title(c, name), word);
    form_select_open(b, id, label);
    form_option(b, "", chosen ? _("Not known") : _("Choose what it means…"), !guess);
    for (size_t k = 0; k < count; k++)
        form_option(b, values[k], values[k], guess && strcmp(guess, values[k]) == 0);
    form_select_close(b);
}

static void words_part(const struct upload *u, const struct word_choices *c, struct buffer *b)
{
    if (!u->told.words.count)
        return;
    buffer_printf(
        b, "<h2>%s</h2><p class=\"ty\">%s</p><div class=\"card two ask\">", _("Words that are not known"),
        _("What you choose is kept for the next files of this source. A word that is close to a known one is "
          "chosen already."));
    for (size_t i = 0; i < u->told.words.count; i++)
        word_select(u, c, i, b);
    buffer_text(b, "</div>\n");
}

static void column_select(const struct upload *u, const struct word_choices *c, size_t i, struct buffer *b)
{
    const char *titles[LIMIT_UPLOAD_CHOICES];
    char id[24];
    size_t count = word_choices_columns(c, titles, LIMIT_UPLOAD_CHOICES);
    snprintf(id, sizeof id, "cot%zu", i);
    form_select_open(b, id, u->told.unused.items[i]);
    form_option(b, "", _("Not stored"), true);
    for (size_t k = 0; k < count; k++)
        if (!strstr(titles[k], " / ")) /* titles of tables of counts have " / " and are no choice */
            form_option(b, titles[k], titles[k], false);
    form_select_close(b);
}

static void unused_part(const struct upload *u, const struct word_choices *c, struct buffer *b)
{
    if (!u->told.unused.count)
        return;
    buffer_printf(b, "<details class=\"card\"%s><summary>", u->fits ? "" : " open");
    buffer_printf(b, P_("%zu column is not stored: ", "%zu columns are not stored: ", u->told.unused.count),
                  u->told.unused.count);
    for (size_t i = 0; i < u->told.unused.count; i++) {
        buffer_text(b, i ? ", “" : "“");
        html_text_put(b, u->told.unused.items[i]);
        buffer_text(b, "”");
    }
    buffer_printf(b, "</summary><p class=\"ty\">%s</p><div class=\"two\">",
                  _("If one of them is a column that motcua knows under another title, say which."));
    for (size_t i = 0; i < u->told.unused.count; i++)
        column_select(u, c, i, b);
    buffer_text(b, "</div></details>\n");
    if (!u->told.missing.count)
        return;
    buffer_printf(b, "<p>%s ", _("Missing:"));
    for (size_t i = 0; i < u->told.missing.count; i++) {
        buffer_text(b, i ? ", <b>" : "<b>");
        html_text_put(b, u->told.missing.items[i]);
        buffer_text(b, "</b>");
    }
    buffer_text(b, "</p>\n");
}

static void used_part(const struct upload *u, struct buffer *b)
{
    buffer_printf(b, "<h2>%s</h2><dl class=\"card kv\">", _("Columns that are read"));
    for (size_t i = 0; i < u->told.used.count; i++) {
        form_words(b, "dt", u->told.used.items[i]);
        buffer_text(b, "<dd>→ ");
        html_text_put(b, u->told.used_names.items[i]);
        buffer_text(b, "</dd>");
    }
    buffer_text(b, "</dl>\n");
}

static void doubt(struct buffer *b, int64_t count, const char *tag, const char *words)
{
    char line[LIMIT_LINE_BYTES], n[TEXT_NUMBER_BYTES];
    const char *at = strstr(words, "%s");
    if (!count || !at)
        return;
    snprintf(line, sizeof line, "%.*s%s%s", (int)(at - words), words, text_count(count, n), at + 2);
    form_words(b, tag, line);
}

static void facts_part(const struct upload *u, struct buffer *b)
{
    static const char *const origins[] = {[IMPORT_MOMENT_FILE] = N_("the moment at which it came here"),
                                          [IMPORT_MOMENT_NEWEST] = N_("the newest date in it"),
                                          [IMPORT_MOMENT_TITLE] = N_("its title"),
                                          [IMPORT_MOMENT_GIVEN] = N_("as given")};
    const struct upload_told *t = &u->told;
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES], n[TEXT_NUMBER_BYTES], m[TEXT_NUMBER_BYTES];
    buffer_printf(b, "<h2>%s</h2><div class=\"card\"><p>", _("Dates and units"));
    if (t->first != MOMENT_NONE)
        buffer_printf(b, _("Received from %s to %s."), moment_write(t->first, "dd/MM/yyyy", from),
                      moment_write(t->last, "dd/MM/yyyy", to));
    buffer_text(b, " ");
    buffer_printf(b, _("Figures as at %s (%s)."), moment_write(t->sum.observed, "HH:mm dd/MM/yyyy", from),
                  _(origins[t->sum.moment_of]));
    buffer_text(b, "</p><p>");
    buffer_printf(b, _("Units: %s known, %s new."), text_count((int64_t)t->units_known, n),
                  text_count((int64_t)t->units_fresh, m));
    if (t->units_fresh) {
        buffer_text(b, " ");
        html_text_put(b, t->fresh_names);
    }
    buffer_text(b, "</p>");
    doubt(b, t->sum.rejected, "p class=\"no\"",
          P_("▲ %s row cannot be read and is left out; the others can.",
             "▲ %s rows cannot be read and are left out; the others can.", t->sum.rejected));
    doubt(b, t->sum.breaks, "p class=\"nr\"",
          P_("◊ %s sum does not add up; it is stored as it stands and named.",
             "◊ %s sums do not add up; they are stored as they stand and named.", t->sum.breaks));
    if (t->sum.assumed)
        form_words(b, "p", _("The titles state no period: the month of the figures is taken."));
    for (size_t i = 0; i < t->notes.count; i++) {
        buffer_text(b, "<p class=\"nr\">◊ ");
        html_text_put(b, t->notes.items[i]);
        buffer_text(b, "</p>");
    }
    buffer_text(b, "</div>\n");
}

static bool looked(const struct visit *v, const struct upload *u, struct buffer *b, struct error *e)
{
    struct word_choices *c = word_choices_load(e);
    bool may = u->fits && u->why.code != ERROR_USAGE;
    if (!c)
        return false;
    steps(b, 1);
    file_card(u, b);
    say_looked(u, b);
    form_open(b, v, IMPORT_PATH "/chon", false);
    words_part(u, c, b);
    unused_part(u, c, b);
    buffer_text(b, "<p class=\"go\">");
    if (may)
        form_button(b, "viec", "nap", _("Confirm: store it"), true);
    if (u->told.words.count || u->told.unused.count)
        form_button(b, "viec", "xem", _("Look again with these choices"), !may);
    form_button(b, "viec", "bo", _("Throw it away"), false);
    buffer_text(b, "</p></form>\n");
    if (u->fits) {
        facts_part(u, b);
        used_part(u, b);
    }
    word_choices_free(c);
    return true;
}

static void stored(const struct visit *v, const struct upload *u, struct buffer *b)
{
    char line[LIMIT_LINE_BYTES], all[TEXT_NUMBER_BYTES], added[TEXT_NUMBER_BYTES], changed[TEXT_NUMBER_BYTES],
        same[TEXT_NUMBER_BYTES];
    const struct import_summary *s = &u->told.sum;
    bool counts = !s->dossiers && s->figures;
    steps(b, 3);
    snprintf(line, sizeof line,
             counts ? P_("Stored: %s figure (new %s, changed %s, unchanged %s).",
                         "Stored: %s figures (new %s, changed %s, unchanged %s).", s->figures)
                    : P_("Stored: %s dossier (new %s, changed %s, unchanged %s).",
                         "Stored: %s dossiers (new %s, changed %s, unchanged %s).", s->dossiers),
             text_count(counts ? s->figures : s->dossiers, all), text_count(s->added, added),
             text_count(s->changed, changed), text_count(s->unchanged, same));
    form_say(b, u->why.code ? FORM_LOOK : FORM_GOOD, line, _("The bytes of the file are thrown away."));
    if (u->why.code)
        form_say(b, FORM_BAD, u->why.what, u->why.hint);
    if (*u->note) {
        form_say(b, FORM_LOOK, _("What the words mean could not be kept for the next file:"), u->note);
    }
    buffer_text(b, "<p class=\"go\">");
    if (v->account.role == ROLE_UNIT) {
        buffer_text(b, "<a class=\"bt main\" href=\"");
        unit_address_put(b, v->account.unit);
        buffer_printf(b, "\">%s</a>", _("See the unit"));
    } else {
        buffer_printf(b, "<a class=\"bt main\" href=\"/bao-cao\">%s</a><a class=\"bt\" href=\"/\">%s</a>",
                      _("Make the Friday report"), _("See the league"));
    }
    buffer_text(b, "</p>\n");
    facts_part(u, b);
    form_open(b, v, IMPORT_PATH "/chon", false);
    buffer_text(b, "<p class=\"go\">");
    form_button(b, "viec", "bo", _("Another file"), false);
    buffer_text(b, "</p></form>\n");
}

bool page_import(struct visit *v, struct reply *out, struct error *e)
{
    const struct upload *u = mine(v);
    bool ok = true;
    page_open(out, v, _("Import data"));
    buffer_printf(&out->body, "<article class=\"form\"><h1>%s</h1>", _("Import data"));
    if (!u || u->state == UPLOAD_NONE)
        ok = choose_file(v, &out->body, e);
    else if (u->state == UPLOAD_LOOKED)
        ok = looked(v, u, &out->body, e);
    else
        stored(v, u, &out->body);
    buffer_text(&out->body, "</article>\n");
    page_close(out, v);
    return ok;
}

/* --- a sent form --- */

static void source_of(const struct visit *v, char out[LIMIT_NAME_BYTES])
{
    if (v->account.role == ROLE_UNIT)
        upload_source_of(v->account.unit, out);
    else
        snprintf(out, LIMIT_NAME_BYTES, "%.*s", LIMIT_NAME_BYTES - 1, field(v, "nguon"));
}

bool page_import_file(struct visit *v, struct reply *out, struct error *e)
{
    struct temp_file *file = &v->request->file;
    if (file->fd < 0 || file->failed || !file->bytes) {
        page_fault(out, v, file->failed ? 507 : 400,
                   file->failed ? _("There is no room for the file.") : _("No file came, or an empty one."),
                   _("Open the page anew and try again."));
        return true;
    }
    struct upload *u = upload_put(&v->serving->uploads, v->csrf, file);
    if (!u) {
        page_fault(out, v, 503, _("Others look at their files just now: every place is taken."),
                   _("Try again in a few minutes."));
        return true;
    }
    source_of(v, u->source);
    snprintf(u->unit, sizeof u->unit, "%s", v->account.role == ROLE_UNIT ? v->account.unit : "");
    snprintf(u->period, sizeof u->period, "%.31s", field(v, "ky"));
    reply_redirect(out, IMPORT_PATH);
    if (upload_look(u, v->serving->model, &v->scope, e))
        return true;
    upload_drop(u);
    return false;
}

/* Takes the choices; the names of the fields number the words and columns that the page has shown. */
static bool choices_take(const struct visit *v, struct upload *u)
{
    char id[24];
    bool ok = true;
    for (size_t i = 0; ok && i < u->told.words.count; i++) {
        snprintf(id, sizeof id, "tu%zu", i);
        ok = upload_choose_word(u, u->told.fields.items[i], u->told.words.items[i], field(v, id));
    }
    for (size_t i = 0; ok && i < u->told.unused.count; i++) {
        snprintf(id, sizeof id, "cot%zu", i);
        if (*field(v, id))
            ok = upload_choose_column(u, u->told.unused.items[i], field(v, id));
    }
    return ok;
}

bool page_import_choose(struct visit *v, struct reply *out, struct error *e)
{
    struct upload *u = mine(v);
    const char *what = field(v, "viec");
    reply_redirect(out, IMPORT_PATH);
    if (!u || strcmp(what, "bo") == 0) {
        upload_drop(u);
        return true;
    }
    if (u->state != UPLOAD_LOOKED)
        return true;
    if (!choices_take(v, u))
        return error_memory(e, "import");
    return strcmp(what, "nap") == 0 ? upload_store(u, v->serving->model, &v->scope, e)
                                    : upload_look(u, v->serving->model, &v->scope, e);
}

/* --- the twin --- */

static json_t *list_of(const struct upload_list *l)
{
    json_t *list = json_array();
    for (size_t i = 0; i < l->count; i++)
        json_array_append_new(list, json_string(l->items[i]));
    return list;
}

static json_t *words_of(const struct upload *u)
{
    json_t *list = json_array();
    for (size_t i = 0; i < u->told.words.count; i++) {
        const char *name = u->told.fields.items[i], *word = u->told.words.items[i];
        const char *chosen = upload_chosen_word(u, name, word);
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:o, s:o}", "field", name, "word", word, "rows",
                            u->told.word_rows[i] < 0 ? json_null() : json_integer(u->told.word_rows[i]),
                            "chosen", chosen ? json_string(chosen) : json_null()));
    }
    return list;
}

static json_t *columns_of(const struct upload *u)
{
    json_t *list = json_array();
    for (size_t i = 0; i < u->told.used.count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "title", u->told.used.items[i], "taken_for",
                                              u->told.used_names.items[i]));
    return list;
}

bool api_import(struct visit *v, struct reply *out, struct error *e)
{
    static const char *const states[] = {
        [UPLOAD_NONE] = "none", [UPLOAD_LOOKED] = "looked", [UPLOAD_STORED] = "stored"};
    const struct upload *u = mine(v);
    json_t *o = json_object();
    json_object_set_new(o, "state", json_string(states[u ? u->state : UPLOAD_NONE]));
    if (!u || u->state == UPLOAD_NONE)
        return json_reply(out, o, e);
    const struct import_summary *s = &u->told.sum;
    json_object_set_new(o, "source", json_string(*u->source ? u->source : "import"));
    json_object_set_new(o, "sha256", json_string(u->sha256));
    json_object_set_new(o, "readable", json_boolean(u->fits));
    json_object_set_new(o, "fault", u->why.code ? json_string(u->why.what) : json_null());
    json_object_set_new(o, "rows", json_integer(s->records));
    json_object_set_new(o, "dossiers", json_integer(s->dossiers));
    json_object_set_new(o, "figures", json_integer(s->figures));
    json_object_set_new(o, "new", json_integer(s->added));
    json_object_set_new(o, "changed", json_integer(s->changed));
    json_object_set_new(o, "unchanged", json_integer(s->unchanged));
    json_object_set_new(o, "rejected", json_integer(s->rejected));
    json_object_set_new(o, "units_known", json_integer((json_int_t)u->told.units_known));
    json_object_set_new(o, "units_new", json_integer((json_int_t)u->told.units_fresh));
    json_object_set_new(o, "columns", columns_of(u));
    json_object_set_new(o, "not_stored", list_of(&u->told.unused));
    json_object_set_new(o, "words", words_of(u));
    json_object_set_new(o, "doubts", list_of(&u->told.notes));
    return json_reply(out, o, e);
}
