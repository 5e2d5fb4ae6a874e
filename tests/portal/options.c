#include "options.h"
#include "district.h"

#include <getopt.h>
#include <stdio.h>

enum { COMPOSE_MAX = 100000000, SESSION_MAX = 86400 * 365 };
#define GROUP_ID_DEFAULT 55301

static const char help[] =
    "motcua-portal: a sample portal for tests; it listens on 127.0.0.1 only.\n"
    "  --port N               port (0: any free one)\n"
    "  --port-file FILE       write the chosen port there\n"
    "  --base-path PATH       base of the OpenCPS interface (/o/rest/v2)\n"
    "  --group-id N           site id wanted in the groupId header (55301)\n"
    "  --user U --password P  Basic and session login (u, p)\n"
    "  --pages DIR            serve these page files (*.json) as OpenCPS dossiers\n"
    "  --compose N            compose N dossiers; with --seed S, --from T, --to T,\n"
    "                         --communes N (22), --departments N (5)\n"
    "  --now T                the statistics' clock (that of --to: 2022-11-25T15:00)\n"
    "  --drift K              K of 100,000 rows change after the first sweep\n"
    "  --records FILE         serve these national records instead of composed ones\n"
    "  --session-ttl SECONDS  life of a national session (600)\n"
    "  --session-requests N   requests that a session lasts (0: any number)\n"
    "  --evaluation DIR       serve DIR/NAME.json as evaluation replies\n"
    "  --files DIR            serve DIR/PATH?QUERY as it is, before anything else\n"
    "  --waf                  a firewall page instead of evaluation replies\n"
    "  --etag                 statistics and evaluation replies carry an ETag, and are\n"
    "                         not sent again to who has them\n"
    "  --tls-cert FILE --tls-key FILE  speak TLS with this certificate (PEM)\n"
    "  --fault SPEC           misbehave: KIND[:ARG][@MATCH]; may be repeated\n"
    "  --help\n";

enum {
    OPT_PORT = 256,
    OPT_PORT_FILE,
    OPT_BASE,
    OPT_GROUP,
    OPT_USER,
    OPT_PASSWORD,
    OPT_PAGES,
    OPT_COMPOSE,
    OPT_SEED,
    OPT_FROM,
    OPT_TO,
    OPT_COMMUNES,
    OPT_DEPARTMENTS,
    OPT_NOW,
    OPT_DRIFT,
    OPT_RECORDS,
    OPT_TTL,
    OPT_REQUESTS,
    OPT_EVALUATION,
    OPT_FILES,
    OPT_WAF,
    OPT_ETAG,
    OPT_TLS_CERT,
    OPT_TLS_KEY,
    OPT_FAULT,
    OPT_HELP
};

static const struct option longs[] = {
    {"port", required_argument, NULL, OPT_PORT},
    {"port-file", required_argument, NULL, OPT_PORT_FILE},
    {"base-path", required_argument, NULL, OPT_BASE},
    {"group-id", required_argument, NULL, OPT_GROUP},
    {"user", required_argument, NULL, OPT_USER},
    {"password", required_argument, NULL, OPT_PASSWORD},
    {"pages", required_argument, NULL, OPT_PAGES},
    {"compose", required_argument, NULL, OPT_COMPOSE},
    {"seed", required_argument, NULL, OPT_SEED},
    {"from", required_argument, NULL, OPT_FROM},
    {"to", required_argument, NULL, OPT_TO},
    {"communes", required_argument, NULL, OPT_COMMUNES},
    {"departments", required_argument, NULL, OPT_DEPARTMENTS},
    {"now", required_argument, NULL, OPT_NOW},
    {"drift", required_argument, NULL, OPT_DRIFT},
    {"records", required_argument, NULL, OPT_RECORDS},
    {"session-ttl", required_argument, NULL, OPT_TTL},
    {"session-requests", required_argument, NULL, OPT_REQUESTS},
    {"evaluation", required_argument, NULL, OPT_EVALUATION},
    {"files", required_argument, NULL, OPT_FILES},
    {"waf", no_argument, NULL, OPT_WAF},
    {"etag", no_argument, NULL, OPT_ETAG},
    {"tls-cert", required_argument, NULL, OPT_TLS_CERT},
    {"tls-key", required_argument, NULL, OPT_TLS_KEY},
    {"fault", required_argument, NULL, OPT_FAULT},
    {"help", no_argument, NULL, OPT_HELP},
    {NULL, 0, NULL, 0},
};

