#include "evaluation.h"
#include "files.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096 };

static bool name_is_plain(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* The file of a request: NAME, for all provinces NAME-national; with the month or the quarter behind it, where that is
 * asked for: NAME-2026-03, NAME-2026-Q1. A quarter or month beside another timeType, or missing, is refused. */
static bool file_name(const struct request *r, const char *name, char *out, size_t size)
{
    json_t *body = r->body.used ? json_loadb(r->body.data, r->body.used, 0, NULL) : NULL;
    const char *type = json_string_value(json_object_get(body, "timeType"));
    const char *department = json_string_value(json_object_get(body, "departmentType"));
    int year = (int)json_integer_value(json_object_get(body, "year"));
    int month = (int)json_integer_value(json_object_get(body, "month"));
    int quarter = (int)json_integer_value(json_object_get(body, "quarter"));
    bool national = department && strcmp(department, "ADMINISTRATIVE_UNIT") == 0;
    bool monthly = type && strcmp(type, "month") == 0, quarterly = type && strcmp(type, "quarter") == 0;
    char when[32] = "";
    bool ok = name_is_plain(name) && monthly == (month > 0) && quarterly == (quarter > 0) &&
              (!department || (national && !json_object_get(body, "rootDepartmentId")));
    if (monthly)
        snprintf(when, sizeof when, "-%04d-%02d", year, month);
    if (quarterly)
        snprintf(when, sizeof when, "-%04d-Q%d", year, quarter);
    snprintf(out, size, "%s%s%s", name, national ? "-national" : "", when);
    json_decref(body);
    return ok;
}

void evaluation_answer(const struct portal *p, const struct request *r, struct reply *reply)
{
    const char *name = r->path + sizeof(EVALUATION_PATH) - 1;
    char path[PATH_BYTES], file[256];
    reply_set(reply, 201, REPLY_JSON, "");
    reply->figures = true;
    if (p->options->evaluation && file_name(r, name, file, sizeof file)) {
        int n = snprintf(path, sizeof(path), "%s/%s.json", p->options->evaluation, file);
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
