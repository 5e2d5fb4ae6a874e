/* motcua evidence keeps the documents that prove points. */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/text.h"
#include "cli/score_session.h"
#include "index/evidence.h"
#include "index/score_words.h"
#include "show/score_cells.h"

struct job {
    struct cli *cli;
    struct score_session s;
    struct table *table;
    char *texts[3]; /* owned: reference, note, by */
};

static bool store_there(const struct job *job, struct error *e)
{
    return job->s.session.store ||
           error_set(e, ERROR_CONFIG, "motcua.json", _("'motcua init' writes one to begin with."),
                     _("evidence is kept in a store, and none is configured"));
}

static moment now_of(const struct job *job)
{
    moment at = cli_at(job->cli, job->s.session.config);
    return at == MOMENT_NONE ? moment_now() : at;
}

/* --- unit and criterion --- */

static bool login_name(char *out, size_t size, struct error *e)
{
    struct passwd entry, *found = NULL;
    char memory[4096];
    if (getpwuid_r(getuid(), &entry, memory, sizeof memory, &found) != 0 || !found || !*found->pw_name)
        return error_set(e, ERROR_USAGE, "--by", _("Write --by NAME."), _("this account has no name"));
    snprintf(out, size, "%s", found->pw_name);
    return true;
}

/* Takes a text of the command line in the form that is kept: NFC, on one line, not too long. NULL stays NULL. */
static bool text_take(const char *option, const char *given, char **out, struct error *e)
{
    *out = given ? text_normalize(given, strlen(given)) : NULL;
    if (given && (!*out || strlen(*out) > LIMIT_VALUE_BYTES || strpbrk(*out, "\n\r\t")))
        return error_set(e, ERROR_USAGE, option, _("Write one line of UTF-8, not too long."),
                         _("not a text that can be kept"));
    return true;
}

static bool texts_take(struct job *job, struct error *e)
{
    char login[256];
    const char *by = job->cli->by;
    if (!by && !login_name(login, sizeof login, e))
        return false;
    if (!text_take("--reference", job->cli->reference, &job->texts[0], e) ||
        !text_take("--note", job->cli->note, &job->texts[1], e) ||
        !text_take("--by", by ? by : login, &job->texts[2], e))
        return false;
    return *job->texts[2] || error_set(e, ERROR_USAGE, "--by", _("Write --by NAME."), _("missing"));
}

/* --- add --- */

static bool place_take(struct job *job, struct evidence *out, struct error *e)
{
    const struct cli *cli = job->cli;
    const char *criterion = cli->words.items[2];
    struct period p;
    if (cli->words.count < 4)
        return error_set(e, ERROR_USAGE, "evidence add", _("Write 'motcua evidence add CRITERION FILE...'."),
                         _("a criterion and a file are needed"));
    if (ruleset_find(job->s.rules, criterion) < 0)
        return error_set(e, ERROR_USAGE, criterion, _("'motcua ruleset show NAME' lists the criteria."),
                         _("the ruleset %s has no such criterion"), job->s.rules->name);
    if (cli->units.count != 1 || !cli->of)
        return error_set(e, ERROR_USAGE, cli->of ? "--unit" : "--of",
                         _("Write whose it is and for when: --unit CODE --of 2022."), _("missing"));
    if (!period_make(cli->period_given ? cli->period : job->s.rules->period, cli->of, MOMENT_NONE,
                     cli_cutoff(job->s.session.config), &p, e))
        return false;
    *out = (struct evidence){.ruleset = job->s.rules->name,
                             .criterion = criterion,
                             .unit = cli->units.items[0],
                             .period_kind = p.kind,
                             .period_from = p.from,
                             .entered = now_of(job),
                             .reference = job->texts[0],
                             .note = job->texts[1],
                             .by = job->texts[2]};
    return true;
}

static bool file_add(struct job *job, const struct evidence *place, const char *file, struct error *e)
{
    struct evidence evidence = *place;
    char sha256[DIGEST_TEXT_BYTES], *name = NULL;
    const char *slash = strrchr(file, '/');
    bool added = false;
    if (!digest_file(file, sha256, &evidence.bytes, e) ||
        !text_take(file, slash ? slash + 1 : file, &name, e)) {
        free(name);
        return false;
    }
    evidence.name = name;
    evidence.sha256 = sha256;
    bool ok = evidence_add(job->s.session.store, &evidence, &added, e);
    if (ok)
        fprintf(stderr,
                added ? _("%s: entered for %s, %s (SHA-256 %.12s…)\n") : _("%s: counts for %s, %s already\n"),
                name, evidence.criterion, evidence.unit, sha256);
    free(name);
    return ok;
}

