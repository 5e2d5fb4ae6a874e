/* motcua user keeps the accounts that may log in to the pages of motcua serve. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "cli/cli.h"
#include "serve/account.h"
#include "serve/invitation.h"

/* Reads the password from the first line of a file. */
static bool password_read(const struct cli *cli, char out[LIMIT_PASSWORD_BYTES + 2], struct error *e)
{
    if (!cli->password_file)
        return error_set(e, ERROR_USAGE, "--password-file",
                         _("Write the password into a file that only you may read, and name that file."),
                         _("which password?"));
    FILE *in = fopen(cli->password_file, "re");
    if (!in)
        return error_set(e, ERROR_USAGE, cli->password_file, NULL, "%s", strerror(errno));
    if (!fgets(out, LIMIT_PASSWORD_BYTES + 2, in))
        *out = '\0';
    fclose(in);
    out[strcspn(out, "\r\n")] = '\0';
    return true;
}

/* Reads name, role and unit of the command line. */
static bool account_read(struct cli *cli, const char *name, struct account *out, struct error *e)
{
    *out = (struct account){0};
    if (strlen(name) >= sizeof out->name)
        return error_set(e, ERROR_USAGE, name, _("Use letters, digits, and . _ - @."),
                         _("not a name of an account"));
    snprintf(out->name, sizeof out->name, "%s", name);
    if (cli->units.count > 1 || (cli->units.count && strlen(cli->units.items[0]) >= sizeof out->unit))
        return error_set(e, ERROR_USAGE, "--unit", _("An account has one unit, and reads all below it."),
                         _("more than one unit"));
    if (cli->units.count)
        snprintf(out->unit, sizeof out->unit, "%s", cli->units.items[0]);
    return (!cli->role && strcmp(cli->words.items[1], "invite") == 0) ||
           account_role_read(cli->role, &out->role) ||
           error_set(e, ERROR_USAGE, "--role", _("Write --role province, unit or operator."),
                     _("which role?"));
}

static bool add(struct cli *cli, struct store *s, const char *name, struct error *e)
{
    char password[LIMIT_PASSWORD_BYTES + 2];
    struct account account;
    bool ok = account_read(cli, name, &account, e) && password_read(cli, password, e) &&
              account_add(s, &account, password, e);
    explicit_bzero(password, sizeof password);
    return ok;
}

/* Makes an invitation and prints its link, which is shown only once, because nobody can read the link from the
 * store. */
static bool invite(struct cli *cli, struct store *s, const char *name, struct error *e)
{
    char token[TOKEN_BYTES], until[MOMENT_TEXT_BYTES];
    struct account account;
    if (!account_read(cli, name, &account, e) || !invitation_make(s, &account, cli->role != NULL, token, e))
        return false;
    printf("/moi?ma=%s\n", token);
    fprintf(stderr,
            _("Put the address of the pages in front, and send it to the person alone; it works once, until "
              "%s.\n"),
            moment_write((moment)time(NULL) + LIMIT_INVITATION_SECONDS, "HH:mm dd/MM/yyyy", until));
    explicit_bzero(token, sizeof token);
    return true;
}

static bool passwd(struct cli *cli, struct store *s, const char *name, struct error *e)
{
    char password[LIMIT_PASSWORD_BYTES + 2];
    bool ok = password_read(cli, password, e) && account_password_set(s, name, password, e);
    explicit_bzero(password, sizeof password);
    return ok;
}

static bool list_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct table *t = context;
    (void)count;
    table_row(t);
    table_text(t, columns[0].text);
    table_text(t, columns[1].text);
    table_text(t, *columns[2].text ? columns[2].text : NULL);
    table_word(t, columns[3].number ? "locked" : "open", columns[3].number ? _("locked") : _("may log in"));
    table_moment(t, columns[4].number);
    return !table_failed(t) || error_memory(e, "user");
}

static bool list(const struct cli *cli, struct store *s, struct error *e)
{
    struct table *t = table_new();
    if (!t)
        return error_memory(e, "user");
    table_column(t, "name", _("Name"), false);
    table_column(t, "role", _("Role"), false);
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "state", _("State"), false);
    table_column(t, "created", _("Since"), false);
    bool ok = account_list(s, list_row, t, e) && cli_write_table(cli, t, e);
    table_free(t);
    return ok;
}

/* Settles --unit. An unknown unit is told at once with the nearest names, because its account could read nothing. */
static bool unit_settle(struct cli *cli, struct store *s, struct error *e)
{
    struct unit_set units = {0};
    if (!cli->units.count)
        return true;
    if (!unit_set_load(s, &units, e))
        return false;
    static char code[LIMIT_VALUE_BYTES];
    bool ok = !units.count || /* no unit is known before the first poll */
              cli_units_settle(cli, unit_label_of_set, &units, units.count, false, e);
    if (ok) {
        snprintf(code, sizeof code, "%s", cli->units.items[0]);
        cli->units.items[0] = code;
    }
    unit_set_free(&units);
    return ok;
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    const char *verb = cli->words.count > 1 ? cli->words.items[1] : "";
    const char *name = cli->words.count == 3 ? cli->words.items[2] : NULL;
    bool listing = strcmp(verb, "list") == 0 && cli->words.count == 2;
    if (!listing &&
        (!name || (strcmp(verb, "add") != 0 && strcmp(verb, "invite") != 0 && strcmp(verb, "passwd") != 0 &&
                   strcmp(verb, "lock") != 0 && strcmp(verb, "unlock") != 0)))
        return error_set(e, ERROR_USAGE, "user", _("'motcua help user' has examples."),
                         _("write add NAME, invite NAME, passwd NAME, lock NAME, unlock NAME or list"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool ok = listing ? list(cli, session.store, e)
              : strcmp(verb, "add") == 0
                  ? unit_settle(cli, session.store, e) && add(cli, session.store, name, e)
              : strcmp(verb, "invite") == 0
                  ? unit_settle(cli, session.store, e) && invite(cli, session.store, name, e)
              : strcmp(verb, "passwd") == 0 ? passwd(cli, session.store, name, e)
                                            : account_lock(session.store, name, strcmp(verb, "lock") == 0, e);
    cli_session_close(&session);
    return ok;
}

const struct command command_user = {
    .name = "user",
    .words = "add NAME|invite NAME|passwd NAME|lock NAME|unlock NAME|list",
    .summary = N_("who may log in to the pages of 'motcua serve'"),
    .group = GROUP_TEND,
    .place = 4,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua user add chanh-van-phong --role province --password-file mat-khau\n"
                "  motcua user add xa-mau-01 --role unit --unit H99.22.01 --password-file mat-khau\n"
                "  motcua user invite xa-mau-02 --role unit --unit H99.22.02\n"
                "  motcua user passwd xa-mau-01 --password-file mat-khau\n  motcua user list\n",
    .run = run,
};
