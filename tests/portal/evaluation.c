#include "evaluation.h"
#include "files.h"

#include <stdio.h>

enum { PATH_BYTES = 4096 };

static bool name_is_plain(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

void evaluation_answer(const struct portal *p, const struct request *r, struct reply *reply)
{
    const char *name = r->path + sizeof(EVALUATION_PATH) - 1;
    char path[PATH_BYTES];
    reply_set(reply, 201, REPLY_JSON, "");
    reply->figures = true;
    if (p->options->evaluation && name_is_plain(name)) {
        int n = snprintf(path, sizeof(path), "%s/%s.json", p->options->evaluation, name);
        if (n > 0 && (size_t)n < sizeof(path) && text_file(&reply->body, path))
            return;
    }
    reply_set(reply, 404, REPLY_JSON, "{\"code\":\"NOT_FOUND\",\"message\":\"NOT_FOUND\"}");
}

void evaluation_page(struct reply *reply)
{
    reply_set(reply, 200, REPLY_HTML,
              "<!doctype html><html lang=\"vi\"><title>Đánh giá chất lượng phục vụ</title>"
              "<p>Cổng mẫu</p></html>\n");
    reply->cookies[0] = "ttqg_dmz_mau=0123456789abcdef; path=/; HttpOnly";
    reply->cookies[1] = "BIGipServer_mau=rd1o00000000000000000000ffff7f000001o8080; path=/; HttpOnly";
}

void evaluation_waf(struct reply *reply)
{
    reply_set(reply, 200, REPLY_HTML,
              "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. "
              "Please consult "
              "with your administrator.<br><br>Your Support ID is: 1234567890123456789</body></html>\n");
}
