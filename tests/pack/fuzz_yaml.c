/* A fuzz target (libFuzzer): any bytes as a pack file beside a small tree of areas and sources.
   Whatever comes in, the loader answers; a set that is accepted can be written and read again. */
#include <stdint.h>
#include <stdlib.h>

#include "base/bug.h"
#include "pack/small.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void ignore(void *context, struct gj_slice piece)
{
    *(size_t *)context += piece.length;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct gj_pack_set *set;
    struct gj_why why;
    size_t written = 0;
    if (small_load_bytes((const char *)bytes, length, &set, &why))
        return 0;
    gj_pack_canonical(set, ignore, &written);
    GJ_MUST(written > 0);
    gj_pack_free(set);
    return 0;
}
