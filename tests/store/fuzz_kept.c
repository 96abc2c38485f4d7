/* The entry of a fuzzer: the first byte chooses a kind of kept value, the rest are its bytes. Alien
   bytes are refused or read in one way: what was read writes itself as the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "store/kept.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static uint8_t again[GJ_KEPT_LINES_MAX];

static void must_be_same(const uint8_t *bytes, size_t length, size_t written)
{
    GJ_MUST(written == length && memcmp(bytes, again, length) == 0);
}

static void try_reply(const uint8_t *bytes, size_t length)
{
    static struct gj_line_result results[GJ_MESSAGE_LINES_MAX];
    static struct gj_charge charge;
    struct gj_reply reply = {.results = results};
    bool has_charge;
    if (gj_kept_reply_get(bytes, length, &reply, &charge, &has_charge, NULL) != GJ_DONE)
        return;
    must_be_same(bytes, length, gj_kept_reply_put(&reply, has_charge ? &charge : NULL, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct gj_settlement settlement;
    static struct gj_decision decision;
    static struct gj_kept_lines lines;
    static struct gj_identity identity;
    if (length-- == 0 || length > GJ_KEPT_DECISION_MAX)
        return 0;
    uint8_t kind = *bytes++ % 5;
    if (kind == 0 && gj_kept_decided_get(bytes, length, &settlement, NULL) == GJ_DONE)
        must_be_same(bytes, length, gj_kept_decided_put(&settlement, again));
    if (kind == 1 && gj_kept_decision_get(bytes, length, &decision, NULL) == GJ_DONE)
        must_be_same(bytes, length, gj_kept_decision_put(&decision, again));
    if (kind == 2 && gj_kept_lines_get(bytes, length, &lines, NULL) == GJ_DONE)
        must_be_same(bytes, length, gj_kept_lines_put(&lines, again));
    if (kind == 3 && gj_kept_identity_get(bytes, length, &identity, NULL) == GJ_DONE)
        must_be_same(bytes, length, gj_kept_identity_put(&identity, again));
    if (kind == 4)
        try_reply(bytes, length);
    return 0;
}
