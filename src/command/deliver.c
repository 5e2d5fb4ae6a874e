/* The deliver command: the Friday report goes to those who are to have it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cli/cli.h"
#include "deliver/mailing.h"

struct job {
    bool dry;
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
    char day[MOMENT_TEXT_BYTES];
    char *place = text_printable(errand->address ? errand->address : errand->folder);
    printf("%s: %s, %s", state_words(job, d, new), place ? place : "?",
           *d->content ? d->content : _("the whole report"));
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

/* What is not as it should be makes the run fail, each time, until it is. */
static bool judge(const struct mailing_end *end, struct error *e)
{
    if (end->refused)
        return error_set(
            e, ERROR_UNAVAILABLE, "deliver",
            _("Correct the address or ask the recipient's office, then: motcua deliver --again."),
            _("%zu of %zu letters were refused"), end->refused, end->all);
    if (end->unsure)
        return error_set(e, ERROR_TEMPORARY, "deliver",
                         _("Look for the Message-ID in the mail server's log, or ask the recipient; motcua "
                           "deliver --again "
                           "sends once more, with the same Message-ID."),
                         _("of %zu of %zu letters nobody knows whether the server took them"), end->unsure,
                         end->all);
    if (end->waiting)
        return error_set(e, ERROR_TEMPORARY, "deliver",
                         _("They are kept: run motcua deliver again in some minutes."),
                         _("%zu of %zu letters are not delivered yet"), end->waiting, end->all);
    return true;
}

static bool deliver(struct cli *cli, const struct cli_session *session, const struct report *report,
                    struct error *e)
{
    struct address_book book = {0};
    struct mailing_end end = {0};
    struct job job = {cli->dry};
    if (!address_book_read(session->config, &report->now.units, !cli->dry, &book, e))
        return false;
    const struct mailing m = {.config = session->config,
                              .store = session->store,
                              .report = report,
                              .book = &book,
                              .dry_folder = cli->dry ? cli->output ? cli->output : "mail" : NULL,
                              .again = cli->again,
                              .tell = tell,
                              .context = &job};
    bool ok = mailing_run(&m, &end, e) && (cli->dry || judge(&end, e));
    address_book_free(&book);
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
    struct report_ask ask = {.friday = true, .at = cli_at(cli, session.config)};
    struct report *report = report_make_asked(session.config, session.store, &ask, e);
    bool ok = report && report_advise(report, session.store, NULL, e) && deliver(cli, &session, report, e);
    report_free(report);
    cli_session_close(&session);
    return ok;
}

const struct command command_deliver = {
    .name = "deliver",
    .words = "",
    .summary = N_("the Friday report to those who are to have it, by mail or into folders, once"),
    .group = GROUP_TELL,
    .place = 3,
    .takes = "",
    .examples = "  motcua deliver --dry-run -o mail\n  motcua deliver\n  motcua deliver --again\n",
    .run = run,
};