static bool evidence_enter(struct job *job, struct error *e)
{
    struct evidence evidence;
    if (!texts_take(job, e) || !place_take(job, &evidence, e))
        return false;
    for (size_t i = 3; i < job->cli->words.count; i++)
        if (!file_add(job, &evidence, job->cli->words.items[i], e))
            return false;
    return true;
}

/* --- withdraw --- */

static bool evidence_take_back(struct job *job, struct error *e)
{
    const char *text = job->cli->words.count == 3 ? job->cli->words.items[2] : "";
    char *end;
    errno = 0;
    long long id = strtoll(text, &end, 10);
    if (!*text || *end || errno || id <= 0)
        return error_set(e, ERROR_USAGE, "evidence withdraw",
                         _("'motcua evidence list' shows the ids and which count."), _("an id is needed"));
    return texts_take(job, e) &&
           evidence_withdraw(job->s.session.store, id, job->texts[1], job->texts[2], now_of(job), e);
}

/* --- list --- */

static void list_columns(struct table *t)
{
    table_column(t, "id", _("Id"), true);
    table_column(t, "ruleset", _("Ruleset"), false);
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "criterion", _("Criterion"), false);
    table_column(t, "period", _("Period"), false);
    table_column(t, "from", _("From"), false);
    table_column(t, "file", _("File"), false);
    table_column(t, "bytes", _("Bytes"), true);
    table_column(t, "sha256", "SHA-256", false);
    table_column(t, "reference", _("Where it is"), false);
    table_column(t, "note", _("Note"), false);
    table_column(t, "by", _("Entered by"), false);
    table_column(t, "at", _("Entered"), false);
    table_column(t, "state", _("State"), false);
}

static bool list_wanted(const struct job *job, const struct evidence *evidence)
{
    const struct cli *cli = job->cli;
    struct period p;
    if (cli->of && (!period_told(cli->of, cli_cutoff(job->s.session.config), &p) ||
                    p.kind != evidence->period_kind || p.from != evidence->period_from))
        return false;
    return score_session_unit(cli, evidence->unit) && score_session_criterion(cli, evidence->criterion) &&
           (!cli->ruleset || strcmp(job->s.rules->name, evidence->ruleset) == 0);
}

static const char *kind_words(enum period_kind kind)
{
    static const char *const words[] = {[PERIOD_WEEK] = N_("week"),      [PERIOD_FORTNIGHT] = N_("fortnight"),
                                        [PERIOD_MONTH] = N_("month"),    [PERIOD_QUARTER] = N_("quarter"),
                                        [PERIOD_HALF] = N_("half-year"), [PERIOD_NINE] = N_("nine months"),
                                        [PERIOD_YEAR] = N_("year")};
    return _(words[kind]);
}

static bool list_row(void *context, const struct evidence *evidence, struct error *e)
{
    struct job *job = context;
    struct table *t = job->table;
    bool machine = format_for_programs(job->cli->format);
    char hash[24], from[MOMENT_TEXT_BYTES];
    if (!list_wanted(job, evidence))
        return true;
    snprintf(hash, sizeof hash, "%.12s…", evidence->sha256);
    table_row(t);
    table_number(t, evidence->id);
    table_text(t, evidence->ruleset);
    table_text(t, evidence->unit);
    table_text(t, evidence->criterion);
    table_word(t, period_kind_name(evidence->period_kind), kind_words(evidence->period_kind));
    table_text(t, moment_write(evidence->period_from, machine ? "yyyy-MM-dd" : "dd/MM/yyyy", from));
    table_text(t, evidence->name);
    table_number(t, evidence->bytes);
    table_text(t, machine ? evidence->sha256 : hash);
    table_text(t, evidence->reference);
    table_text(t, evidence->note);
    table_text(t, evidence->by);
    table_moment(t, evidence->entered);
    table_word(t, evidence->withdrawn ? "withdrawn" : "counts",
               evidence->withdrawn ? _("withdrawn") : _("counts"));
    table_mark(t, evidence->withdrawn ? MARK_QUIET : MARK_GOOD);
    return !table_failed(t) || error_memory(e, "table");
}

static bool evidence_list(struct job *job, struct error *e)
{
    moment known = job->cli->known_at == MOMENT_NONE ? now_of(job) : job->cli->known_at;
    list_columns(job->table);
    return evidence_each(job->s.session.store, known, list_row, job, e);
}

/* --- missing --- */

struct missing {
    size_t asked, missing;
};

