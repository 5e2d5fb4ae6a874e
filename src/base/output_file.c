#include "base/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/memory.h"
#include "base/stop.h"
#include "base/text.h"

#define TEMPORARY_FORM "motcua-%016llx%016llx"
#define ACCESS_LIST    "system.posix_acl_access"

enum { MOST_LINKS = 40, MOST_NAMES_TRIED = 100, TEMPORARY_BYTES = 48 };

struct output_file {
    FILE *stream;
    char *given;                     /* the name, for messages */
    int folder;                      /* the target's folder; -1: the file is written in place */
    char target[NAME_MAX + 1];       /* the target's name in `folder` */
    char temporary[TEMPORARY_BYTES]; /* name of the temporary file beside the target; "": none */
    bool fresh;
};

/* A process that has to leave in the middle removes its half-written file. */
static void file_drop(void *context)
{
    const struct output_file *f = context;
    if (*f->temporary)
        unlinkat(f->folder, f->temporary, 0);
}

static bool failed(const char *name, const char *what, int why, struct error *e)
{
    return error_set(e, ERROR_IO, name,
                     _("Check the folder, its permissions and the free space on the disk."), "%s: %s", what,
                     strerror(why));
}

static void file_free(struct output_file *f)
{
    stop_hook_remove(f);
    if (f->stream && f->stream != stdout)
        fclose(f->stream);
    if (f->folder >= 0)
        close(f->folder);
    free(f->given);
    free(f);
}

/* --- where a name leads --- */

