/* What can be asked for: one table of address, method, right and answer; the one place where rights are checked.
 * Pages, downloads (?dang=csv|xlsx|docx of a page) and JSON twins go through it alike. */
#ifndef MOTCUA_SERVE_ROUTE_H
#define MOTCUA_SERVE_ROUTE_H

#include "serve/account.h"
#include "serve/login_gate.h"
#include "serve/model.h"
#include "serve/reply.h"
#include "serve/request.h"
#include "serve/token.h"
#include "serve/upload.h"

/* What serve keeps from one request to the next. */
struct serving {
    struct model *model;
    struct page_cache *pages;
    bool public_league, behind_tls;
    bool reopen; /* the store did not answer: it is opened anew before the next request */
    struct login_gate gate;
    struct upload_shelf uploads;
    struct {
        _Atomic int64_t requests, refused, failed, logins, wrong_logins; /* by several threads */
        moment started;
    } told;
};

/* One request, with who asks and what that account may read. */
struct visit {
    struct serving *serving;
    struct request *request;
    bool reads;                             /* GET or HEAD; else POST */
    const char *address;                    /* of the browser, for the login gate alone */
    const char *token, *form_token, *fresh; /* cookies, and If-None-Match; NULL: none */
    bool known;                             /* somebody is logged in */
    struct account account;
    struct model_scope scope; /* empty where nobody is */
    const char *unit;         /* {unit} of the address */
    const struct route *route;
    const struct route *routes; /* the table */
    size_t route_count;
    enum format format; /* HTML or JSON, or what ?dang= asks for */
    char csrf[TOKEN_BYTES];
};

enum route_need {
    NEED_NOTHING,
    NEED_LEAGUE, /* a login, unless the league is public */
    NEED_LOGIN,  /* the answer holds only units of visit.scope */
    NEED_UNIT,   /* {unit} lies in visit.scope */
    NEED_ALL     /* a role that reads all units */
};

struct route {
    const char *pattern; /* "/don-vi/{unit}" */
    bool post;
    enum route_need need;
    bool json; /* for programs: refusals are JSON, not a page */
    bool (*answer)(struct visit *v, struct reply *out, struct error *e);
    const char *says; /* what it is, in a sentence; N_() */
    const char *
        shape; /* of JSON: its name in the OpenAPI document; of a page: the address of its twin; NULL: none */
    bool file; /* its form brings a file (multipart/form-data) */
};

/* Before the body of a POST is read: does its route take a file, from this visitor? Others' bytes are not waited for. */
bool route_takes_file(struct visit *v);
/* Answers: the reply is always whole, also that of a fault. */
void route_answer(struct visit *v, struct reply *out);

#endif