static void missing_columns(struct table *t)
{
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "name", _("Name"), false);
    table_column(t, "criterion", _("Code"), false);
    table_column(t, "title", _("Criterion"), false);
    table_column(t, "evidence", _("Evidence"), false);
    table_column(t, "responsible", _("Responsible"), false);
    table_column(t, "deadline", _("Deadline"), false);
    table_column(t, "points", _("Points"), true);
    table_column(t, "max", _("Maximum"), true);
}

/* Adds a day without an hour, and marks a last day that is over. */
static void cell_day(struct table *t, moment day, bool machine, moment now)
{
    char text[MOMENT_TEXT_BYTES];
    if (day == MOMENT_NONE) {
        table_none(t);
        return;
    }
    table_text(t, moment_write(day, machine ? "yyyy-MM-dd" : "dd/MM/yyyy", text));
    if (day + MOMENT_DAY <= now)
        table_mark(t, MARK_BAD);
}

static void missing_row(const struct job *job, const struct score *s, size_t i)
{
    const struct criterion *c = &s->rules->criteria[i];
    const struct criterion_score *node = &s->nodes[i];
    struct table *t = job->table;
    bool machine = format_for_programs(job->cli->format);
    const char *responsible = score_responsible(s, i);
    table_row(t);
    table_text(t, s->subject.code);
    table_text(t, s->subject.name);
    table_text(t, c->code);
    table_text(t, c->title);
    table_text(t, c->evidence);
    table_text(t, *responsible ? responsible : NULL);
    cell_day(t, score_deadline(s, i), machine, job->s.board.period.at);
    score_cell_points(t, node->self.known, node->self.points);
    score_cell_points(t, true, node->max);
}

static bool evidence_asked(const struct job *job, const struct score *s, size_t i)
{
    const struct criterion *c = &s->rules->criteria[i];
    return *c->evidence && c->child_count == 0 && s->nodes[i].applies &&
           score_session_criterion(job->cli, c->code);
}

static bool evidence_missing(struct job *job, struct error *e)
{
    const struct score_board *b = &job->s.board;
    struct missing m = {0};
    char line[160];
    (void)e;
    missing_columns(job->table);
    table_caption(job->table, b->rules->title);
    for (size_t unit = 0; unit < b->count; unit++)
        for (size_t i = 1; score_session_unit(job->cli, b->scores[unit].subject.code) && i < b->rules->count;
             i++) {
            const struct entry *entry = b->scores[unit].nodes[i].entry;
            if (!evidence_asked(job, &b->scores[unit], i))
                continue;
            m.asked++;
            if (entry && *entry->evidence)
                continue;
            m.missing++;
            missing_row(job, &b->scores[unit], i);
        }
    snprintf(line, sizeof line, _("criteria that ask for evidence and have none: %zu of %zu"), m.missing,
             m.asked);
    table_footnote(job->table, line);
    return true;
}

/* --- check --- */

struct checking {
    struct job *job;
    const char *name, *sha256;
    bool same, named; /* same: the file's content is known; named: only the name is known */
};

static void check_line(struct checking *c, const struct evidence *evidence, const char *machine,
                       const char *words, enum table_mark mark)
{
    struct table *t = c->job->table;
    table_row(t);
    table_text(t, c->name);
    table_word(t, machine, words);
    table_mark(t, mark);
    if (!evidence)
        return;
    table_number(t, evidence->id);
    table_text(t, evidence->unit);
    table_text(t, evidence->criterion);
    table_text(t, evidence->by);
    table_moment(t, evidence->entered);
}

static bool check_same(void *context, const struct evidence *evidence, struct error *e)
{
    struct checking *c = context;
    (void)e;
    if (strcmp(evidence->sha256, c->sha256) != 0)
        return true;
    if (!evidence->withdrawn)
        c->same = true;
    check_line(c, evidence, evidence->withdrawn ? "withdrawn" : "same",
               evidence->withdrawn ? _("withdrawn") : _("as entered"),
               evidence->withdrawn ? MARK_QUIET : MARK_GOOD);
    return true;
}

static bool check_named(void *context, const struct evidence *evidence, struct error *e)
{
    struct checking *c = context;
    (void)e;
    if (evidence->withdrawn || strcmp(evidence->name, c->name) != 0)
        return true;
    c->named = true;
    check_line(c, evidence, "changed", _("CHANGED since it was entered"), MARK_BAD);
    return true;
}

static bool file_check(struct job *job, const char *file, size_t *wrong, struct error *e)
{
    char sha256[DIGEST_TEXT_BYTES], *name = NULL;
    const char *slash = strrchr(file, '/');
    int64_t bytes;
    moment known = job->cli->known_at == MOMENT_NONE ? now_of(job) : job->cli->known_at;
    if (!digest_file(file, sha256, &bytes, e) || !text_take(file, slash ? slash + 1 : file, &name, e)) {
        free(name);
        return false;
    }
    struct checking c = {.job = job, .name = name, .sha256 = sha256};
    bool ok = evidence_each(job->s.session.store, known, check_same, &c, e) &&
              (c.same || evidence_each(job->s.session.store, known, check_named, &c, e));
    if (ok && !c.same && !c.named)
        check_line(&c, NULL, "unknown", _("not entered"), MARK_BAD);
    *wrong += !c.same;
    free(name);
    return ok;
}

