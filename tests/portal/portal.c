#include "portal.h"
#include "evaluation.h"
#include "files.h"
#include "igate.h"
#include "national.h"
#include "opencps.h"
#include "record.h"
#include "soap.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SLICE_MS = 50, FOREVER_MS = INT32_MAX };

static void base64_write(const struct text *in, struct text *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < in->used; i += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < in->used ? (unsigned char)in->data[i + k] : 0);
        char four[4];
        for (size_t k = 0; k < 4; k++)
            four[k] = i + k > in->used ? '=' : letters[group >> (18 - 6 * k) & 63];
        text_bytes(out, four, sizeof(four));
    }
}

/* The text as a string of its own, which takes the buffer's memory. */
static char *text_take(struct text *t)
{
    text_bytes(t, "", 1);
    if (t->failed) {
        text_free(t);
        return NULL;
    }
    return t->data;
}

static char *authorization_make(const struct options *o)
{
    struct text plain = {0}, header = {0};
    text_string(&plain, o->user);
    text_literal(&plain, ":");
    text_string(&plain, o->password);
    text_literal(&header, "Basic ");
    base64_write(&plain, &header);
    text_free(&plain);
    return text_take(&header);
}

/* The base path without a slash at its end and, for the statistics, without the version. */
static char *path_make(const char *base, bool without_version, const char *name)
{
    struct text t = {0};
    size_t n = strlen(base);
    while (n && base[n - 1] == '/')
        n--;
    if (without_version && n >= 3 && memcmp(base + n - 3, "/v2", 3) == 0)
        n -= 3;
    text_bytes(&t, base, n);
    text_string(&t, name);
    return text_take(&t);
}

static bool rows_prepare(struct portal *p)
{
    int after = (int)p->options->drift;
    p->opencps = (struct rows){.composer = &p->composer,
                               .pages = p->pages,
                               .write = opencps_row_write,
                               .code = "dossierNo",
                               .date = "receiveDate",
                               .status = "dossierStatus",
                               .state = p->state,
                               .drift_after_sweep = after};
    p->national = (struct rows){.composer = &p->composer,
                                .pages = p->records,
                                .write = national_row_write,
                                .code = "MaHoSo",
                                .date = "NgayTiepNhan",
                                .status = "TrangThaiHoSo",
                                .state = p->state,
                                .drift_after_sweep = after};
    p->igate = (struct rows){.composer = &p->composer,
                             .write = igate_row_write,
                             .code = "code",
                             .date = "acceptedDate",
                             .status = "dossierStatus",
                             .state = p->state,
                             .drift_after_sweep = after};
    return rows_open(&p->opencps) && rows_open(&p->national) && rows_open(&p->igate);
}

static bool faults_prepare(struct portal *p)
{
    faults_init(&p->faults);
    if (p->options->waf && !faults_add(&p->faults, "waf@" EVALUATION_PATH))
        return false;
    for (size_t i = 0; i < p->options->fault_count; i++) {
        if (!faults_add(&p->faults, p->options->faults[i])) {
            (void)fprintf(stderr, "motcua-portal: --fault: not understood: %s\n", p->options->faults[i]);
            return false;
        }
    }
    return true;
}

bool portal_open(struct portal *p, const struct options *o)
{
    *p = (struct portal){.options = o};
    sessions_init(&p->sessions, (uint64_t)o->seed, o->session_ttl, o->session_requests);
    p->state = state_open();
    p->authorization = authorization_make(o);
    p->dossiers_path = path_make(o->base_path, false, "/dossiers");
    p->statistics_path = path_make(o->base_path, true, "/statistics");
    if (!p->state || !p->authorization || !p->dossiers_path || !p->statistics_path || !faults_prepare(p))
        return false;
    if (!composer_open(&p->composer, (uint64_t)o->seed, (uint64_t)o->compose, o->from, o->to,
                       (size_t)o->communes, (size_t)o->departments)) {
        (void)fprintf(stderr,
                      "motcua-portal: no working time between --from and --to, or over twenty years\n");
        return false;
    }
    if ((o->pages && !(p->pages = pages_open(o->pages))) ||
        (o->records && !(p->records = pages_open_records(o->records))))
        return false;
    return rows_prepare(p);
}

void portal_close(struct portal *p)
{
    rows_close(&p->opencps);
    rows_close(&p->national);
    rows_close(&p->igate);
    pages_close(p->pages);
    pages_close(p->records);
    composer_close(&p->composer);
    state_close(p->state);
    free(p->authorization);
    free(p->dossiers_path);
    free(p->statistics_path);
}

bool portal_sleep(struct portal *p, struct MHD_Connection *connection, int64_t ms)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd fd = {.fd = info ? info->connect_fd : -1, .events = POLLRDHUP};
    while (ms > 0) {
        int slice = ms < SLICE_MS ? (int)ms : SLICE_MS;
        if (atomic_load(&p->stopping) || poll(&fd, 1, slice) != 0)
            return false;
        ms -= slice;
    }
    return true;
}

static void drift_set(struct portal *p, const struct request *r, struct reply *reply)
{
    int64_t k = request_number(r, "k", -1);
    if (k < 0 || k > 100000) {
        reply_set(reply, 400, REPLY_JSON, "{\"message\":\"k must be 0..100000\"}\n");
        return;
    }
    atomic_store(&p->opencps.drift, (int)k);
    atomic_store(&p->national.drift, (int)k);
    atomic_store(&p->igate.drift, (int)k);
    reply_set(reply, 200, REPLY_JSON, "{\"message\":\"ok\"}\n");
}

