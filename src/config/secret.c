#include "config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/limit.h"
#include "base/text.h"

void secret_free(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

static char *secret_copy(const char *secret, struct error *e)
{
    char *copy = strdup(secret);
    if (!copy)
        error_memory(e, "secret");
    return copy;
}

static char *env_read(const char *name, struct error *e)
{
    char hint[LIMIT_HINT_BYTES];
    const char *value = environment_named(name);
    if (value && *value)
        return secret_copy(value, e);
    snprintf(hint, sizeof hint,
             _("Set %s before motcua starts, or keep the password in a file: {\"file\": \"password.txt\"}."),
             name);
    error_set(e, ERROR_CONFIG, name, hint,
              value ? _("this environment variable is empty") : _("this environment variable is not set"));
    return NULL;
}

/* Reads the beginning of the file into out; returns the bytes read, or -1 and e. */
static ssize_t file_read(const char *path, char *out, size_t size, struct error *e)
{
    struct stat about;
    char hint[LIMIT_HINT_BYTES];
    ssize_t n, used = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &about) != 0) {
        error_set(e, ERROR_CONFIG, path, _("Check the path, and that motcua's user may read it."),
                  _("cannot be read: %s"), strerror(errno));
        used = -1;
    } else if (!S_ISREG(about.st_mode)) {
        error_set(e, ERROR_CONFIG, path, _("Name the file that holds the password."), _("not a file"));
        used = -1;
    } else if (about.st_mode & (S_IROTH | S_IWOTH)) {
        snprintf(hint, sizeof hint, _("Close it: chmod 600 %s"), path);
        error_set(e, ERROR_CONFIG, path, hint,
                  _("every user of this machine can read or change this password"));
        used = -1;
    }
    while (used >= 0 && (size_t)used < size && (n = read(fd, out + used, size - (size_t)used)) > 0)
        used += n;
    if (fd >= 0)
        close(fd);
    return used;
}

static char *first_line(const char *path, struct error *e)
{
    char text[LIMIT_SECRET_BYTES + 2], *secret = NULL;
    ssize_t n = file_read(path, text, sizeof text - 1, e);
    if (n >= 0) {
        text[n] = '\0';
        size_t length = strcspn(text, "\r\n");
        if (length > LIMIT_SECRET_BYTES)
            error_set(e, ERROR_CONFIG, path, _("Is this the right file?"),
                      _("its first line is longer than %d bytes"), LIMIT_SECRET_BYTES);
        else if (length == 0)
            error_set(e, ERROR_CONFIG, path, _("Write the password into its first line."),
                      _("its first line is empty"));
        else if (strlen(text) < (size_t)n)
            error_set(e, ERROR_CONFIG, path, _("Is this the right file?"), _("not a text file"));
        else {
            text[length] = '\0';
            secret = secret_copy(text, e);
        }
    }
    explicit_bzero(text, sizeof text);
    return secret;
}

char *secret_read(const json_t *where_from, const char *folder, struct error *e)
{
    char path[LIMIT_FILE_BYTES];
    const char *env = json_string_value(json_object_get(where_from, "env"));
    const char *file = json_string_value(json_object_get(where_from, "file"));
    if (env)
        return env_read(env, e);
    if (!file) {
        error_set(e, ERROR_CONFIG, "password", _("Write {\"env\": NAME} or {\"file\": PATH}."),
                  _("not a place of a secret"));
        return NULL;
    }
    bool absolute = *file == '/';
    int n = snprintf(path, sizeof path, "%s%s%s", absolute ? "" : folder, absolute ? "" : "/", file);
    if (n < 0 || (size_t)n >= sizeof path) {
        error_set(e, ERROR_CONFIG, "password", _("Choose a shorter path."), _("the file name is too long"));
        return NULL;
    }
    return first_line(path, e);
}
