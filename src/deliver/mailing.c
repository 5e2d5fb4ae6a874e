#include "deliver/mailing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/environment.h"
#include "base/output_file.h"
#include "base/stop.h"
#include "base/text.h"
#include "deliver/letter.h"
#include "report/compose.h"
#include "report/office.h"
#include "report/unit_paper.h"

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum { SLICE_MS = 100 /* a wait looks this often whether the process is asked to stop */ };

/* The content for one recipient, kept because the next recipient mostly gets the same. */
struct content {
    bool there;
    long unit;
    char *title;
    struct buffer docx, xlsx, text;
    char name[LIMIT_VALUE_BYTES]; /* name of the files, without extension */
};

struct work {
    const struct mailing *m;
    struct mailing_end *out;
    struct smtp *smtp;
    struct content content;
    char owner[HOLDER_BYTES];
    bool *done; /* for each errand: true if this run has nothing more to do */
    bool away;  /* the mail server did not answer in this round */
};

/* --- contents --- */

static void content_free(struct content *c)
{
    free(c->title);
    buffer_free(&c->docx);
    buffer_free(&c->xlsx);
    buffer_free(&c->text);
    *c = (struct content){0};
}

static struct paper *paper_of(const struct mailing *m, long unit, struct issue_changes *changes,
                              struct error *e)
{
    if (unit >= 0)
        return unit_paper_make(m->report, (size_t)unit, e);
    if (!issue_changes_load(m->store, m->report, changes, e))
        return NULL;
    const struct office_fill fill = {.number = m->number, .day = MOMENT_NONE};
    const struct compose_wish wish = {.changes = changes, .fill = m->number && *m->number ? &fill : NULL};
    return compose_report_with(m->report, &wish, e);
}

/* Writes bao-cao-2022-11-25 or bao-cao-H99.22.04-quarter-2022-12-31; slashes are replaced, because a portal's code must
 * not name another folder. */
static void name_make(const struct mailing *m, struct content *c)
{
    char day[MOMENT_TEXT_BYTES], kind[LIMIT_NAME_BYTES] = "";
    bool friday = m->kind == REPORTED_FRIDAY; /* a period is named by its last day */
    moment_write(m->report->now.period.cut - !friday, "yyyy-MM-dd", day);
    if (!friday)
        snprintf(kind, sizeof kind, "%s-", reported_name(m->kind));
    if (c->unit < 0)
        snprintf(c->name, sizeof c->name, "bao-cao-%.40s%s", kind, day);
    else
        snprintf(c->name, sizeof c->name, "bao-cao-%.100s-%.40s%s", m->report->now.units.units[c->unit].code,
                 kind, day);
    for (char *p = c->name; *p; p++)
        if (*p == '/' || *p == '\\')
            *p = '_';
}

static bool content_make(const struct mailing *m, long unit, struct content *c, struct error *e)
{
    struct issue_changes changes = {0};
    if (c->there && c->unit == unit)
        return true;
    content_free(c);
    c->unit = unit;
    buffer_init(&c->docx, LIMIT_REPORT_BYTES);
    buffer_init(&c->xlsx, LIMIT_REPORT_BYTES);
    buffer_init(&c->text, LIMIT_DOCUMENT_BYTES);
    struct paper *p = paper_of(m, unit, &changes, e);
    bool ok =
        p && paper_docx(p, &c->docx, e) && paper_xlsx(p, &c->xlsx, e) && paper_message_text(p, &c->text, e);
    if (ok) {
        c->title = strdup(p->file_title ? p->file_title : "motcua");
        ok = c->title || error_memory(e, "mail");
    }
    name_make(m, c);
    c->there = ok;
    paper_free(p);
    issue_changes_free(&changes);
    return ok;
}

/* --- one letter --- */

