/* motcua deliver sends reports to the recipients of the config. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cli/cli.h"
#include "deliver/issued.h"
#include "deliver/mailing.h"
#include "report/phrase.h"

struct job {
    bool dry;
    const struct report *report;
    enum reported kind;
};

static const char *state_words(const struct job *job, const struct delivery *d, bool new)
{
    if (job->dry)
        return _("would be delivered");
    switch (d->state) {
    case DELIVERY_SENT:
        return new ? _("delivered") : _("delivered before");
    case DELIVERY_REFUSED:
        return _("REFUSED");
    case DELIVERY_UNSURE:
        return _("PERHAPS DELIVERED");
    case DELIVERY_CLAIMED:
    case DELIVERY_SENDING:
        return _("another run delivers it now");
    default:
        return _("waits");
    }
}

static void tell(void *context, const struct errand *errand, const struct delivery *d, bool new)
{
    const struct job *job = context;
    char day[MOMENT_TEXT_BYTES], period[PHRASE_BYTES];
    char *place = text_printable(errand->address ? errand->address : errand->folder);
    printf("%s: %s, %s", state_words(job, d, new), place ? place : "?",
           *d->content ? d->content : _("the whole report"));
    if (job->kind != REPORTED_FRIDAY)
        printf(", %s", phrase_period(&job->report->now.period, period));
    if (!job->dry && !new && d->state == DELIVERY_SENT)
        printf(" (%s)", moment_write(d->changed, "HH:mm dd/MM/yyyy", day));
    if (!job->dry && d->state != DELIVERY_SENT && *d->reply)
        printf(": %s", d->reply);
    if (!job->dry && d->state == DELIVERY_UNSURE)
        printf(_("; Message-ID %s"), d->key);
    if (job->dry && errand->address)
        printf(": %s.eml", d->key);
    putchar('\n');
    fflush(stdout);
    free(place);
}

/* Refused, waiting and unsure letters make the run fail, each time, until they are delivered. */
static bool judge(const struct mailing_end *end, struct error *e)
{
    if (end->refused)
        return error_set(
            e, ERROR_UNAVAILABLE, "deliver",
            _("Correct the address or ask the recipient's office, then: motcua deliver --again."),
            _("letters refused: %zu of %zu"), end->refused, end->all);
    if (end->unsure)
        return error_set(e, ERROR_TEMPORARY, "deliver",
                         _("Look for the Message-ID in the mail server's log, or ask the recipient; motcua "
                           "deliver --again "
                           "sends once more, with the same Message-ID."),
                         _("letters of which nobody knows whether the server took them: %zu of %zu"),
                         end->unsure, end->all);
    if (end->waiting)
        return error_set(e, ERROR_TEMPORARY, "deliver",
                         _("They are kept: run motcua deliver again in some minutes."),
                         _("letters not delivered yet: %zu of %zu"), end->waiting, end->all);
    return true;
}

/* --- one kind of report --- */

struct round {
    struct cli *cli;
    const struct cli_session *session;
    struct mailing_end end; /* sums over all kinds of reports */
};

static void end_add(struct mailing_end *sum, const struct mailing_end *end)
{
    sum->all += end->all;
    sum->sent += end->sent;
    sum->had += end->had;
    sum->refused += end->refused;
    sum->waiting += end->waiting;
    sum->unsure += end->unsure;
}

static bool report_deliver(struct round *r, const struct address_book *book, const struct report *report,
                           enum reported kind, const char *number, struct error *e)
{
    const struct cli *cli = r->cli;
    struct job job = {cli->dry, report, kind};
    struct mailing_end end = {0};
    const struct mailing m = {.config = r->session->config,
                              .store = r->session->store,
                              .report = report,
                              .book = book,
                              .number = number,
                              .kind = kind,
                              .dry_folder = cli->dry ? cli->output ? cli->output : "mail" : NULL,
                              .again = cli->again,
                              .tell = tell,
                              .context = &job};
    bool ok = mailing_run(&m, &end, e);
    end_add(&r->end, &end);
    return ok;
}

static bool kind_deliver(struct round *r, const struct address_book *book, enum reported kind,
                         struct error *e)
{
    moment at = cli_at(r->cli, r->session->config);
    struct issued_ask ask;
    char number[LIMIT_VALUE_BYTES];
    bool wanted = false;
    for (size_t i = 0; i < book->count; i++)
        wanted = wanted || ((book->errands[i].reports >> kind) & 1U);
    issued_ask_make(kind, at, r->session->config->cutoff, &ask);
    if (!wanted || !ask.due)
        return true;
    struct report *report = issued_report(r->session->config, r->session->store, &ask.report,
                                          reported_name(kind), !r->cli->dry, number, e);
    bool ok = report && report_deliver(r, book, report, kind, number, e);
    store_known_set(r->session->store, MOMENT_NONE);
    report_free(report);
    return ok;
}

static bool deliver(struct cli *cli, const struct cli_session *session, struct error *e)
{
    struct round r = {.cli = cli, .session = session};
    struct address_book book = {0};
    struct evaluation v = {0};
    bool ok = evaluation_open(&v, session->config, session->store, "core", e) &&
              address_book_read(session->config, &v.units, !cli->dry, &book, e);
    for (int kind = 0; ok && kind < REPORTED_KINDS; kind++)
        ok = kind_deliver(&r, &book, (enum reported)kind, e);
    ok = ok && (cli->dry || judge(&r.end, e));
    address_book_free(&book);
    evaluation_close(&v);
    return ok;
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (cli->output && !cli->dry)
        return error_set(e, ERROR_USAGE, "-o", _("Write --dry-run as well, or leave -o away."),
                         _("only a dry run writes files here"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool ok = deliver(cli, &session, e);
    cli_session_close(&session);
    return ok;
}

const struct command command_deliver = {
    .name = "deliver",
    .words = "",
    .summary = N_("reports to those who are to have them, by mail or into folders, once for each cut-off"),
    .group = GROUP_TELL,
    .place = 3,
    .takes = "",
    .examples = "  motcua deliver --dry-run -o mail\n  motcua deliver\n  motcua deliver --again\n",
    .run = run,
};
