#include "portal.h"
#include "stream.h"

#include <stdio.h>
#include <time.h>

const char *request_query(const struct request *r, const char *name)
{
    const char *s = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
    return s && *s ? s : NULL;
}

const char *request_header(const struct request *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);
}

int64_t request_number(const struct request *r, const char *name, int64_t fallback)
{
    int64_t n = fallback;
    return number_read(request_query(r, name), INT32_MIN, INT32_MAX, &n) ? n : fallback;
}

void reply_set(struct reply *reply, unsigned status, const char *type, const char *body)
{
    reply->status = status;
    reply->type = type;
    reply->body.used = 0;
    text_string(&reply->body, body);
}

static void header_add(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        (void)MHD_add_response_header(response, name, value);
}

/* Faults that answer in place of the handler's reply. */
static void reply_replace(struct reply *reply, const struct fault_plan *plan)
{
    if (plan->has[FAULT_STATUS])
        reply_set(reply, (unsigned)plan->argument[FAULT_STATUS], REPLY_JSON,
                  "{\"message\":\"fault\",\"code\":0,\"description\":\"\"}");
    else if (plan->has[FAULT_RETRY_AFTER] || plan->has[FAULT_RETRY_DATE])
        reply_set(reply, 429, REPLY_JSON,
                  "{\"message\":\"Too Many Requests\",\"code\":429,\"description\":\"\"}");
    if (plan->has[FAULT_REDIRECT])
        reply_set(reply, 302, REPLY_HTML, "");
    if (plan->has[FAULT_TRUNCATE_JSON])
        reply->body.used /= 2;
}

/* "Fri, 25 Nov 2022 08:00:00 GMT", so many seconds from now. */
static void date_write(int64_t seconds, char *out, size_t size)
{
    struct tm parts;
    time_t when = time(NULL) + (time_t)seconds;
    (void)gmtime_r(&when, &parts);
    (void)strftime(out, size, "%a, %d %b %Y %H:%M:%S GMT", &parts);
}

static void etag_write(const struct reply *reply, char out[24])
{
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    for (size_t i = 0; i < reply->body.used; i++)
        hash = (hash ^ (unsigned char)reply->body.data[i]) * 1099511628211U;
    (void)snprintf(out, 24, "\"%016llx\"", (unsigned long long)hash);
}

/* The client has this very reply: 304 to GET, 412 to any other method. */
static void reply_spare(struct portal *portal, const struct request *r, struct reply *reply, const char *etag)
{
    const char *known = request_header(r, "If-None-Match");
    if (!known || strcmp(known, etag) != 0)
        return;
    reply_set(reply, strcmp(r->method, "GET") == 0 ? 304 : 412, REPLY_JSON, "");
    state_unchanged(portal->state);
}

static void headers_add(struct MHD_Response *response, const struct reply *reply,
                        const struct fault_plan *plan, const char *etag)
{
    char seconds[24], date[40];
    header_add(response, "Content-Type", reply->type);
    header_add(response, "ETag", etag);
    header_add(response, "Set-Cookie", reply->cookies[0]);
    header_add(response, "Set-Cookie", reply->cookies[1]);
    if (reply->cacheable)
        header_add(response, "Cache-Control", "private, max-age=60");
    if (plan->has[FAULT_RETRY_AFTER]) {
        (void)snprintf(seconds, sizeof(seconds), "%lld", (long long)plan->argument[FAULT_RETRY_AFTER]);
        header_add(response, "Retry-After", seconds);
    }
    if (plan->has[FAULT_RETRY_DATE]) {
        date_write(plan->argument[FAULT_RETRY_DATE], date, sizeof(date));
        header_add(response, "Retry-After", date);
    }
    if (plan->has[FAULT_REDIRECT])
        header_add(response, "Location", plan->url);
    if (plan->has[FAULT_GZIP_NONE])
        header_add(response, "Content-Encoding", "gzip");
}

enum MHD_Result reply_send(struct portal *portal, const struct request *r, struct reply *reply,
                           const struct fault_plan *plan)
{
    char etag[24] = "";
    if (portal->options->etag && reply->figures && reply->status < 300) {
        etag_write(reply, etag);
        reply_spare(portal, r, reply, etag);
    }
    reply_replace(reply, plan);
    if (reply->body.failed)
        reply_set(reply, 500, REPLY_JSON,
                  "{\"message\":\"out of memory\",\"code\":500,\"description\":\"\"}");
    struct MHD_Response *response;
    if (stream_is_wanted(plan)) {
        response = stream_response(portal, r->path, &reply->body, plan);
    } else {
        response = MHD_create_response_from_buffer(reply->body.used, reply->body.data, MHD_RESPMEM_MUST_FREE);
        if (response)
            reply->body = (struct text){0};
    }
    if (!response)
        return MHD_NO;
    headers_add(response, reply, plan, *etag ? etag : NULL);
    enum MHD_Result result = MHD_queue_response(r->connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}
