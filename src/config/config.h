/* The config file (motcua.json): it names the store, the sources, the commitments. Manual: docs/motcua.json.5 */
#ifndef MOTCUA_CONFIG_CONFIG_H
#define MOTCUA_CONFIG_CONFIG_H

#include <jansson.h>

#include "base/error.h"
#include "config/keep.h"
#include "config/schedule.h"

/* The config's "network": how often a host is asked and how long a reply is waited for. A source may set each key
 * anew. */
struct config_network {
    int requests_per_minute; /* to one host, by all sources that poll it together; default 600 */
    int retries;             /* tries again of one run, over all its requests; default 20 */
    int retry_seconds;       /* all the waiting of one run before tries again; default 300 */
    int connect_seconds;     /* default 15 */
    int idle_seconds;        /* a reply slower than LIMIT_SLOW_BYTES a second ends after these; default 30 */
    int total_seconds;       /* one request, from start to end; default 300 */
    const char *proxy;       /* address; "": no proxy; NULL: the environment decides */
    const char *proxy_user;  /* or NULL */
    char *proxy_password;    /* kept as config_source.password */
};

struct config_source {
    const char *name;     /* letters, digits, - and _ */
    const char *title;    /* for people; the name where the config has no title */
    const char *manifest; /* shipped name ("opencps") or absolute path */
    const char *base_url; /* http(s)://host[:port] without a slash at the end; NULL where folder is set */
    const char *folder;   /* absolute path of a folder of exports; NULL: a portal is polled */
    const json_t *vars;   /* object of strings that replace {name} in the manifest, or NULL */
    const char *user;     /* or NULL */
    char *password;       /* resolved from {"env"} or {"file"}; NULL if none; wiped by config_free */
    const char *ca_file;  /* or NULL */
    const char *client_cert, *client_key; /* absolute paths of PEM files, or NULL */
    char *client_key_password;            /* kept as password is */
    struct config_network network;
    int look_back, sweep; /* days that a poll for changes looks back; days between two full readings */
    int reject_limit;     /* hundredths of a percent of the records; see rows/outcome.h */
    int fresh_days;       /* age that the newest date may have; 0: a month, or the figures' period */
    int poll_minutes;     /* minutes from one poll of serve to the next */
    bool count;           /* false: no counter sees its dossiers, they serve comparison; default true */
};

struct config {
    char *file;   /* absolute path of the config file */
    char *folder; /* folder of the config file: relative paths in the file begin there */
    /* "sqlite:/absolute/path", or another store's address. $MOTCUA_STORE overrides the config; a relative path there
     * begins in the current folder. */
    char *store;
    char *outbox; /* absolute path: pages wait there while a PostgreSQL store is away */
    struct config_source *sources;
    size_t source_count;
    const char **commitments; /* shipped names or absolute paths */
    size_t commitment_count;
    const char **rulesets; /* rulesets whose scores are kept over time: shipped names or absolute paths */
    size_t ruleset_count;
    const char **mandates; /* sets of mandates: shipped names or absolute paths */
    size_t mandate_count;
    const char *language; /* "vi" (default) or "en"; MOTCUA_LANG overrides */
    int cutoff;           /* hour of Friday at which weeks end, in seconds after midnight; default 15:00 */
    int reject_limit;     /* of files, and of sources without a limit of their own */
    int fresh_days;       /* of files, and of sources without one of their own */
    int keep[PRUNE_SUBJECTS]; /* months; 0: for ever */
    struct config_schedule schedule;
    bool delivers; /* the config has a "deliver" */
    /* the heading block of the report; NULL where the config does not give a text */
    const char *parent_body, *issuing_body, *place, *number, *signer_title;
    const json_t *action_costs; /* advice.costs: an object of numbers by action, or NULL */
    json_t *document;           /* owns the texts that the members borrow */
};

/* Loads the config from file (of -c FILE); NULL: from $MOTCUA_CONFIG, else motcua.json in the current folder. The
 * caller frees the result with config_free(). NULL and e (ERROR_CONFIG, ERROR_INTERNAL without memory) on failure.
 * Secrets are read only where need_secrets, so that commands that do not poll run without them. */
MUST_CHECK struct config *config_load(const char *file, bool need_secrets, struct error *e);
/* config_load() without secrets, for commands that need no config file. Where no file is named and motcua.json does
 * not exist, defaults stand in: the store motcua.db in the current folder, and the targets that bind every office,
 * nq71-2030. config_load() takes the defaults too, once that store exists or $MOTCUA_STORE names one. */
MUST_CHECK struct config *config_load_bare(const char *file, struct error *e);
void config_free(struct config *c); /* wipes passwords; safe with NULL */
/* The source of that name, borrowed from c; NULL: there is no such source. */
const struct config_source *config_source_find(const struct config *c, const char *name);

/* The answers to the questions of `motcua init`. NULL or empty: the config gets the default, or a blank marked "…". */
struct config_answers {
    const char *manifest, *base_url, *user, *password_file; /* of the first source */
    const char *store, *commitments;
    const char *parent_body, *issuing_body, *place;
};
/* Writes a first config to file; an existing file is left alone (ERROR_USAGE). Keys that begin with "// " are remarks,
 * which config_load() passes over. The written config can be loaded, but a source whose address is a blank cannot be
 * polled. */
MUST_CHECK bool config_init(const char *file, const struct config_answers *answers, struct error *e);

#endif