/* edit?k=K&at=MOMENT; remove?k=K, and k=0 brings all that were removed back. Tests ask one at a time. */
static void edit_set(struct portal *p, const struct request *r, bool removes, struct reply *reply)
{
    int64_t k = request_number(r, "k", -1);
    const char *when = request_query(r, "at");
    wall at = WALL_NONE;
    bool good = k >= 0 && k <= EDIT_WHOLE && (removes || (when && wall_read(when, &at)));
    if (good && removes && k == 0)
        edits_restore(&p->composer.edits);
    else
        good = good && edits_add(&p->composer.edits, (int)k, at);
    reply_set(reply, good ? 200 : 400, REPLY_JSON,
              good ? "{\"message\":\"ok\"}\n" : "{\"message\":\"k must be 0..100000, at a moment\"}\n");
}

static void fault_set(struct portal *p, struct request *r, struct reply *reply)
{
    text_bytes(&r->body, "", 1);
    if (!r->body.failed && faults_add(&p->faults, r->body.data))
        reply_set(reply, 200, REPLY_JSON, "{\"message\":\"ok\"}\n");
    else
        reply_set(reply, 400, REPLY_JSON, "{\"message\":\"fault not understood, or too many\"}\n");
}

/* The tests' own door: never counted, never faulty. */
static void control_answer(struct portal *p, struct request *r, struct reply *reply)
{
    const char *name = r->path + sizeof("/_portal/") - 1;
    bool get = strcmp(r->method, "GET") == 0, post = strcmp(r->method, "POST") == 0;
    if (get && strcmp(name, "state") == 0) {
        reply_set(reply, 200, REPLY_JSON, "");
        state_write(p->state, &reply->body);
    } else if (get && strcmp(name, "log") == 0) {
        reply_set(reply, 200, "text/plain; charset=utf-8", "");
        state_write_log(p->state, &reply->body);
    } else if (post && strcmp(name, "fault") == 0) {
        fault_set(p, r, reply);
    } else if (strcmp(r->method, "DELETE") == 0 && strcmp(name, "fault") == 0) {
        faults_clear(&p->faults);
        reply_set(reply, 200, REPLY_JSON, "{\"message\":\"ok\"}\n");
    } else if (post && strcmp(name, "drift") == 0) {
        drift_set(p, r, reply);
    } else if (post && (strcmp(name, "edit") == 0 || strcmp(name, "remove") == 0)) {
        edit_set(p, r, strcmp(name, "remove") == 0, reply);
    }
}

static void route(struct portal *p, const struct request *r, const struct fault_plan *plan,
                  struct reply *reply)
{
    bool get = strcmp(r->method, "GET") == 0, post = strcmp(r->method, "POST") == 0;
    bool served = files_answer(p, r, reply);
    if (get && !served && strcmp(r->path, p->dossiers_path) == 0)
        opencps_dossiers(p, r, plan, reply);
    else if (get && strcmp(r->path, p->statistics_path) == 0)
        opencps_statistics(p, r, reply);
    else if (post && strcmp(r->path, "/dvcqg/login") == 0)
        national_login(p, r, reply);
    else if (post && strcmp(r->path, "/dvcqg/share") == 0)
        national_share(p, r, plan, reply);
    else if (post && strcmp(r->path, IGATE_TOKEN_PATH) == 0)
        igate_token(p, r, reply);
    else if (post && strcmp(r->path, SOAP_PATH) == 0)
        soap_dossiers(p, r, plan, reply);
    else if (get && strcmp(r->path, IGATE_SEARCH_PATH) == 0)
        igate_search(p, r, plan, reply);
    else if (get && strcmp(r->path, IGATE_FEES_PATH) == 0)
        igate_fees(p, r, reply);
    else if (get && strcmp(r->path, EVALUATION_PAGE) == 0)
        evaluation_page(reply);
    else if (post && strncmp(r->path, EVALUATION_PATH, sizeof(EVALUATION_PATH) - 1) == 0)
        evaluation_answer(p, r, reply);
    if (plan->has[FAULT_WAF])
        evaluation_waf(reply);
}

static enum MHD_Result faulty_answer(struct portal *p, struct request *r, struct reply *reply)
{
    struct fault_plan plan;
    const char *agent = request_header(r, "User-Agent");
    state_begin(p->state, r->method, r->path, r->uri, agent ? agent : "-");
    r->counted = true;
    bool listing = strcmp(r->path, p->dossiers_path) == 0 || strcmp(r->path, "/dvcqg/share") == 0 ||
                   strcmp(r->path, IGATE_SEARCH_PATH) == 0;
    faults_plan(&p->faults, r->uri, listing, &plan);
    if (plan.has[FAULT_HANG]) {
        (void)portal_sleep(p, r->connection, FOREVER_MS);
        return MHD_NO;
    }
    if (plan.has[FAULT_LATENCY] && !portal_sleep(p, r->connection, plan.argument[FAULT_LATENCY]))
        return MHD_NO;
    route(p, r, &plan, reply);
    return reply_send(p, r, reply, &plan);
}

enum MHD_Result portal_answer(struct portal *p, struct request *r)
{
    static const struct fault_plan no_fault;
    struct reply reply = {0};
    enum MHD_Result result;
    reply_set(&reply, 404, REPLY_JSON, "{\"message\":\"Not Found\",\"code\":404,\"description\":\"\"}\n");
    if (strncmp(r->path, "/_portal/", sizeof("/_portal/") - 1) == 0) {
        control_answer(p, r, &reply);
        result = reply_send(p, r, &reply, &no_fault);
    } else {
        result = faulty_answer(p, r, &reply);
    }
    text_free(&reply.body);
    return result;
}
