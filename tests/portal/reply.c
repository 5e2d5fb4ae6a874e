#include "portal.h"
#include "stream.h"

#include <stdio.h>

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
    if (plan->has[FAULT_RETRY_AFTER])
        reply_set(reply, 429, REPLY_JSON,
                  "{\"message\":\"Too Many Requests\",\"code\":429,\"description\":\"\"}");
    if (plan->has[FAULT_REDIRECT])
        reply_set(reply, 302, REPLY_HTML, "");
    if (plan->has[FAULT_TRUNCATE_JSON])
        reply->body.used /= 2;
}

static void headers_add(struct MHD_Response *response, const struct reply *reply,
                        const struct fault_plan *plan)
{
    char seconds[24];
    header_add(response, "Content-Type", reply->type);
    header_add(response, "Set-Cookie", reply->cookies[0]);
    header_add(response, "Set-Cookie", reply->cookies[1]);
    if (reply->cacheable)
        header_add(response, "Cache-Control", "private, max-age=60");
    if (plan->has[FAULT_RETRY_AFTER]) {
        (void)snprintf(seconds, sizeof(seconds), "%lld", (long long)plan->argument[FAULT_RETRY_AFTER]);
        header_add(response, "Retry-After", seconds);
    }
    if (plan->has[FAULT_REDIRECT])
        header_add(response, "Location", plan->url);
    if (plan->has[FAULT_GZIP_NONE])
        header_add(response, "Content-Encoding", "gzip");
}

enum MHD_Result reply_send(struct portal *portal, const struct request *r, struct reply *reply,
                           const struct fault_plan *plan)
{
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
    headers_add(response, reply, plan);
    enum MHD_Result result = MHD_queue_response(r->connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}
