/* Shared by the fuzz targets: what libFuzzer calls, how a property is held, a file in memory, inputs cut into parts. */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property beside "no crash". */
#define HOLDS(held)                                                                                          \
    ((held) ? (void)0 : (fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #held), abort()))
#define HOLDS_OR(held, e)                                                                                    \
    ((held) ? (void)0                                                                                        \
            : (fprintf(stderr, "%s:%d: does not hold: %s: %s: %s\n", __FILE__, __LINE__, #held, (e)->where,  \
                       (e)->what),                                                                           \
               abort()))

/* A refusal has a code and words; a success has none of either. */
static inline void fuzz_told(bool ok, const struct error *e)
{
    HOLDS(ok || (e->code != ERROR_NONE && e->what[0]));
    HOLDS(ok || e->code != ERROR_INTERNAL);
}

/* A path of a file in memory that holds the bytes; the same one each time. */
static inline const char *fuzz_file(const void *bytes, size_t n)
{
    static char path[64];
    static int fd = -1;
    if (fd < 0) {
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        HOLDS(fd >= 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    HOLDS(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, n, 0) == (ssize_t)n);
    return path;
}

/* Bytes in their own memory: a step beyond them is found. */
static inline char *fuzz_copy(const void *bytes, size_t n)
{
    char *own = malloc(n ? n : 1);
    HOLDS(own);
    if (n)
        memcpy(own, bytes, n);
    return own;
}

static inline char *fuzz_string(const void *bytes, size_t n)
{
    char *own = malloc(n + 1);
    HOLDS(own);
    if (n)
        memcpy(own, bytes, n);
    own[n] = '\0';
    return own;
}

/* Values taken from an input, one after the other; 0 and "" where it is over. */
struct fuzz_input {
    const uint8_t *at;
    size_t left;
};

static inline unsigned fuzz_byte(struct fuzz_input *in)
{
    if (!in->left)
        return 0;
    in->left--;
    return *in->at++;
}

static inline int64_t fuzz_number(struct fuzz_input *in)
{
    int64_t n = 0;
    for (unsigned i = fuzz_byte(in) % 9; i; i--)
        n = (int64_t)((uint64_t)n << 8 | fuzz_byte(in));
    return n;
}

/* Up to 255 bytes, malloc'd. */
static inline char *fuzz_words(struct fuzz_input *in)
{
    size_t n = fuzz_byte(in);
    n = n < in->left ? n : in->left;
    char *out = fuzz_string(in->at, n);
    in->at += n;
    in->left -= n;
    return out;
}

#endif