static bool letter_make(const struct mailing *m, const struct errand *errand, const struct delivery *d,
                        const struct content *c, struct buffer *out, struct error *e)
{
    char docx[LIMIT_VALUE_BYTES + 8], xlsx[LIMIT_VALUE_BYTES + 8],
        id[DELIVERY_KEY_BYTES + LIMIT_ADDRESS_BYTES];
    snprintf(docx, sizeof docx, "%s.docx", c->name);
    snprintf(xlsx, sizeof xlsx, "%s.xlsx", c->name);
    snprintf(id, sizeof id, "%s%s", d->key, strchr(m->book->from, '@'));
    const struct letter letter = {.from = m->book->from,
                                  .from_name = m->book->from_name,
                                  .to = errand->address,
                                  .to_name = errand->name,
                                  .subject = c->title,
                                  .text = buffer_string(&c->text),
                                  .id = id,
                                  .at = moment_now(),
                                  .files = {{docx, DOCX_TYPE, c->docx.data, c->docx.used},
                                            {xlsx, XLSX_TYPE, c->xlsx.data, c->xlsx.used}},
                                  .file_count = LETTER_FILES};
    return letter_write(&letter, out, e);
}

static bool file_drop(const char *folder, const char *name, const char *extension, const void *bytes,
                      size_t n, struct error *e)
{
    char path[LIMIT_FILE_BYTES + LIMIT_VALUE_BYTES];
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return error_set(e, ERROR_IO, folder, _("Make the folder that holds it."), "%s", strerror(errno));
    snprintf(path, sizeof path, "%.4000s/%s%s", folder, name, extension);
    return output_file_write(path, NULL, bytes, n, e);
}

/* Writes the content's files into the folder; a second run overwrites the same names. */
static bool content_drop(const struct errand *errand, const struct content *c, struct error *e)
{
    return file_drop(errand->folder, c->name, ".docx", c->docx.data, c->docx.used, e) &&
           file_drop(errand->folder, c->name, ".xlsx", c->xlsx.data, c->xlsx.used, e) &&
           file_drop(errand->folder, c->name, ".txt", buffer_string(&c->text), c->text.used, e);
}

struct dot {
    struct store *store;
    const struct delivery *d;
};

static bool dot_note(void *context, struct error *e)
{
    const struct dot *dot = context;
    return delivery_sending(dot->store, dot->d, e);
}

static bool letter_send(struct work *w, const struct errand *errand, struct delivery *d, struct error *e)
{
    struct buffer letter;
    struct dot dot = {w->m->store, d};
    bool ok = w->smtp || (w->smtp = smtp_open(&w->m->book->server, e));
    buffer_init(&letter, LIMIT_LETTER_BYTES);
    ok = ok && letter_make(w->m, errand, d, &w->content, &letter, e);
    enum smtp_end end =
        ok ? smtp_send(w->smtp, w->m->book->from, errand->address, &letter, dot_note, &dot, d->reply, e)
           : SMTP_STOP;
    static const enum delivery_state states[] = {
        [SMTP_SENT] = DELIVERY_SENT,     [SMTP_LATER] = DELIVERY_WAITING, [SMTP_REFUSED] = DELIVERY_REFUSED,
        [SMTP_UNSURE] = DELIVERY_UNSURE, [SMTP_AWAY] = DELIVERY_WAITING,  [SMTP_STOP] = DELIVERY_WAITING};
    d->state = states[end];
    w->away = end == SMTP_AWAY;
    buffer_free(&letter);
    return end != SMTP_STOP;
}

/* --- the log around it --- */

static bool delivery_of(const struct mailing *m, const struct errand *errand, struct delivery *d,
                        struct error *e)
{
    *d = (struct delivery){.report = reported_name(m->kind),
                           .content = errand->unit < 0 ? "" : m->report->now.units.units[errand->unit].code,
                           .cut = m->report->now.period.cut};
    return delivery_name(d, errand->address ? errand->address : errand->folder, e);
}

/* Delivers a claimed letter and writes the result into the log, even where the delivery failed. */
static bool deliver_claimed(struct work *w, const struct errand *errand, struct delivery *d, struct error *e)
{
    bool ok = content_make(w->m, errand->unit, &w->content, e);
    if (ok && errand->folder) {
        ok = content_drop(errand, &w->content, e);
        d->state = ok ? DELIVERY_SENT : DELIVERY_WAITING;
        d->reply[0] = '\0';
    } else if (ok) {
        ok = letter_send(w, errand, d, e);
    } else {
        d->state = DELIVERY_WAITING;
    }
    struct error second = {0};
    bool noted = delivery_end(w->m->store, d, ok ? e : &second);
    if (!noted && d->state == DELIVERY_SENT && ok)
        error_within(e, _("the mail was sent, but not noted"));
    return ok && noted;
}

