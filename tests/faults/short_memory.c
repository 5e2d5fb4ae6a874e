/* Makes the n-th allocation of a program fail: loaded in front of its libraries (LD_PRELOAD). Counted are those from main()
 * on, of the program and of all its libraries, in all threads.
 *
 *   SHORT_AT=n     the n-th fails; 0 or unset: none
 *   SHORT_FOR=k    and the k - 1 behind it (1); 0: all from there on
 *   SHORT_TOLD=F   F gets the number of allocations at the end, and whether one failed */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_long count, failed;
static long at, length;
static atomic_bool armed;
static int told = -1;

static int fails(void)
{
    if (!atomic_load(&armed))
        return 0;
    long n = atomic_fetch_add(&count, 1) + 1;
    if (!at || n < at || (length && n >= at + length))
        return 0;
    atomic_fetch_add(&failed, 1);
    errno = ENOMEM;
    return 1;
}

/* The program's own malloc() calls these; those of a program without one, and of libc itself, end here, too. */
#define REAL(name, result, ...)                                                                              \
    static result (*real)(__VA_ARGS__);                                                                      \
    if (!real)                                                                                               \
    real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

void *__libc_malloc(size_t n)
{
    REAL("__libc_malloc", void *, size_t);
    return fails() ? NULL : real(n);
}

void *__libc_calloc(size_t k, size_t n)
{
    REAL("__libc_calloc", void *, size_t, size_t);
    return fails() ? NULL : real(k, n);
}

void *__libc_realloc(void *p, size_t n)
{
    REAL("__libc_realloc", void *, void *, size_t);
    return fails() ? NULL : real(p, n);
}

/* In good order or not: what is known goes out by write(2) alone. */
__attribute__((destructor)) static void tell(void)
{
    char line[64];
    int n = snprintf(line, sizeof line, "%ld %ld\n", atomic_load(&count), atomic_load(&failed));
    atomic_store(&armed, 0);
    if (told >= 0 && write(told, line, (size_t)n) < 0)
        return;
}

static int (*real_main)(int, char **, char **);

static int main_armed(int argc, char **argv, char **env)
{
    atomic_store(&armed, 1);
    return real_main(argc, argv, env);
}

int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack)
{
    REAL("__libc_start_main", int, int (*)(int, char **, char **), int, char **, void (*)(void),
         void (*)(void), void (*)(void), void *);
    const char *text = getenv("SHORT_AT");
    at = text ? atol(text) : 0;
    text = getenv("SHORT_FOR");
    length = text ? atol(text) : 1;
    text = getenv("SHORT_TOLD");
    if (text && *text)
        told = open(text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    unsetenv("LD_PRELOAD"); /* for what the program starts */
    real_main = program;
    return real(main_armed, argc, argv, init, fini, end, stack);
}
