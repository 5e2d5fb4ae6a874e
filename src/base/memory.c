#include "base/memory.h"

#include <setjmp.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_bool was_short;
static _Thread_local jmp_buf *volatile way_out; /* to memory_try(); NULL outside of a try */

bool memory_try(void (*work)(void *context), void *context)
{
    jmp_buf here;
    bool whole = setjmp(here) == 0;
    if (whole) {
        way_out = &here;
        work(context);
    }
    way_out = NULL;
    return whole;
}

bool memory_short(void)
{
    return atomic_load_explicit(&was_short, memory_order_relaxed);
}

void memory_forget(void)
{
    atomic_store_explicit(&was_short, false, memory_order_relaxed);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OTHER_ALLOCATOR 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define OTHER_ALLOCATOR 1
#endif
#endif

/* glibc lets a program replace malloc(), calloc() and realloc() (manual, "Replacing malloc"); glibc's own stay
 * reachable as __libc_malloc() and so on. free() and the aligned allocations stay glibc's. */
#ifndef OTHER_ALLOCATOR
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);
void *malloc(size_t n);
void *calloc(size_t count, size_t n);
void *realloc(void *p, size_t n);

static void *given(void *p)
{
    if (p)
        return p;
    atomic_store_explicit(&was_short, true, memory_order_relaxed);
    if (way_out)
        longjmp(*way_out, 1);
    return NULL;
}

void *malloc(size_t n)
{
    return given(__libc_malloc(n));
}

void *calloc(size_t count, size_t n)
{
    return given(__libc_calloc(count, n));
}

void *realloc(void *p, size_t n)
{
    void *fresh = __libc_realloc(p, n);
    return p && n == 0 ? fresh : given(fresh); /* realloc(p, 0) frees p, and its NULL is no failure */
}
#endif