static bool errand_try(struct work *w, size_t i, bool again, struct error *e)
{
    const struct mailing *m = w->m;
    const struct errand *errand = &m->book->errands[i];
    struct delivery d;
    bool mine = false;
    if (!delivery_of(m, errand, &d, e) || !delivery_claim(m->store, &d, w->owner, again, &mine, e))
        return false;
    if (mine && !deliver_claimed(w, errand, &d, e))
        return false;
    w->done[i] =
        d.state == DELIVERY_SENT || d.state == DELIVERY_REFUSED || d.state == DELIVERY_UNSURE || !mine;
    w->out->sent += mine && d.state == DELIVERY_SENT;
    w->out->had += !mine && d.state == DELIVERY_SENT;
    w->out->refused += d.state == DELIVERY_REFUSED;
    w->out->unsure += d.state == DELIVERY_UNSURE;
    if (w->done[i] || mine)
        m->tell(m->context, errand, &d, mine);
    return true;
}

/* --- rounds --- */

static bool round_run(struct work *w, bool again, size_t *left, struct error *e)
{
    bool ok = true;
    w->away = false;
    *left = 0;
    for (size_t i = 0; ok && i < w->m->book->count; i++) {
        if (!w->done[i] && !collect_stopping() && !(w->away && w->m->book->errands[i].address))
            ok = errand_try(w, i, again, e);
        *left += !w->done[i];
    }
    return ok;
}

static void wait_ms(int64_t ms)
{
    for (; ms > 0 && !collect_stopping(); ms -= SLICE_MS)
        nanosleep(&(struct timespec){.tv_nsec = (ms < SLICE_MS ? ms : SLICE_MS) * 1000000L}, NULL);
}

static bool is_meant(const struct mailing *m, size_t i)
{
    return (m->book->errands[i].reports >> m->kind) & 1U;
}

static bool dry_run(struct work *w, struct error *e)
{
    const struct mailing *m = w->m;
    bool ok = true;
    for (size_t i = 0; ok && i < m->book->count; i++) {
        const struct errand *errand = &m->book->errands[i];
        struct delivery d;
        struct buffer letter;
        if (!is_meant(m, i))
            continue;
        buffer_init(&letter, LIMIT_LETTER_BYTES);
        ok = delivery_of(m, errand, &d, e) && content_make(m, errand->unit, &w->content, e);
        if (ok && errand->address)
            ok = letter_make(m, errand, &d, &w->content, &letter, e) &&
                 file_drop(m->dry_folder, d.key, ".eml", letter.data, letter.used, e);
        if (ok)
            m->tell(m->context, errand, &d, false);
        buffer_free(&letter);
    }
    return ok;
}

bool mailing_run(const struct mailing *m, struct mailing_end *out, struct error *e)
{
    struct work w = {.m = m, .out = out, .done = calloc(m->book->count + 1, sizeof *w.done)};
    int64_t wait = environment_number(ENVIRONMENT_RETRY_MS, LIMIT_RETRY_WAIT_MS, LIMIT_DELIVERY_WAIT_MS);
    size_t left = 0;
    bool ok = w.done || error_memory(e, "mail");
    for (size_t i = 0; ok && i < m->book->count; i++) {
        w.done[i] = !is_meant(m, i);
        left += !w.done[i];
    }
    *out = (struct mailing_end){.all = left};
    if (ok && m->dry_folder) {
        ok = dry_run(&w, e);
        left = 0;
    } else {
        ok = ok && holder_name(w.owner, e);
        for (int round = 0; ok && left && round < LIMIT_DELIVERY_ROUNDS && !collect_stopping(); round++) {
            if (round) {
                wait_ms(wait);
                wait = wait * 2 < LIMIT_DELIVERY_WAIT_MOST_MS ? wait * 2 : LIMIT_DELIVERY_WAIT_MOST_MS;
            }
            ok = round_run(&w, m->again && round == 0, &left, e);
        }
        out->waiting = out->all - out->sent - out->had - out->refused - out->unsure;
    }
    smtp_close(w.smtp);
    content_free(&w.content);
    free(w.done);
    return ok;
}