static bool evidence_check(struct job *job, struct error *e)
{
    const struct cli_list *words = &job->cli->words;
    size_t wrong = 0;
    if (words->count < 3)
        return error_set(e, ERROR_USAGE, "evidence check", _("Write 'motcua evidence check FILE...'."),
                         _("no file is named"));
    table_column(job->table, "file", _("File"), false);
    table_column(job->table, "state", _("State"), false);
    table_column(job->table, "id", _("Id"), true);
    table_column(job->table, "unit", _("Unit"), false);
    table_column(job->table, "criterion", _("Criterion"), false);
    table_column(job->table, "by", _("Entered by"), false);
    table_column(job->table, "at", _("Entered"), false);
    for (size_t i = 2; i < words->count; i++)
        if (!file_check(job, words->items[i], &wrong, e))
            return false;
    if (!wrong)
        return true;
    return cli_write_table(job->cli, job->table, e) &&
           error_set(e, ERROR_DATA, "evidence", _("Enter what is new, or find the file that was entered."),
                     _("files that are not what was entered: %zu of %zu"), wrong, words->count - 2);
}

/* --- the command --- */

static const struct {
    const char *word;
    size_t most;       /* most words, with `evidence` and the verb */
    bool board, table; /* board: the verb needs the scores; table: the verb prints a table */
    bool (*run)(struct job *job, struct error *e);
} verbs[] = {{"add", CLI_MAX_LIST, false, false, evidence_enter},
             {"list", 2, false, true, evidence_list},
             {"missing", 2, true, true, evidence_missing},
             {"check", CLI_MAX_LIST, false, true, evidence_check},
             {"withdraw", 3, false, false, evidence_take_back}};

/* Evidence may be entered for any unit of the store, also where the ruleset does not bind the unit. */
static bool definitions_open(struct job *job, struct error *e)
{
    const struct unit_set *units = &job->s.v.units;
    return score_session_begin(job->cli, &job->s, e) && store_there(job, e) &&
           cli_units_settle(job->cli, unit_label_of_set, units, units->count, false, e);
}

static bool verb_run(struct job *job, size_t verb, struct error *e)
{
    bool ok = verbs[verb].board ? score_session_open(job->cli, &job->s, e) : definitions_open(job, e);
    job->table = ok ? table_new() : NULL;
    if (job->table && verbs[verb].board)
        score_session_warn(&job->s, job->table);
    ok = ok && (job->table || error_memory(e, "table")) && verbs[verb].run(job, e);
    if (ok && table_failed(job->table))
        ok = error_memory(e, "table");
    return ok && (!verbs[verb].table || cli_write_table(job->cli, job->table, e));
}

static bool run(struct cli *cli, struct error *e)
{
    const char *word = cli->words.count > 1 ? cli->words.items[1] : "list";
    size_t i = 0, count = sizeof verbs / sizeof *verbs;
    struct job job = {.cli = cli};
    while (i < count && strcmp(verbs[i].word, word) != 0)
        i++;
    if (i == count || cli->words.count > verbs[i].most)
        return error_set(e, ERROR_USAGE, word,
                         _("Write add CRITERION FILE, list, missing, check FILE or withdraw ID."),
                         _("not a thing to do with evidence"));
    bool ok = verb_run(&job, i, e);
    table_free(job.table);
    for (size_t k = 0; k < sizeof job.texts / sizeof *job.texts; k++)
        free(job.texts[k]);
    score_session_close(&job.s);
    return ok;
}

const struct command command_evidence = {
    .name = "evidence",
    .words = "add CRITERION FILE...|list|missing|check FILE...|withdraw ID",
    .summary = N_("what proves the points: files by their names and hashes, what is still missing"),
    .group = GROUP_POINTS,
    .place = 3,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua evidence add 1.5.1 QD-12.pdf --unit hai-hau --of 2019 --ruleset nam-dinh-2019\n"
        "  motcua evidence missing --of 2019 --ruleset nam-dinh-2019\n  motcua evidence list --unit hai-hau\n"
        "  motcua evidence check QD-12.pdf\n  motcua evidence withdraw 7 --note 'nhầm tệp'\n",
    .early = EARLY_TAKEN,
    .run = run,
};
