/* Actions: steps that an office can take on a dossier to better its figures (digitize the dossier, collect the fee
 * online, return the result electronically, ...), and the counters and figures that a step changes. Definitions are
 * data: schema/actions.json. */
#ifndef MOTCUA_ACTION_H
#define MOTCUA_ACTION_H

#include <jansson.h>

#include "commitment/mandate.h"
#include "index/ruleset.h"
#include "metric/metric.h"

struct action_figure {
    const char *name; /* of a published figure */
    int n, d;         /* added to its numerator and denominator by one dossier */
};
/* A bound of the steps: the sum of the terms may not fall below 0 after all steps together. */
struct action_limit {
    struct metric_term terms[LIMIT_TERMS];
    size_t count;
};

struct action {
    const char *name;  /* "digitize" */
    const char *title; /* "Số hóa hồ sơ" */
    int cost;          /* of one dossier; 1 or more */
    bool rest;         /* the action is advised only where the existing dossiers do not reach the aim */
    bool arrives;      /* the dossiers are still to come */
    struct metric_term changes[LIMIT_ACTION_CHANGES]; /* sign: +1 or -1 to the counter by one dossier */
    size_t change_count;
    struct action_figure figures[LIMIT_ACTION_CHANGES];
    size_t figure_count;
    struct action_limit limits[4];
    size_t limit_count;
    bool has_still;
    struct mandate still; /* dossiers that break this mandate still allow the step */
    const char *until;    /* until when a dossier allows the step, in words; "" where the file does not say */
    enum whose place; /* of a unit with units below: whose dossiers the step is taken on (actions_place) */
};

struct action_set {
    struct action items[LIMIT_ACTIONS];
    size_t count;
    json_t *document; /* owns the text */
};

/* Loads schema/actions.json. costs: an object of numbers by action (the config's advice.costs), or NULL. False and e
 * (ERROR_CONFIG): the file is wrong or names an unknown counter, or `costs` names an unknown action. */
MUST_CHECK bool action_set_load(struct action_set *s, const struct counter_family *core, const json_t *costs,
                                struct error *e);
/* Sets the place of each action: a unit with units below takes the steps that move a criterion of its own dossiers on
 * its own dossiers alone, and those that move a criterion of the units below on theirs; all other steps anywhere. */
void actions_place(struct action_set *s, const struct ruleset *rules);
void action_set_free(struct action_set *s); /* safe on a zeroed struct */
/* Returns what one dossier of the action adds to the sum of the terms. */
int64_t action_adds(const struct action *a, const struct metric_term *terms, size_t count);

#endif
