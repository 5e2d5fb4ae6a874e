#include "serve/temp_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

bool temp_file_open(struct temp_file *f, struct error *e)
{
    const char *folder = getenv("TMPDIR");
    char path[LIMIT_FILE_BYTES];
    *f = (struct temp_file){.fd = -1};
    if (!folder || *folder != '/' || strlen(folder) > sizeof path - 32)
        folder = "/tmp";
    f->fd = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (f->fd < 0) { /* the file system has no O_TMPFILE */
        snprintf(path, sizeof path, "%s/motcua-XXXXXX", folder);
        f->fd = mkostemp(path, O_CLOEXEC); /* O_EXCL, 0600 */
        if (f->fd >= 0)
            unlink(path);
    }
    return f->fd >= 0 || error_set(e, ERROR_IO, folder, _("Check the folder for temporary files (TMPDIR)."),
                                   "%s", strerror(errno));
}

void temp_file_close(struct temp_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    *f = (struct temp_file){.fd = -1};
}

void temp_file_called(struct temp_file *f, const char *name)
{
    for (const char *p = name; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    char *normal = text_normalize(name, strlen(name)), *safe = normal ? text_printable(normal) : NULL;
    size_t n = safe ? strlen(safe) : 0;
    if (n >= sizeof f->name) /* the cut falls between whole letters */
        for (n = sizeof f->name - 1; n && ((unsigned char)safe[n] & 0xC0) == 0x80; n--)
            ;
    memcpy(f->name, safe ? safe : "", n);
    f->name[n] = '\0';
    free(normal);
    free(safe);
}

void temp_file_add(struct temp_file *f, const void *bytes, size_t n)
{
    const char *from = bytes;
    if (f->bytes + (int64_t)n > LIMIT_UPLOAD_BYTES)
        f->too_long = true;
    while (n && !f->too_long && !f->failed) {
        ssize_t put = write(f->fd, from, n);
        if (put <= 0) {
            f->failed = errno != EINTR;
            continue;
        }
        from += put;
        n -= (size_t)put;
        f->bytes += put;
    }
}

const char *temp_file_path(const struct temp_file *f, char out[TEMP_FILE_PATH_BYTES])
{
    snprintf(out, TEMP_FILE_PATH_BYTES, "/proc/self/fd/%d", f->fd);
    return out;
}
