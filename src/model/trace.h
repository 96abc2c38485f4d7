/* The rows a decision rests on, in the order of use, and the keys for which none was found. */
#ifndef GJ_MODEL_TRACE_H
#define GJ_MODEL_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/limits.h"

/* Row numbers of the pack set in force; with this bit, of the rules laid over it. */
#define GJ_ROW_OF_RULES UINT32_C(0x80000000)

struct gj_trace { /* what stands behind the counts is not set */
    uint32_t rows[GJ_TRACE_MAX];
    uint16_t not_found[GJ_NOT_FOUND_MAX]; /* enum gj_key */
    uint8_t count, not_found_count;
    bool full; /* more rows or keys than fit: the decision is refused with TRACE_TOO_LONG */
};

#endif