/* Opens the folder of `path`, seen from the folder `from`, and writes the last part of `path` to name. -1 and errno. */
static int folder_open(int from, const char *path, char name[NAME_MAX + 1])
{
    char folder[LIMIT_FILE_BYTES];
    const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (strlen(last) > NAME_MAX || n >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (!*last) {
        errno = *path ? EISDIR : ENOENT;
        return -1;
    }
    memcpy(name, last, strlen(last) + 1);
    memcpy(folder, path, n);
    folder[n] = '\0';
    return openat(from, n ? folder : slash ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static bool folder_is_proc(int folder)
{
    struct statfs facts;
    return fstatfs(folder, &facts) == 0 && facts.f_type == PROC_SUPER_MAGIC;
}

/* Follows links from the name as given to f->folder and f->target, where there is no link any more, or one of the
 * kernel's own (/proc/self/fd/1, to which /dev/stdout leads). */
static bool target_find(struct output_file *f)
{
    char path[LIMIT_FILE_BYTES];
    int from = AT_FDCWD;
    if (strlen(f->given) >= sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path, f->given, strlen(f->given) + 1);
    for (int links = 0; links <= MOST_LINKS; links++) {
        int folder = folder_open(from, path, f->target);
        int why = errno;
        if (from >= 0)
            close(from);
        f->folder = folder;
        errno = why;
        if (folder < 0)
            return false;
        if (folder_is_proc(folder))
            return true;
        ssize_t n = readlinkat(folder, f->target, path, sizeof path - 1);
        if (n < 0)
            return errno == EINVAL || errno == ENOENT;
        path[n] = '\0';
        from = folder;
    }
    errno = ELOOP;
    return false;
}

/* The number of our own descriptor that a name in /proc means; -1: none. */
static int own_descriptor(int folder, const char *name)
{
    struct stat this, own;
    char *end;
    long n = strtol(name, &end, 10);
    bool number = *name >= '0' && *name <= '9' && !*end && n <= INT_MAX;
    return number && fstat(folder, &this) == 0 && stat("/proc/self/fd", &own) == 0 &&
                   this.st_dev == own.st_dev && this.st_ino == own.st_ino
               ? (int)n
               : -1;
}

/* --- in place --- */

/* The process's own descriptor is written at its present offset, so that `(a; motcua -o /dev/stdout; b) > file`
 * keeps all three outputs in order. */
static int place_descriptor(const struct output_file *f)
{
    int own = folder_is_proc(f->folder) ? own_descriptor(f->folder, f->target) : -1;
    if (own >= 0)
        return fcntl(own, F_DUPFD_CLOEXEC, 3);
    for (;;) {
        int fd = openat(f->folder, f->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        if (fd >= 0 || errno != EINTR || collect_stopping())
            return fd;
    }
}

static bool place_begin(struct output_file *f, struct error *e)
{
    struct stat facts;
    int fd = place_descriptor(f);
    if (fd < 0)
        return failed(f->given, _("cannot be written"), errno, e);
    if (fstat(fd, &facts) == 0 && S_ISBLK(facts.st_mode)) {
        close(fd);
        return error_set(e, ERROR_USAGE, f->given, _("Name a file."), _("is a disk"));
    }
    f->stream = fdopen(fd, "w");
    close(f->folder);
    f->folder = -1;
    if (f->stream)
        return true;
    close(fd);
    return error_memory(e, f->given);
}

/* --- beside the target --- */

static bool exists_already(const char *name, struct error *e)
{
    return error_set(e, ERROR_USAGE, name, _("Name another file, or move this one away first."),
                     _("is there already; it stays as it is"));
}

static bool temporary_begin(struct output_file *f, mode_t mode, struct error *e)
{
    unsigned long long name[2];
    int fd = -1;
    for (int i = 0; fd < 0 && i < MOST_NAMES_TRIED; i++) {
        if (getrandom(name, sizeof name, 0) != (ssize_t)sizeof name)
            return failed(f->given, _("cannot be created"), errno, e);
        snprintf(f->temporary, sizeof f->temporary, "." TEMPORARY_FORM, name[0], name[1]);
        fd = openat(f->folder, f->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (fd < 0 && errno != EEXIST && errno != EINTR)
            break;
    }
    if (fd < 0) {
        int why = errno;
        *f->temporary = '\0';
        return failed(f->given, _("cannot be created"), why, e);
    }
    f->stream = fdopen(fd, "w");
    if (f->stream)
        return true;
    close(fd);
    unlinkat(f->folder, f->temporary, 0);
    return error_memory(e, f->given);
}

/* The replaced file may be more private than a new one, so that the temporary file is its owner's alone until
 * rights_keep() has copied the rights. */
static bool beside_begin(struct output_file *f, bool there, const struct output_wish *wish, struct error *e)
{
    if (there && faccessat(f->folder, f->target, W_OK, AT_EACCESS) != 0)
        return failed(f->given, _("cannot be written"), errno, e);
    f->fresh = wish->fresh;
    return temporary_begin(f, there || wish->private ? 0600 : 0666, e);
}

static bool file_begin(struct output_file *f, const struct output_wish *wish, struct error *e)
{
    struct stat facts;
    if (strcmp(f->given, "-") == 0) {
        f->stream = stdout;
        return true;
    }
    if (!target_find(f))
        return failed(f->given, _("cannot be created"), errno, e);
    bool proc = folder_is_proc(f->folder);
    bool there = !proc && fstatat(f->folder, f->target, &facts, AT_SYMLINK_NOFOLLOW) == 0;
    if (proc || (there && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode) && !S_ISBLK(facts.st_mode)))
        return place_begin(f, e);
    if (there && !S_ISREG(facts.st_mode))
        return error_set(e, ERROR_USAGE, f->given, _("Name a file."), "%s",
                         S_ISDIR(facts.st_mode) ? _("is a folder") : _("is a disk"));
    if (wish->fresh && (there || lstat(f->given, &facts) == 0))
        return exists_already(f->given, e);
    return beside_begin(f, there, wish, e);
}

struct output_file *output_file_begin(const char *name, const struct output_wish *wish, struct error *e)
{
    static const struct output_wish none = {0};
    struct output_file *f = calloc(1, sizeof *f);
    if (f) {
        f->folder = -1;
        f->given = strdup(name);
    }
    if (!f || !f->given) {
        free(f);
        error_memory(e, name);
        return NULL;
    }
    stop_hook_add(file_drop, f);
    if (file_begin(f, wish ? wish : &none, e))
        return f;
    file_free(f);
    return NULL;
}

FILE *output_file_stream(const struct output_file *f)
{
    return f->stream;
}

/* --- put in its place --- */

/* Copies the access list; without that list the mode bits of the group would allow more than before. */
static bool access_list_copy(const struct output_file *f, int fd)
{
    char path[64], list[1024];
    int old = openat(f->folder, f->target, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (old < 0)
        return false;
    snprintf(path, sizeof path, "/proc/self/fd/%d", old);
    ssize_t n = getxattr(path, ACCESS_LIST, list, sizeof list);
    bool none = n < 0 && (errno == ENODATA || errno == ENOTSUP);
    close(old);
    return none || (n > 0 && fsetxattr(fd, ACCESS_LIST, list, (size_t)n, 0) == 0);
}

/* Rights never become wider: where the owner or the group cannot be kept, their mode bits are taken away. */
static bool rights_keep(const struct output_file *f, int fd, const struct stat *old)
{
    mode_t mode = old->st_mode & 07777;
    struct stat now;
    if (fstat(fd, &now) != 0)
        return false;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(fd, old->st_uid, old->st_gid) != 0) {
        mode &= (mode_t)~06000;
        if (now.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) != 0)
            mode &= (mode_t) ~(070 & ~((mode & 07) << 3));
    }
    if (fchmod(fd, mode) != 0)
        return false;
    return access_list_copy(f, fd) || fchmod(fd, mode & (mode_t)~070) == 0;
}

static bool synced(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL; /* EINVAL: the file system cannot sync */
}

/* A rename is safe on the disk once the folder is synced. A folder that may be written but not read is not synced. */
static bool folder_synced(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return true;
    bool ok = synced(fd);
    int why = errno;
    close(fd);
    errno = why;
    return ok;
}

/* Takes the target's name unless a file has that name. Some file systems have no RENAME_NOREPLACE; link() does the same
 * there. */
static bool name_take(const struct output_file *f)
{
    if (!f->fresh)
        return renameat(f->folder, f->temporary, f->folder, f->target) == 0;
    if (renameat2(f->folder, f->temporary, f->folder, f->target, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return linkat(f->folder, f->temporary, f->folder, f->target, 0) == 0 &&
           unlinkat(f->folder, f->temporary, 0) == 0;
}

static bool beside_end(struct output_file *f, struct error *e)
{
    struct stat old;
    int fd = fileno(f->stream);
    if (fstatat(f->folder, f->target, &old, AT_SYMLINK_NOFOLLOW) == 0) {
        if (!S_ISREG(old.st_mode))
            return error_set(e, ERROR_IO, f->given, NULL, _("became something else than a file meanwhile"));
        if (!f->fresh && !rights_keep(f, fd, &old))
            return failed(f->given, _("cannot be written"), errno, e);
    }
    bool ok = synced(fd);
    int why = errno;
    if (fclose(f->stream) != 0 && ok) {
        ok = false;
        why = errno;
    }
    f->stream = NULL;
    if (!ok)
        return failed(f->given, _("cannot be written"), why, e);
    if (!name_take(f))
        return errno == EEXIST ? exists_already(f->given, e)
                               : failed(f->given, _("cannot be put in place"), errno, e);
    *f->temporary = '\0';
    return folder_synced(f->folder) || failed(f->given, _("cannot be written"), errno, e);
}

bool output_file_end(struct output_file *f, bool ok, struct error *e)
{
    if (ok && memory_short())
        ok = error_memory(e, f->given);
    if (ok && (fflush(f->stream) != 0 || ferror(f->stream)))
        ok = failed(f->given, _("cannot be written"), errno, e);
    if (ok && *f->temporary)
        ok = beside_end(f, e);
    if (*f->temporary)
        unlinkat(f->folder, f->temporary, 0);
    file_free(f);
    return ok;
}

bool output_file_write(const char *name, const struct output_wish *wish, const void *bytes, size_t n,
                       struct error *e)
{
    struct output_file *f = output_file_begin(name, wish, e);
    if (!f)
        return false;
    bool ok = fwrite(bytes, 1, n, f->stream) == n || failed(name, _("cannot be written"), errno, e);
    return output_file_end(f, ok, e);
}
