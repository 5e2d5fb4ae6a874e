#include <string.h>

#include "base/text.h"
#include "cli/cli.h"

#define FIGURE_OPTIONS " period of at unit format output "

const struct command commands[] = {
    {"init", "[FILE]", N_("write a config file to start from"), " ",
     "  motcua init\n  motcua init /etc/motcua/motcua.json\n", command_init},
    {"collect", "[SOURCE...]", N_("poll the sources and keep what they say"),
     " full at replay accept-missing ",
     "  motcua collect\n  motcua collect yyen --full\n  motcua collect gia-lai --at 2026-10-09T15:00\n",
     command_collect},
    {"import", "FILE...", N_("take in exported files: CSV, XLSX, saved HTML pages; or entries made by hand"),
     " source unit manifest manual period of at ",
     "  motcua import ho-so.xlsx\n  motcua import bieu-06.xlsx --period month --of 2022-11\n"
     "  motcua import thong-ke.html --source hue --unit H57\n  motcua import --manual diem-tu-cham.csv\n"
     "  motcua import ban-ghi.ndjson --source truc\n",
     command_import},
    {"check", "[SOURCE]", N_("look at a portal once: what is right, what is to be set right, and how"),
     " at full record format output ",
     "  motcua check yyen\n  motcua check yyen --record ban-ghi\n  motcua check yyen --record ban-ghi "
     "--full\n",
     command_check},
    {"status", "", N_("who keeps the commitments, who does not, by how many dossiers"),
     " period of at known-at unit set format output ",
     "  motcua status\n  motcua status --at 2022-11-25T15:00\n  motcua status --unit H99.22.01 --format "
     "json\n",
     command_status},
    {"report", "", N_("the Friday report as one HTML file"), " at known-at set format output ",
     "  motcua report -o bao-cao.html\n  motcua report --at 2022-11-25T15:00 -o bao-cao-2022-11-25.html\n"
     "  motcua report --at 2022-11-25T15:00 --known-at 2022-11-25 -o lai.html\n",
     command_report},
    {"counts", "", N_("counters per unit and period"), FIGURE_OPTIONS "known-at family ",
     "  motcua counts --period month --of 2022-11\n  motcua counts --family opencps --format csv\n",
     command_counts},
    {"metrics", "", N_("metrics per unit and period, against their targets"),
     FIGURE_OPTIONS "known-at metric set ",
     "  motcua metrics --period week --at 2022-11-25T15:00\n  motcua metrics --metric all --unit ALL\n"
     "  motcua metrics --metric online_share --format csv\n",
     command_metrics},
    {"score", "", N_("points by a ruleset, what was lost and why, rank, plans that are due"),
     FIGURE_OPTIONS "known-at ruleset criterion explain inputs ",
     "  motcua score --ruleset qd-766 --of 2026\n  motcua score --unit H21.227\n"
     "  motcua score --unit H21.227 --explain 3.6\n"
     "  motcua score --inputs tu-cham-2019.json --unit quang-tho\n",
     command_score},
    {"advise", "",
     N_("what gains most: the fewest dossiers to each commitment, to the next rank, and the forecast"),
     " of at known-at unit budget ruleset set inputs format output ",
     "  motcua advise\n  motcua advise --unit H99.22.01 --at 2022-11-25T15:00\n"
     "  motcua advise --unit H99.22.01 --budget 20 --format json\n",
     command_advise},
    {"evidence", "add CRITERION FILE...|list|missing|check FILE...|withdraw ID",
     N_("what proves the points: files by their names and hashes, what is still missing"),
     FIGURE_OPTIONS "known-at ruleset criterion inputs note by reference ",
     "  motcua evidence add 1.5.1 QD-12.pdf --unit hai-hau --of 2019 --ruleset nam-dinh-2019\n"
     "  motcua evidence missing --of 2019 --ruleset nam-dinh-2019\n  motcua evidence list --unit hai-hau\n"
     "  motcua evidence check QD-12.pdf\n  motcua evidence withdraw 7 --note 'nhầm tệp'\n",
     command_evidence},
    {"mandates", "",
     N_("what single units must do with all dossiers of some kind, and which dossiers break it"),
     FIGURE_OPTIONS "known-at set explain ",
     "  motcua mandates --of 2022-11\n  motcua mandates --set y-yen-2022 --unit H99.22.P1 --explain 2.2.1\n",
     command_mandates},
    {"plan", "", N_("plans to gain points: start, current, target, who, by when, what the total would be"),
     FIGURE_OPTIONS "known-at ruleset criterion inputs ",
     "  motcua plan --unit hai-hau --of 2019 --ruleset nam-dinh-2019\n"
     "  motcua plan --inputs giao-nhiem-vu-2019.json\n",
     command_plan},
    {"ruleset", "[list|show NAME|check FILE]",
     N_("rulesets: which there are, what one says, what is wrong with one"), " format output ",
     "  motcua ruleset\n  motcua ruleset show thanh-hoa-2022\n  motcua ruleset check tinh-ta-2027.json\n",
     command_ruleset},
    {"reconcile", "SOURCE SOURCE", N_("two sources that should agree: where they differ, and why"),
     FIGURE_OPTIONS "family ",
     "  motcua reconcile yyen yyen-thong-ke --family opencps --of 2022-11\n"
     "  motcua reconcile tinh quoc-gia --of 2026-09 --format csv\n",
     command_reconcile},
    {"outbox", "[list|replay]", N_("what waits for a PostgreSQL store that is away; bring it there"),
     " format output ", "  motcua outbox\n  motcua outbox replay\n  motcua outbox list --format csv\n",
     command_outbox},
    {"units", "[list|import FILE.csv|map FILE.csv|map CODE UNIT]",
     N_("units that are known; import names, kinds and parents; which codes mean the same"),
     " format output ",
     "  motcua units\n  motcua units import units.csv\n  motcua units map 000.22.01.H99 H99.22.01\n",
     command_units},
    {"sources", "", N_("sources, what each can know, how fresh they are"), " format output ",
     "  motcua sources\n", command_sources},
    {"runs", "", N_("what each poll expected and got"), " format output ", "  motcua runs --format csv\n",
     command_runs},
    {"rejects", "", N_("records that could not be read, and why"), " format output ", "  motcua rejects\n",
     command_rejects},
    {"db", "status|migrate|check|roles|sample|prune",
     N_("look after the store: its schema, whether it holds together, its roles"),
     " unit print prune at since before dry-run format output ",
     "  motcua db status\n  motcua db migrate\n  motcua db check\n  motcua db roles\n"
     "  motcua db sample --since 2022-01\n  motcua db prune --dry-run\n  motcua db prune --before 2023-01\n"
     "  motcua db roles --unit H99.22 --unit H99.22.01 --prune\n  motcua db roles --print | psql motcua\n",
     command_db},
    {NULL, NULL, NULL, NULL, NULL, NULL}};

