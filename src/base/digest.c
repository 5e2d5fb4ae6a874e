#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/memory.h"
#include "base/text.h"

static bool cannot_read(const char *file, const char *why, struct error *e)
{
    return error_set(e, ERROR_USAGE, file, _("Name a file that is there and that you may read."), "%s", why);
}

/* OpenSSL does not look whether it gets memory while it makes itself ready, so this first use runs in memory_try(). */
static void library_begin(void *context)
{
    EVP_MD *md = EVP_MD_fetch(NULL, "SHA256", NULL);
    *(bool *)context = md != NULL;
    EVP_MD_free(md);
}

bool digest_begin(struct error *e)
{
    static bool ready;
    if (!ready && (!memory_try(library_begin, &ready) || !ready))
        return error_memory(e, "OpenSSL");
    return true;
}

/* O_NONBLOCK keeps a named pipe from blocking open(); the pipe is refused as no ordinary file. */
static int file_open(const char *file, int64_t *bytes, struct error *e)
{
    struct stat facts;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode)) {
        *bytes = facts.st_size;
        return fd;
    }
    cannot_read(file, fd < 0 ? strerror(errno) : _("not an ordinary file"), e);
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool bytes_add(EVP_MD_CTX *context, int fd, const char *file, int64_t *total, struct error *e)
{
    unsigned char bytes[LIMIT_RECEIVE_BYTES];
    for (;;) {
        ssize_t n = read(fd, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return cannot_read(file, strerror(errno), e);
        if (n == 0)
            return true;
        *total += n;
        if (*total > LIMIT_EVIDENCE_BYTES)
            return error_set(e, ERROR_DATA, file, _("Pack it, or enter a part of it."),
                             _("longer than %ld MB"), LIMIT_EVIDENCE_BYTES / 1048576L);
        if (EVP_DigestUpdate(context, bytes, (size_t)n) != 1)
            return error_memory(e, file);
    }
}

bool digest_file(const char *file, char out[DIGEST_TEXT_BYTES], int64_t *bytes, struct error *e)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    int64_t size = 0;
    int fd = digest_begin(e) ? file_open(file, &size, e) : -1;
    if (fd < 0)
        return false;
    *bytes = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1) || error_memory(e, file);
    ok = ok && bytes_add(context, fd, file, bytes, e) &&
         (EVP_DigestFinal_ex(context, digest, &length) == 1 || error_memory(e, file));
    if (ok && *bytes != size)
        ok = error_set(e, ERROR_DATA, file, _("Enter it once nobody writes to it any more."),
                       _("it changed while it was read"));
    for (size_t i = 0; ok && i < length; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    EVP_MD_CTX_free(context);
    close(fd);
    return ok;
}

bool digest_bytes(const void *bytes, size_t n, char out[DIGEST_TEXT_BYTES], struct error *e)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (!digest_begin(e))
        return false;
    if (EVP_Digest(bytes, n, digest, &length, EVP_sha256(), NULL) != 1)
        return error_memory(e, "SHA-256");
    for (size_t i = 0; i < length; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return true;
}