static bool number_option(struct options *o, int option, const char *s)
{
    int64_t port = 0;
    switch (option) {
    case OPT_PORT:
        if (!number_read(s, 0, UINT16_MAX, &port))
            return false;
        o->port = (uint16_t)port;
        return true;
    case OPT_GROUP:
        return number_read(s, 1, INT64_MAX, &o->group_id);
    case OPT_COMPOSE:
        return number_read(s, 0, COMPOSE_MAX, &o->compose);
    case OPT_SEED:
        return number_read(s, 0, INT64_MAX, &o->seed);
    case OPT_COMMUNES:
        return number_read(s, 1, DISTRICT_COMMUNES_MAX, &o->communes);
    case OPT_DEPARTMENTS:
        return number_read(s, 0, DISTRICT_DEPARTMENTS_MAX, &o->departments);
    case OPT_DRIFT:
        return number_read(s, 0, 100000, &o->drift);
    case OPT_TTL:
        return number_read(s, 0, SESSION_MAX, &o->session_ttl);
    case OPT_REQUESTS:
        return number_read(s, 0, INT32_MAX, &o->session_requests);
    default:
        return false;
    }
}

static bool text_option(struct options *o, int option, const char *s)
{
    switch (option) {
    case OPT_PORT_FILE:
        o->port_file = s;
        return true;
    case OPT_BASE:
        o->base_path = s;
        return s[0] == '/';
    case OPT_USER:
        o->user = s;
        return true;
    case OPT_PASSWORD:
        o->password = s;
        return true;
    case OPT_PAGES:
        o->pages = s;
        return true;
    case OPT_RECORDS:
        o->records = s;
        return true;
    case OPT_EVALUATION:
        o->evaluation = s;
        return true;
    case OPT_FILES:
        o->files = s;
        return true;
    case OPT_FROM:
        return wall_read(s, &o->from);
    case OPT_TO:
        return wall_read(s, &o->to);
    case OPT_NOW:
        return wall_read(s, &o->now);
    case OPT_WAF:
        o->waf = true;
        return true;
    case OPT_ETAG:
        o->etag = true;
        return true;
    case OPT_TLS_CERT:
        o->tls_cert = s;
        return true;
    case OPT_TLS_KEY:
        o->tls_key = s;
        return true;
    case OPT_FAULT:
        if (o->fault_count >= OPTION_FAULTS_MAX)
            return false;
        o->faults[o->fault_count++] = s;
        return true;
    default:
        return number_option(o, option, s);
    }
}

enum options_result options_read(struct options *o, int argc, char **argv)
{
    *o = (struct options){.base_path = "/o/rest/v2",
                          .group_id = GROUP_ID_DEFAULT,
                          .user = "u",
                          .password = "p",
                          .seed = 1,
                          .from = wall_of(2022, 8, 1, 0, 0, 0),
                          .to = wall_of(2022, 11, 25, 15, 0, 0),
                          .now = WALL_NONE,
                          .communes = 22,
                          .departments = 5,
                          .session_ttl = 600};
    int option, at = 0;
    while ((option = getopt_long(argc, argv, "", longs, &at)) != -1) {
        if (option == OPT_HELP) {
            (void)fputs(help, stdout);
            return OPTIONS_HELP;
        }
        if (option == '?')
            return OPTIONS_WRONG;
        if (!text_option(o, option, optarg ? optarg : "")) {
            (void)fprintf(stderr, "motcua-portal: --%s: not understood: %s\n", longs[at].name,
                          optarg ? optarg : "");
            return OPTIONS_WRONG;
        }
    }
    if (o->now == WALL_NONE)
        o->now = o->to;
    if (!o->tls_cert != !o->tls_key) {
        (void)fprintf(stderr, "motcua-portal: --tls-cert and --tls-key belong together\n");
        return OPTIONS_WRONG;
    }
    if (optind < argc || o->from >= o->to) {
        (void)fprintf(stderr, optind < argc ? "motcua-portal: unexpected argument\n"
                                            : "motcua-portal: --from must be before --to\n");
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}