static const struct {
    const char *name, *form, *what;
} option_help[] = {
    {"period", "--period KIND", N_("week, fortnight, month (default), quarter, half or year")},
    {"of", "--of PERIOD",
     N_("which one: 2022-11, 2022-W47, 2022-Q4, 2022-H2, 2022; default: the one that holds --at")},
    {"at", "--at MOMENT", N_("evaluate as at 2022-11-25T15:00 (Viet Nam time); default: now")},
    {"known-at", "--known-at MOMENT",
     N_("with what was known then, not with what came later; a day alone: at its end")},
    {"unit", "--unit CODE", N_("only this unit; may be repeated; ALL is the total")},
    {"metric", "--metric NAME", N_("only this metric; may be repeated; 'all' for every one that is defined")},
    {"set", "--set NAME",
     N_("the commitment set to judge by; default: the first one of the config; mandates: the set of them")},
    {"ruleset", "--ruleset NAME",
     N_("the ruleset, shipped or a file; default: that of --inputs, else the config's first, else qd-766")},
    {"criterion", "--criterion CODE",
     N_("only this criterion; may be repeated; score: 'all' for every one of all units")},
    {"explain", "--explain CODE",
     N_("score: the whole arithmetic of one criterion, down to the counters; mandates: its dossiers")},
    {"inputs", "--inputs FILE", N_("a file of figures and points entered by hand")},
    {"note", "--note TEXT", N_("evidence: a note that is kept with it")},
    {"by", "--by NAME", N_("evidence: who enters it; default: the login name")},
    {"reference", "--reference TEXT", N_("evidence: where the file is to be found: a number, a folder")},
    {"family", "--family NAME", N_("core (default), or opencps: the counting rules of that portal itself")},
    {"full", "--full", N_("read everything again from the start, whatever was read before")},
    {"since", "--since MONTH", N_("sample: every period from then on, not only those of now")},
    {"before", "--before MONTH", N_("prune: forget the samples of before it, and nothing else")},
    {"dry-run", "--dry-run", N_("prune: tell what would be forgotten, and leave it")},
    {"print", "--print", N_("roles: print the SQL instead of running it")},
    {"prune", "--prune", N_("roles: drop those of units that are no longer wanted")},
    {"source", "--source NAME", N_("import: the source that the rows belong to; default: import")},
    {"manifest", "--manifest NAME",
     N_("import: a manifest of tables of your own, as well as the shipped ones")},
    {"manual", "--manual",
     N_("import: the files hold entries made by hand: criterion, unit, period, value or points")},
    {"record", "--record FOLDER", N_("check: write the replies there, with everything personal blanked")},
    {"replay", "--replay FOLDER", N_("collect: read the replies that check has written, without a network")},
    {"format", "--format FORMAT", N_("table (default), csv, json or html")},
    {"output", "-o, --output FILE", N_("write to a file instead of standard output")},
};

const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static void help_command(const struct command *command, FILE *out)
{
    fprintf(out, _("usage: motcua [-c FILE] %s%s%s [options]\n"), command->name, *command->words ? " " : "",
            command->words);
    fprintf(out, "\n  %s\n", _(command->summary));
    fprintf(out, "\n%s\n", _("options:"));
    for (size_t i = 0; i < sizeof option_help / sizeof *option_help; i++) {
        char wanted[LIMIT_NAME_BYTES];
        snprintf(wanted, sizeof wanted, " %s ", option_help[i].name);
        if (strstr(command->options, wanted))
            fprintf(out, "  %-20s %s\n", option_help[i].form, _(option_help[i].what));
    }
    fprintf(out, "  %-20s %s\n", "-c, --config FILE",
            _("the config file; default: $MOTCUA_CONFIG, else motcua.json here"));
    fprintf(out, "  %-20s %s\n", "--lang LANG", _("vi (default) or en"));
    fprintf(out, "\n%s\n%s", _("examples:"), command->examples);
}

void cli_help(const struct command *command, FILE *out)
{
    if (command) {
        help_command(command, out);
        return;
    }
    fputs(_("usage: motcua [-c FILE] COMMAND [options]\n"), out);
    fprintf(out, "\n  %s\n\n",
            _("Polls public-service portals, keeps what they say, and tells who keeps the commitments."));
    for (const struct command *c = commands; c->name; c++)
        fprintf(out, "  %-10s %s\n", c->name, _(c->summary));
    fprintf(out, "\n%s\n", _("'motcua help COMMAND' gives options and examples of one command."));
    fprintf(out, "%s\n",
            _("Exit status: 0 done, 64 usage, 65 bad data, 69 unavailable, 75 try again later, 78 config."));
}
