/* For the few functions on the way of every bill that are worth a copy at each place that calls
   them. */
#ifndef GJ_BASE_INLINE_H
#define GJ_BASE_INLINE_H

#define GJ_INLINE static inline __attribute__((always_inline))

/* For those beside that way that would burden it with their room on the stack. */
#define GJ_APART static __attribute__((noinline))

#endif
