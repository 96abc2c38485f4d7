/* For the few functions on the way of every bill that are worth a copy at each place that calls
   them. */
#ifndef GJ_BASE_INLINE_H
#define GJ_BASE_INLINE_H

#include <stddef.h>
#include <stdint.h>

#define GJ_INLINE static inline __attribute__((always_inline))

/* Calls for bytes that are soon read, and for what another thread wrote lately: they come from its
   processor while something else is worked on. Changes nothing. */
GJ_INLINE void gj_fetch(const void *from, size_t length)
{
    enum { CACHE_LINE = 64 };
    const char *at = (const char *)from - (uintptr_t)from % CACHE_LINE;
    for (; at < (const char *)from + length; at += CACHE_LINE)
        __builtin_prefetch(at);
}

/* For those beside that way that would burden it with their room on the stack. */
#define GJ_APART static __attribute__((noinline))

#endif
