#include "files.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, CHUNK_BYTES = 65536 };
#define REPLY_BYTES_MAX ((size_t)64 << 20)

bool file_append(const char *path, struct text *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = 0;
    while (out->used < REPLY_BYTES_MAX && text_grow(out, CHUNK_BYTES) &&
           (n = read(fd, out->data + out->used, CHUNK_BYTES)) > 0)
        out->used += (size_t)n;
    (void)close(fd);
    return n == 0;
}

bool files_answer(const struct portal *p, const struct request *r, struct reply *reply)
{
    char path[PATH_BYTES];
    struct text body = {0};
    if (!p->options->files || strstr(r->uri, ".."))
        return false;
    int n = snprintf(path, sizeof(path), "%s%s", p->options->files, r->uri);
    if (n <= 0 || (size_t)n >= sizeof(path) || !file_append(path, &body)) {
        text_free(&body);
        return false;
    }
    reply_set(reply, 200, body.used && body.data[0] == '<' ? REPLY_HTML : REPLY_JSON, "");
    text_bytes(&reply->body, body.data, body.used);
    text_free(&body);
    return true;
}
