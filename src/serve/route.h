/* One table holds every route: address, method, right and answer. Only here are rights checked; pages, downloads
 * (?dang=csv|xlsx|docx of a page) and JSON twins all go through the table. */
#ifndef MOTCUA_SERVE_ROUTE_H
#define MOTCUA_SERVE_ROUTE_H

#include "serve/account.h"
#include "serve/login_gate.h"
#include "serve/model.h"
#include "serve/reply.h"
#include "serve/request.h"
#include "serve/token.h"
#include "serve/upload.h"

/* The state that serve keeps from one request to the next. */
struct serving {
    struct model *model;
    struct page_cache *pages;
    bool public_league, behind_tls;
    bool reopen; /* the store did not answer, so it is opened again before the next request */
    struct login_gate gate;
    struct upload_shelf uploads;
    struct {
        _Atomic int64_t requests, refused, failed, logins, wrong_logins; /* counted by several threads */
        moment started;
    } told;
};

/* One request, with the visitor's account and the units that the account may read. */
struct visit {
    struct serving *serving;
    struct request *request;
    bool reads;                             /* GET or HEAD; else POST */
    const char *address;                    /* address of the browser, only for the login gate */
    const char *token, *form_token, *fresh; /* two cookies, and If-None-Match; NULL: the browser sent none */
    bool known;                             /* the visitor is logged in */
    struct account account;
    struct model_scope scope; /* empty where the visitor is not logged in */
    const char *unit;         /* the code at {unit} of the address, or NULL */
    const struct route *route;
    const struct route *routes; /* the table of routes */
    size_t route_count;
    enum format format; /* HTML or JSON, or the format that ?dang= asks for */
    char csrf[TOKEN_BYTES];
};

enum route_need {
    NEED_NOTHING,
    NEED_LEAGUE, /* a login is needed, unless the league is public */
    NEED_LOGIN,  /* a login is needed; the answer holds only units of visit.scope */
    NEED_UNIT,   /* {unit} must lie in visit.scope */
    NEED_ALL     /* a role that reads all units is needed */
};

struct route {
    const char *pattern; /* "/don-vi/{unit}" */
    bool post;
    enum route_need need;
    bool json; /* the route is for programs, whose refusals are JSON */
    bool (*answer)(struct visit *v, struct reply *out, struct error *e);
    const char *says; /* a sentence on the answer; N_() */
    /* for JSON the name in the OpenAPI document, for a page the address of its JSON twin; or NULL */
    const char *shape;
    bool file; /* the form brings a file (multipart/form-data) */
};

/* True if the route takes a file from this visitor. The daemon asks before it reads the body of a POST, so that it
 * waits for no other visitor's bytes. */
bool route_takes_file(struct visit *v);
/* Answers the visit; the reply is always whole, also for a fault. */
void route_answer(struct visit *v, struct reply *out);

#endif
