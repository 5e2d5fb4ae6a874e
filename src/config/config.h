/* The config file (motcua.json): where the store is, which sources, which commitments. manual:
 * docs/motcua.json.5 */
#ifndef MOTCUA_CONFIG_CONFIG_H
#define MOTCUA_CONFIG_CONFIG_H

#include <jansson.h>

#include "base/error.h"
#include "config/keep.h"
#include "config/schedule.h"

/* Manners and patience: the config's "network", each key of which a source may set anew. */
struct config_network {
    int requests_per_minute; /* to one host, by all sources that poll it together; default 600 */
    int retries;             /* of one run, over all its requests; default 20 */
    int retry_seconds;       /* that one run may wait before it tries again, in all; default 300 */
    int connect_seconds;     /* default 15 */
    int idle_seconds;        /* with less than LIMIT_SLOW_BYTES a second; default 30 */
    int total_seconds;       /* one request, from start to end; default 300 */
    const char *proxy;       /* address; "": none, whatever the environment says; NULL: as that says */
    const char *proxy_user;  /* or NULL */
    char *proxy_password;    /* as a source's password */
};

struct config_source {
    const char *name;     /* letters, digits, - and _ */
    const char *title;    /* for people; the name if not given */
    const char *manifest; /* shipped name ("opencps") or absolute path */
    const char *base_url; /* http(s)://host[:port], without a slash at its end; NULL where folder is not */
    const char *folder;   /* absolute path of a folder of exports; NULL: the source is polled */
    const json_t *vars;   /* object of strings, or NULL: {name} in the manifest */
    const char *user;     /* or NULL */
    char *password;       /* resolved from {"env"} or {"file"}; NULL if none; wiped by config_free */
    const char *ca_file;  /* or NULL */
    const char *client_cert, *client_key; /* absolute paths of PEM files, or NULL */
    char *client_key_password;            /* as password */
    struct config_network network;
    int look_back, sweep; /* days: how far a poll for changes looks back; between two readings of all */
    int reject_limit;     /* hundredths of a percent; see rows/outcome.h */
    int fresh_days;       /* how old its newest date may be; 0: a month, or the period of its figures */
    int poll_minutes;     /* from one poll of serve to the next */
    bool count;           /* false: kept for comparison only, no counter sees it; default true */
};

struct config {
    char *file;   /* absolute path of the config file */
    char *folder; /* its folder: paths in it are relative to that */
    char *store;  /* "sqlite:/absolute/path"; MOTCUA_STORE overrides (a relative path in it is relative to the
                     current folder) */
    char *outbox; /* absolute path: where polls wait while a PostgreSQL store is away */
    struct config_source *sources;
    size_t source_count;
    const char **commitments; /* shipped names or absolute paths */
    size_t commitment_count;
    const char **rulesets; /* whose scores are kept over time: shipped names or absolute paths */
    size_t ruleset_count;
    const char **mandates; /* sets of mandates: shipped names or absolute paths */
    size_t mandate_count;
    const char *language; /* "vi" (default) or "en"; MOTCUA_LANG overrides */
    int cutoff;       /* the hour of Friday at which weeks end, in seconds after midnight; default 15:00 */
    int reject_limit; /* of files, and of sources that have none of their own */
    int fresh_days;   /* the same */
    int keep[PRUNE_SUBJECTS]; /* months; 0: for ever */
    struct config_schedule schedule;
    bool delivers; /* there is a "deliver" */
    /* heading block of the report; NULL where not given */
    const char *parent_body, *issuing_body, *place, *number, *signer_title;
    const json_t *action_costs; /* advice.costs: an object of numbers by action, or NULL */
    json_t *document;           /* owns the text that the members borrow */
};

/* file: -c FILE or NULL: $MOTCUA_CONFIG, else motcua.json in the current folder. NULL and e (ERROR_CONFIG) on
 * failure. Secrets are resolved only when need_secrets: commands that do not poll run without them. */
MUST_CHECK struct config *config_load(const char *file, bool need_secrets, struct error *e);
/* The same for commands that need no config: where none is named and none is there, the defaults stand for it
 * (the store motcua.db here, the targets that bind every office, nq71-2030). config_load() takes them too, once there is a
 * store. */
MUST_CHECK struct config *config_load_bare(const char *file, struct error *e);
void config_free(struct config *c); /* wipes passwords; safe with NULL */
const struct config_source *config_source_find(const struct config *c, const char *name);

/* What motcua init asks for; NULL or empty: left as a blank, marked "…", or the default. */
struct config_answers {
    const char *manifest, *base_url, *user, *password_file; /* of the first source */
    const char *store, *commitments;
    const char *parent_body, *issuing_body, *place;
};
/* Writes a config to begin with to file (never over an existing one: ERROR_USAGE), with remarks: keys that begin with "// ", which are
 * passed over. It can be loaded; a source whose address is a blank cannot be polled. */
MUST_CHECK bool config_init(const char *file, const struct config_answers *answers, struct error *e);

#endif
